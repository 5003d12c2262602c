import { type DecisionColumns, type JourneyBlock, type JourneyLog, Legality } from '../journey/records.ts';
import { type Rewards, rewardBlock } from '../journey/rewards.ts';
import type { EvaluateOptions, RewardModel } from './estimate.ts';
import type { Support } from './support.ts';
import type { TargetProbabilities, TargetReader } from './targetReader.ts';

/** A block's decisions as estimators read them; rows that are not used hold NaN. */
export type EvaluationRows = {
  readonly n: number;
  readonly reward: Float64Array;
  readonly used: Uint8Array;
  readonly cluster: BigUint64Array;
  /** Importance weight of the logged action: target's probability by the logged one. */
  readonly weight: Float64Array;
  /** Reward model's mean under the target, and its prediction for the logged action; 0 without a model. */
  readonly expected: Float64Array;
  readonly fitted: Float64Array;
  /** What the decision adds to the error of the sum of `expected` by way of the fitted model; 0 without. */
  readonly modelError: Float64Array;
};

export type RowsRequest = {
  readonly log: JourneyLog;
  readonly target: TargetReader;
  readonly options: EvaluateOptions;
  /** null for estimators that need none. */
  readonly model: RewardModel | null;
  readonly modelError: ((block: JourneyBlock, reward: Float64Array) => Float64Array) | null;
};

/** Decisions that no estimator uses: held-out customers, and rewards that are not settled. */
export function usableRows(
  { n, legality }: DecisionColumns,
  rewards: Rewards,
  actions: number,
): {
  readonly used: Uint8Array;
  readonly heldOut: number;
  readonly censored: number;
} {
  const used = new Uint8Array(n);
  let [heldOut, censored] = [0, 0];
  for (let i = 0; i < n; i++) {
    if (isHeldOut(legality, i, actions)) heldOut += 1;
    else if (rewards.censored[i] === 1) censored += 1;
    else used[i] = 1;
  }
  return { used, heldOut, censored };
}

function isHeldOut(legality: Uint8Array | null, i: number, actions: number): boolean {
  if (legality === null) return false;
  for (let a = i * actions; a < (i + 1) * actions; a++) if (legality[a] === Legality.holdout) return true;
  return false;
}

/** Reads one block for a target and books into `support` what it shows. */
export function readEvaluationRows(
  request: RowsRequest,
  block: JourneyBlock,
  support: Support,
): EvaluationRows {
  const { log, target, options, model, modelError } = request;
  const { decisions } = block;
  const actions = log.schema.actions.actions.length;
  const rewards = rewardBlock(block, log.schema, options.reward);
  const { used, heldOut, censored } = usableRows(decisions, rewards, actions);
  support.heldOut += heldOut;
  support.censored += censored;
  const probabilities = target.read(decisions);
  dropUnsupported(probabilities, used, support);
  bookActions(request, decisions, probabilities, { used, support });
  bookGaps(decisions, support);
  const weight = weigh(request, decisions, probabilities, { used, support });
  for (let i = 0; i < decisions.n; i++) {
    if (used[i] === 1 && rewards.reward[i] !== 0 && weight[i] > 0) support.carrying += 1;
  }
  const predictions = model && probabilities.all ? model.predict(block) : null;
  return {
    n: decisions.n,
    reward: rewards.reward,
    used,
    cluster: decisions.cluster,
    weight,
    modelError: modelError ? modelError(block, rewards.reward) : new Float64Array(decisions.n),
    ...predicted(predictions, probabilities.all, decisions, actions),
  };
}

type Booking = { readonly used: Uint8Array; readonly support: Support };

function dropUnsupported({ unsupported }: TargetProbabilities, used: Uint8Array, support: Support): void {
  for (let i = 0; i < used.length; i++) {
    if (used[i] === 0) continue;
    if (unsupported[i] === 1) used[i] = 0;
    support[unsupported[i] === 1 ? 'unsupported' : 'decisions'] += 1;
  }
}

function bookActions(
  { log }: RowsRequest,
  { n, legality, proposed }: DecisionColumns,
  { all, asked }: TargetProbabilities,
  { used, support }: Booking,
): void {
  const actions = log.schema.actions.actions.length;
  const mass = asked ?? all;
  for (let i = 0; i < n; i++) {
    if (used[i] === 0) continue;
    support.everLogged[proposed[i]] = 1;
    for (let a = 0; a < actions; a++) {
      if (legality !== null && legality[i * actions + a] === Legality.legal) support.everLegal[a] = 1;
      if (mass !== null) support.targetMass[a] += mass[i * actions + a];
    }
  }
}

function bookGaps({ n, customer, tick }: DecisionColumns, support: Support): void {
  for (let i = 1; i < n; i++) {
    if (customer[i] !== customer[i - 1]) continue;
    support.shortestGap = Math.min(support.shortestGap, tick[i] - tick[i - 1]);
  }
}

function weigh(
  { target, options }: RowsRequest,
  decisions: DecisionColumns,
  probabilities: TargetProbabilities,
  { used, support }: Booking,
): Float64Array {
  const weight = new Float64Array(decisions.n).fill(Number.NaN);
  for (let i = 0; i < decisions.n; i++) {
    if (used[i] === 0) continue;
    const chance = loggedChance(decisions, i, options, support);
    const raw = target.at(probabilities, decisions, i, decisions.proposed[i]) / chance;
    const w = options.clip !== null && raw > options.clip ? options.clip : raw;
    if (w < raw) support.clipped += 1;
    weight[i] = w;
    if (Number.isNaN(w)) continue;
    support.sumWeights += w;
    support.sumSquaredWeights += w * w;
    if (w > support.largestWeight) support.largestWeight = w;
  }
  return weight;
}

/**
 * Probability of what was logged. As treated it is the chance that the proposal was made and admitted; a dropped
 * proposal says nothing about its action and weighs 0 (chance Infinity).
 */
function loggedChance(
  decisions: DecisionColumns,
  i: number,
  options: EvaluateOptions,
  support: Support,
): number {
  const propensity = decisions.propensity[i];
  if (Number.isNaN(propensity)) support.missingPropensity += 1;
  if (options.treatment !== 'as-treated') return propensity;
  const admitted = decisions.admissionProbability[i];
  if (Number.isNaN(admitted)) support.unknownAdmission += 1;
  return decisions.admission[i] === 0 ? propensity * admitted : Number.POSITIVE_INFINITY;
}

/** [n] sums over actions. */
function predicted(
  predictions: Float64Array | null,
  all: Float64Array | null,
  { n, proposed }: DecisionColumns,
  actions: number,
): { expected: Float64Array; fitted: Float64Array } {
  const expected = new Float64Array(n);
  const fitted = new Float64Array(n);
  if (predictions === null || all === null) return { expected, fitted };
  for (let i = 0; i < n; i++) {
    fitted[i] = predictions[i * actions + proposed[i]];
    for (let a = i * actions; a < (i + 1) * actions; a++) expected[i] += all[a] * predictions[a];
  }
  return { expected, fitted };
}

/** A log's rewards alone, for passes that need no target: used rows of each block. */
export async function* settledBlocks(
  log: JourneyLog,
  options: Pick<EvaluateOptions, 'reward'>,
): AsyncGenerator<{ block: JourneyBlock; reward: Float64Array; used: Uint8Array }> {
  const actions = log.schema.actions.actions.length;
  for await (const block of log.blocks()) {
    const rewards = rewardBlock(block, log.schema, options.reward);
    yield { block, reward: rewards.reward, used: usableRows(block.decisions, rewards, actions).used };
  }
}
