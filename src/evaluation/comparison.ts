/**
 * What `compare` finds out and a report shows: plain JSON, so that a report can be made again from run folders alone.
 * Amounts are in the scenario's currency a customer unless a name says otherwise; shares are 0 to 1.
 */
export type Comparison = {
  readonly format: 1;
  readonly scenario: ScenarioCard;
  /** In the order of the baselines of a fair comparison, the agent and the oracle last. */
  readonly policies: readonly PolicyResult[];
  /** Every policy against every other that the reader may ask for. */
  readonly differences: readonly Difference[];
  readonly headline: Headline;
  readonly gap: GapClosed;
  readonly harm: Harm;
  readonly assumptions: readonly Assumption[];
  readonly flows: readonly StageFlow[];
  readonly treatments: readonly Treatment[];
  readonly uplifts: readonly Uplift[];
  readonly advice: readonly Advice[];
  readonly story: Story | null;
  readonly learning: readonly LearningPoint[];
  readonly method: Method;
};

export type ScenarioCard = {
  readonly name: string;
  readonly description: string;
  readonly hash: string;
  readonly currency: string;
  readonly customers: number;
  readonly horizonDays: number;
  readonly coupled: boolean;
  /** What couples them, in words; comparisons of before there were several ways leave it out. */
  readonly coupling?: string | null;
  readonly stages: readonly {
    readonly name: string;
    readonly description: string;
    readonly seenAs: string | null;
  }[];
  readonly interventions: readonly {
    readonly name: string;
    readonly description: string;
    readonly channels: readonly string[];
  }[];
};

export const measures = ['value', 'conversion', 'retention', 'contacts', 'cost', 'optOuts'] as const;
/**
 * value: discounted, up to the horizon plus terminal value; conversion: conversions a customer; retention: share not
 * lost at the horizon; contacts: sends a customer; cost: of contacts and offers; optOuts: channels opted out of.
 */
export type Measure = (typeof measures)[number];

export type PolicyRole =
  | 'none'
  | 'uniform'
  | 'rules'
  | 'tunedRules'
  | 'responseGreedy'
  | 'agent'
  | 'oracle'
  | 'other';

export type Interval = readonly [number, number];
export type Mean = { readonly mean: number; readonly interval: Interval };

export type PolicyResult = {
  readonly title: string;
  readonly role: PolicyRole;
  readonly policyId: string;
  readonly means: { readonly [M in Measure]: Mean };
  /** Share of `value` that is terminal value: what the horizon cuts off. */
  readonly truncatedShare: number;
};

/** Mean of `policy` minus `reference` on the same luck. */
export type Difference = {
  readonly policy: string;
  readonly reference: string;
  readonly measure: Measure;
  readonly mean: number;
  readonly interval: Interval;
  /** What the interval counts: customers, whole worlds, or training seeds (Student's t over their paired means). */
  readonly unit: 'customer' | 'world' | 'seed';
  readonly units: number;
};

export type Headline = {
  readonly agent: string;
  readonly reference: string;
  /** Value a customer over the horizon. */
  readonly perCustomer: Mean;
  /** The same for 10,000 customers over 365 days, by proportion. */
  readonly perTenThousandAYear: Mean;
  readonly clearOfZero: boolean;
};

/**
 * Share of the gap from today's rules to the oracle that the agent closes; withheld where the oracle is not clearly
 * better than the rules, or not clearly better than the agent.
 */
export type GapClosed = {
  readonly share: number | null;
  readonly interval: Interval | null;
  readonly withheld: string | null;
  /** Discounted value a customer over the rules, by the true stage in which it was earned; terminal value left out. */
  readonly byStage: readonly { readonly stage: string; readonly difference: Mean }[];
};

/** Worse off: customers whose expected value difference has an upper 95 % bound below zero, over `luckKeys` luck keys. */
export type Harm = {
  readonly luckKeys: number;
  readonly customers: number;
  readonly worseOff: number;
  readonly betterOff: number;
  readonly totalLoss: number;
  readonly segments: readonly {
    readonly segment: string;
    readonly customers: number;
    readonly worseOff: number;
    readonly difference: Mean;
  }[];
  readonly method: string;
};

/**
 * One named number moved to its stated low and high: every seed's frozen policies, same luck, no retraining. The changes
 * are found on customers of their own and stand on the headline.
 */
export type Assumption = {
  readonly parameter: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly why: string | null;
  readonly source: string | null;
  /** Headline difference a customer, and the same plus what moving the number to its low and its high changes. */
  readonly base: number;
  readonly atLow: number;
  readonly atHigh: number;
  /** Whether either end has another winner than the headline. */
  readonly flips: boolean;
};

export type StageFlow = {
  readonly policy: string;
  readonly stages: readonly {
    readonly stage: string;
    /** Customers who were ever in it, and who are there at the end. */
    readonly entered: number;
    readonly atEnd: number;
    readonly medianDays: number;
    /** Entered stays that ended by an exit marked as loss. */
    readonly lost: number;
  }[];
  readonly moves: readonly {
    readonly from: string;
    readonly to: string;
    readonly count: number;
    readonly loss: boolean;
  }[];
};

/** How often a policy did what, by the seen stage. */
export type Treatment = {
  readonly policy: string;
  readonly stage: string;
  readonly action: string;
  readonly decisions: number;
  /** Of the decisions in that stage. */
  readonly share: number;
};

/** Expected effect on value of doing `action` once at a decision in that stage, against none, by segment; the rest as today. */
export type Uplift = {
  readonly stage: string;
  readonly action: string;
  readonly segment: string;
  readonly customers: number;
  readonly effect: Mean;
};

/** What to do: one sentence a stage. */
export type Advice = { readonly stage: string; readonly sentence: string };

/** One customer's life under two policies with the same luck. A realised difference, an illustration. */
export type Story = {
  readonly customer: string;
  /** By which rule this life was picked, as a sentence. */
  readonly chosen: string;
  readonly traits: readonly { readonly name: string; readonly value: string; readonly seen: boolean }[];
  readonly lives: readonly {
    readonly policy: string;
    /** Discounted, with the terminal value, as everywhere. */
    readonly value: number;
    readonly days: readonly StoryDay[];
  }[];
};
export type StoryDay = {
  readonly day: number;
  readonly stage: string;
  readonly action: string | null;
  readonly reached: boolean;
  readonly happened: readonly string[];
  /** Paid on that day, not discounted. */
  readonly value: number;
};

export type LearningPoint = {
  readonly agent: string;
  readonly seed: number;
  readonly round: number;
  readonly decisions: number;
  /** Value a customer on validation luck, and the best baseline's on the same luck. */
  readonly value: number;
  readonly reference: number;
};

/** Whether the agent may be advised: clearly better than what it is held against, in a run large enough for a verdict. */
export function isAdvised({ headline, method }: Pick<Comparison, 'headline' | 'method'>): boolean {
  return headline.clearOfZero && headline.perCustomer.mean > 0 && !method.smallRun;
}

export type Method = {
  readonly version: string;
  readonly seeds: {
    readonly root: string;
    readonly training: readonly number[];
    readonly evaluation: readonly string[];
  };
  readonly customers: number;
  /** Where the run is too small for a verdict: in what, in words. Null where it is large enough. */
  readonly smallRun: string | null;
  readonly luckKeys: number;
  readonly level: number;
  readonly agents: readonly {
    readonly title: string;
    readonly kind: string;
    readonly options: { readonly [name: string]: number };
    readonly chosen: boolean;
    readonly validationValue: number;
  }[];
  readonly notes: readonly string[];
  readonly machine: string;
  readonly seconds: number;
};
