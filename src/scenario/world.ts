import type { Guardrails } from '../guardrails/guardrails.ts';
import type { ActionSet } from '../journey/actions.ts';
import type { OutcomeKind } from '../journey/records.ts';
import type { RewardDefinition } from '../journey/rewards.ts';
import type { Graph, ValueType } from '../language/graph.ts';
import type { ContextProgram } from '../policies/context.ts';
import type { PolicyBody, ProblemSpec } from '../policies/policy.ts';
import type { Distribution, Scenario } from './scenario.ts';
import type { TraitDraw } from './traitDraws.ts';

/**
 * A scenario with names turned into indices and formulas into one typed graph: all that a simulator needs, and
 * nothing of the file. Only compileWorld makes one. Node numbers index `graph.nodes`; times are in ticks.
 */
export type World = {
  readonly scenario: Scenario;
  /** sha256 of the resolved scenario, in hex. */
  readonly hash: string;
  readonly spec: ProblemSpec;
  readonly actions: ActionSet;
  readonly clock: WorldClock;
  readonly graph: Graph;
  readonly traits: readonly WorldTrait[];
  readonly states: readonly { readonly name: string; readonly start: number; readonly next: number }[];
  readonly signals: readonly WorldSignal[];
  /** Order in which signals are drawn: a signal that reads another's window comes after it. */
  readonly signalOrder: readonly number[];
  readonly channels: readonly WorldChannel[];
  readonly interventions: readonly WorldIntervention[];
  /** Channel and intervention of each action, -1 for none. */
  readonly actionChannel: Int32Array;
  readonly actionIntervention: Int32Array;
  /** Cost of a send of each action, in 1/10,000 of the currency. */
  readonly actionCost: Int32Array;
  readonly stages: readonly WorldStage[];
  /** Stages as the business sees them, and the seen stage of each true one. */
  readonly seenStages: readonly string[];
  readonly seenOf: Uint16Array;
  /** Share of customers in each true stage at tick 0. */
  readonly start: Float64Array;
  /** Customers who come later by themselves: their rate a day in a graph over the calendar, and where they start. */
  readonly arrivals: null | { readonly graph: Graph; readonly node: number; readonly start: Float64Array };
  /** Customers whom others bring: the rate a day of each, where they start, and how many for each customer of the start. */
  readonly referrals: null | { readonly node: number; readonly start: Float64Array; readonly most: number };
  readonly outcomes: readonly OutcomeKind[];
  /** Sign of each outcome in `value`; 0 where the reward leaves it out. */
  readonly valueSign: Float64Array;
  readonly triggers: readonly WorldTrigger[];
  readonly reward: RewardDefinition;
  readonly terminalValue: number | null;
  readonly context: ContextProgram;
  readonly guardrails: Guardrails;
  /** Today's rules as a frozen policy. */
  readonly rules: PolicyBody;
  /** Whether budgets, capacities or referrals let customers touch one another. */
  readonly coupled: boolean;
  /** Whether the context holds the hidden columns as well. */
  readonly oracle: boolean;
};

export type WorldClock = {
  readonly ticks: number;
  readonly tickDays: number;
  readonly start: string;
  readonly zone: string;
};

export type WorldTrait = {
  readonly name: string;
  readonly seen: boolean;
  readonly type: ValueType;
  readonly distribution: Distribution;
  /** Node of its formula, or null where it is drawn. */
  readonly node: number | null;
  /** Turns words of luck into its value; null where a formula does. */
  readonly draw: TraitDraw | null;
};

export type Pay = {
  readonly outcome: number;
  readonly node: number;
  /** Hash of what pays it, by name: apart from all others, so that ids of outcomes are. */
  readonly purpose: number;
};

export type WorldSignal = {
  readonly name: string;
  readonly form: 'perDay' | 'chance';
  readonly node: number;
  readonly pays: readonly Pay[];
};

export type WorldChannel = {
  readonly name: string;
  readonly reach: number;
  readonly optOut: number | null;
  readonly consent: number;
};

export type WorldIntervention = {
  readonly name: string;
  readonly offer: null | {
    /** Node of what it costs when redeemed: promised at the send, so worked out then. */
    readonly cost: number;
    readonly ticks: number;
    readonly chance: number | null;
    /** Signal or true stage that redeems it, or -1. */
    readonly onSignal: number;
    readonly onStage: number;
  };
};

export type WorldStage = {
  readonly name: string;
  readonly terminal: boolean;
  /** Ticks after which a terminal stage is noticed, 0 for at once; null for never. */
  readonly seenAfter: number | null;
  readonly conversion: boolean;
  /** Terminal and entered by a loss. */
  readonly lost: boolean;
  readonly pays: readonly Pay[];
  readonly form: 'logit' | 'perDay' | null;
  /** In name order. */
  readonly exits: readonly {
    readonly to: number;
    readonly node: number;
    readonly loss: boolean;
    readonly pays: readonly Pay[];
  }[];
};

export type WorldTrigger = {
  /** As logged. */
  readonly title: string;
} & (
  | { readonly kind: 'every'; readonly ticks: number }
  | { readonly kind: 'enter'; readonly stage: number }
  | { readonly kind: 'signal'; readonly signal: number }
  | { readonly kind: 'cooldown'; readonly intervention: number; readonly ticks: number }
);
