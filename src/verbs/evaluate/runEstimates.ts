import type { Difference, Measure } from '../../evaluation/comparison.ts';
import type { Estimate } from '../../evaluation/estimate.ts';

/** What a run measured, as estimates.json holds it. Amounts a customer, in the scenario's currency. */
export type RunEstimates = {
  readonly format: 1;
  /** Of the intervals of measures and differences. */
  readonly level: number;
  /** Each policy's measures on fresh luck. */
  readonly measures: readonly MeasuredMean[];
  /** Paired differences on that luck. */
  readonly differences: readonly Difference[];
  /** What logs say of policies that did not write them. */
  readonly evaluations: readonly LoggedEvaluation[];
};

export type MeasuredMean = {
  readonly policy: string;
  readonly measure: Measure;
  readonly mean: number;
  readonly interval: readonly [number, number];
  readonly unit: 'customer' | 'world';
  readonly units: number;
};

export type LoggedEvaluation = {
  readonly title: string;
  readonly log: string;
  /** Of the rewards; null where they are no money. */
  readonly currency: string | null;
  readonly estimates: readonly Estimate[];
  /** The same quantity, found by simulation; null for real logs. */
  readonly truth: SimulatedTruth | null;
};

export type SimulatedTruth = {
  readonly value: number;
  readonly interval: readonly [number, number];
  readonly level: number;
  readonly decisions: number;
  readonly clusters: number;
  readonly how: string;
};
