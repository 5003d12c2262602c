/**
 * A scenario as it was meant: every default filled in, every shorthand spelled out, durations in days, names checked.
 * Only parseScenario makes one. Formulas stay text here; compileWorld checks and lowers them. Maps keep the file's order.
 * The scenario's hash is of this value, not of the file's text.
 */
export type Scenario = {
  readonly nextmove: 1;
  readonly name: string;
  /** Prose for people; empty where the file has none. */
  readonly description: string;
  readonly clock: Clock;
  readonly currency: string;
  readonly decide: readonly DecideTrigger[];
  readonly parameters: Named<Parameter>;
  readonly population: Population;
  readonly state: Named<StateColumn>;
  readonly signals: Named<Signal>;
  readonly features: Named<Formula>;
  readonly channels: Named<Channel>;
  readonly interventions: Named<Intervention>;
  readonly stages: Named<Stage>;
  /** Summed in name order after the formula that they are added to. */
  readonly add: Named<AddedTerm>;
  readonly reward: Reward;
  /** Worth of a customer who is still there at the horizon, by formula; null for 0. */
  readonly terminalValue: Formula | null;
  readonly guardrails: GuardrailSettings;
  readonly today: readonly Rule[];
};

export type Named<T> = { readonly [name: string]: T };

/** Formula text in the language of src/language; a plain number is its decimal text. */
export type Formula = string;

export type Clock = {
  /** Local date of tick 0, YYYY-MM-DD. */
  readonly start: string;
  readonly tickDays: number;
  readonly horizonDays: number;
  /** IANA zone. */
  readonly zone: string;
};

/** When a customer is up for a decision; several at once make one decision. */
export type DecideTrigger =
  | { readonly kind: 'every'; readonly days: number }
  /** The tick after entering the (seen) stage. */
  | { readonly kind: 'enter'; readonly stage: string }
  /** The tick after the signal. */
  | { readonly kind: 'signal'; readonly signal: string }
  /** The tick in which the intervention's cooldown ends. */
  | { readonly kind: 'cooldown'; readonly intervention: string };

/** A named number that formulas and numeric keys may use; low and high are the stated range for sensitivity. */
export type Parameter = {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly unit: string | null;
  readonly why: string | null;
  readonly source: string | null;
};

export type Population = {
  readonly size: number;
  /** Share of each stage at tick 0; sums to 1. */
  readonly start: Named<number>;
  readonly traits: Named<Trait>;
  /** Traits that go together, each in one group at most. */
  readonly correlated: readonly Correlated[];
  /** Customers who come later, by themselves; left out where nobody does. */
  readonly arrivals?: Arrivals;
  /** Customers whom others bring; left out where nobody does. */
  readonly referrals?: Referrals;
};

export type Arrivals = {
  /** How many a day (Poisson); reads the calendar alone. */
  readonly perDay: Formula;
  /** Share of each stage on arrival; sums to 1. */
  readonly start: Named<number>;
};

export type Referrals = {
  /** How many others a customer brings a day (Poisson); reads that customer. */
  readonly perDay: Formula;
  /** Share of each stage on arrival; sums to 1. */
  readonly start: Named<number>;
  /** Room for them: so many for each customer of the start. */
  readonly most: number;
};

/**
 * A Gaussian copula: `matrix` [d x d] holds the correlations of the d normals behind the traits, 1 on the diagonal. The
 * rank correlation of two traits is then 6 / pi arcsin(r / 2); each keeps its own distribution.
 */
export type Correlated = {
  readonly traits: readonly string[];
  readonly matrix: readonly (readonly number[])[];
};

export type Trait = { readonly seen: boolean; readonly unit: string | null } & Distribution;

/** Distributions of a number that have a quantile function. */
export type NumberDistribution =
  | {
      readonly kind: 'normal';
      readonly mean: number;
      readonly sd: number;
      readonly min: number;
      readonly max: number;
    }
  | { readonly kind: 'logNormal'; readonly median: number; readonly sigma: number }
  | { readonly kind: 'uniform'; readonly min: number; readonly max: number }
  | { readonly kind: 'beta'; readonly a: number; readonly b: number }
  | { readonly kind: 'gamma'; readonly shape: number; readonly scale: number }
  /** A count. */
  | { readonly kind: 'poisson'; readonly mean: number };

/** A segment of the customers, with its share of them and its own distribution. */
export type MixturePart = { readonly share: number } & NumberDistribution;

export type Distribution =
  | NumberDistribution
  /** Shares sum to 1. */
  | { readonly kind: 'mixture'; readonly parts: readonly MixturePart[] }
  /** A column of the rows that customers are drawn from: numbers, or indices of `levels` where it is a category. */
  | {
      readonly kind: 'row';
      readonly values: readonly number[];
      readonly levels: readonly string[] | null;
      /** Customer i is row i, not one that is drawn; where there are more customers than `population.size` they begin again. */
      readonly inOrder?: true;
    }
  /** 1 with this probability, else 0: a bool. */
  | { readonly kind: 'chance'; readonly p: number }
  /** A category; shares sum to 1. */
  | { readonly kind: 'oneOf'; readonly shares: Named<number> }
  /** Worked out once from traits above it. */
  | { readonly kind: 'formula'; readonly formula: Formula };

/** Hidden from the business. `next` reads the old state and this tick's signals and deliveries. */
export type StateColumn = { readonly start: Formula; readonly next: Formula };

/** Seen by the business. `perDay`: Poisson, capped at 255 a tick; `chance`: at most once a tick. */
export type Signal = {
  readonly form: 'perDay' | 'chance';
  readonly rate: Formula;
  /** Outcome name -> amount each time. */
  readonly pays: Named<Formula>;
};

export type Channel = {
  /** Probability that a send arrives. */
  readonly reach: Formula;
  /** Cost of a send, in currency. */
  readonly cost: number;
  /** Probability of opting out at a contact that arrived; null for never. */
  readonly optOut: Formula | null;
  /** Share of customers who may be contacted at tick 0. */
  readonly consent: number;
  readonly capacity: Capacity | null;
};

/** How many sends a period, and who gets them when more are proposed. */
export type Capacity = { readonly amount: number; readonly perDays: number; readonly arbitrate: Arbitration };

/** `policy` uses the policy's scores and falls back to `fallback` where it has none. */
export type Arbitration =
  | { readonly kind: 'random' }
  | { readonly kind: 'priority' }
  | { readonly kind: 'formula'; readonly formula: Formula }
  | { readonly kind: 'policy'; readonly fallback: 'random' | 'priority' };

export type Intervention = {
  readonly channels: readonly string[];
  /** Seen stages in which it may be made. */
  readonly in: readonly string[];
  readonly eligible: Formula | null;
  readonly cooldownDays: number | null;
  /** Further cost of a send, beside the channel's, in currency. */
  readonly cost: number;
  readonly offer: Offer | null;
  /** Larger goes first under `arbitrate: priority`. */
  readonly priority: number;
  readonly description: string;
};

/** Open from arrival for `withinDays`; costs when redeemed. */
export type Offer = {
  readonly cost: Formula;
  readonly withinDays: number;
  /** `chance`: redeemed at most once with this total probability, on a day drawn evenly from the window.
   *  `on`: redeemed when that signal happens or that stage is entered while the offer is open. */
  readonly redeemed:
    | { readonly kind: 'chance'; readonly chance: Formula }
    | { readonly kind: 'on'; readonly event: string };
};

export type Stage = {
  /** The stage that the business believes it is; null where it sees it as it is. */
  readonly seenAs: string | null;
  /** Behaviour ends here. */
  readonly terminal: boolean;
  /** When a terminal stage that is seenAs another is noticed; null for at once (or never seen before the horizon where seenAs is set). */
  readonly seenAfterDays: number | null;
  /** Entering it counts as a conversion. */
  readonly conversion: boolean;
  /** Outcome name -> amount a day while here. */
  readonly pays: Named<Formula>;
  /** One form a stage. */
  readonly form: 'logit' | 'perDay' | null;
  readonly exits: Named<Exit>;
  readonly description: string;
};

export type Exit = {
  /** A logit against staying, or a rate a day, by the stage's form. */
  readonly formula: Formula;
  /** Bad for the business: laid out from the top of the unit interval. */
  readonly loss: boolean;
  /** Outcome name -> amount once. */
  readonly pays: Named<Formula>;
};

/**
 * A term added to a logit or rate: `to` is `stages.S.exits.E`, `signals.X` where that is `perDay`, `population.arrivals`
 * or `population.referrals`.
 */
export type AddedTerm = { readonly to: string; readonly term: Formula };

export type Reward = {
  readonly name: string;
  readonly of: readonly { readonly outcome: string; readonly sign: 1 | -1 }[];
  readonly windowDays: number;
  readonly discountPerYear: number;
};

export type GuardrailSettings = {
  readonly caps: readonly Cap[];
  readonly budgets: readonly Budget[];
  /** Weekdays without contacts, 1 Monday to 7 Sunday. */
  readonly quietDays: readonly number[];
  /** Share of customers who never get anything. */
  readonly holdout: number;
};

/** At most `amount` sends of `of` (`any`, a channel or an intervention) in a rolling window. */
export type Cap = { readonly of: string; readonly amount: number; readonly perDays: number };

export type Budget = {
  readonly of: string;
  readonly amount: number;
  readonly perDays: number;
  /** Calendar periods start at tick 0 and every perDays; rolling ones look back perDays. */
  readonly period: 'calendar' | 'rolling';
  readonly charge: 'send' | 'redeem';
  readonly arbitrate: Arbitration;
};

/** Today's rules: the first whose action is legal and whose conditions hold, else none. */
export type Rule = {
  /** null: always. */
  readonly when: Formula | null;
  /** Action name, intervention@channel. */
  readonly action: string;
  /** Only if this intervention was not sent within so many days. */
  readonly everyDays: number | null;
  /** Only at the decision made on entering this seen stage. */
  readonly onEnter: string | null;
  /** Only if this intervention was never sent. */
  readonly once: boolean;
};

/** Where a path of the scenario stands: lines and columns from 1; `file` where it may be another than the map's. */
export type SourcePosition = { readonly line: number; readonly column: number; readonly file?: string };
/** `at` takes a path of the file such as ['channels','email','cost'] and gives its value's position, or its nearest parent's. */
export type SourceMap = {
  readonly file: string;
  at(path: readonly (string | number)[]): SourcePosition;
  /** Position of a character of the value's text without the white space around it; null where it is no text. */
  inside(path: readonly (string | number)[], offset: number): SourcePosition | null;
  /** The path of the file that a path of the scenario comes from: another where a behaviour owns what stands there. */
  origin(path: readonly (string | number)[]): readonly (string | number)[];
};
