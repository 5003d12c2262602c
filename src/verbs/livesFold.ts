import { momentsInterval, NO_MOMENTS, pushMoments } from '../core/statistics.ts';
import { type Measure, measures } from '../evaluation/comparison.ts';
import type { Policy } from '../policies/policy.ts';
import type { World } from '../scenario/world.ts';
import type { Lives } from '../simulator/rollout.ts';
import { addTally, makeTally, type Tally } from '../simulator/tally.ts';
import type { MeasuredMean } from './evaluate/runEstimates.ts';
import type { KeptWorlds } from './keptWorlds.ts';
import type { Progress, Watch } from './progress.ts';
import { type Plan, plannedCustomers, type SimulatePieces, simulatePieces, unitsOf } from './valuation.ts';

type Moments = typeof NO_MOMENTS;

/** What a policy's lives came to, over all of them: no single life is kept. Plain data, to be saved and taken up again. */
export type LivesFold = {
  /** Pieces of the plan that are taken in, the first ones. */
  pieces: number;
  /** Over customers, or over worlds where customers are coupled; taken in one after the other. */
  readonly moments: { [M in Measure]: Moments };
  readonly tally: Tally;
};

export function makeFold(world: World): LivesFold {
  const moments = Object.fromEntries(measures.map((measure) => [measure, { ...NO_MOMENTS }]));
  return { pieces: 0, moments: moments as LivesFold['moments'], tally: makeTally(world) };
}

/** Takes in the lives of the next pieces. */
function takeIn(fold: LivesFold, world: World, lives: readonly Lives[]): void {
  const units = unitsOf(world, lives);
  for (const measure of measures) fold.moments[measure] = pushMoments(fold.moments[measure], units[measure]);
  for (const { tally } of lives) addTally(tally, fold.tally);
  fold.pieces += lives.length;
}

export type FoldWatch = Watch & {
  readonly stage?: string;
  readonly pieces?: SimulatePieces;
  /** What is taken in already. */
  readonly fold?: LivesFold;
  /** By piece of the plan. */
  readonly keptWorlds?: KeptWorlds;
  /** Customers whose lives are there at once, or some more: whole pieces. */
  readonly window?: number;
  /** Called after some pieces, with all that is taken in. */
  readonly onFold?: (fold: LivesFold) => void;
};

const WINDOW = 131_072;

/** Simulates a plan's pieces, some at a time, and folds their lives. */
export async function foldPlan(
  world: World,
  policy: Policy,
  plan: Plan,
  watch: FoldWatch = {},
): Promise<LivesFold> {
  const { pieces = simulatePieces, fold = makeFold(world), window = WINDOW } = watch;
  const total = plannedCustomers(plan.pieces);
  while (fold.pieces < plan.pieces.length) {
    const first = fold.pieces;
    const done = plannedCustomers(plan.pieces.slice(0, first));
    const some = { ...plan, pieces: windowFrom(plan.pieces, first, window) };
    const keptWorlds = watch.keptWorlds && shiftedBy(watch.keptWorlds, first);
    const onProgress = (progress: Progress) =>
      watch.onProgress?.({ ...progress, done: done + progress.done, total });
    takeIn(fold, world, await pieces(world, policy, some, { ...watch, onProgress, keptWorlds }));
    watch.onFold?.(fold);
  }
  return fold;
}

function windowFrom(pieces: Plan['pieces'], first: number, window: number): Plan['pieces'] {
  let to = first;
  for (let customers = 0; to < pieces.length && customers < window; to++) customers += pieces[to].count;
  return pieces.slice(first, to);
}

/** As pieces that are counted from another one want it. */
function shiftedBy({ from, onKept, every }: KeptWorlds, first: number): KeptWorlds {
  return {
    every,
    from: new Map([...from].map(([piece, state]) => [piece - first, state])),
    onKept: (piece, state) => onKept(first + piece, state),
  };
}

/** The six measures with their intervals, as measuredMeans gives them of lives that are kept. */
export function meansOfFold(
  { moments }: LivesFold,
  { world, title, level }: { readonly world: World; readonly title: string; readonly level: number },
): MeasuredMean[] {
  return measures.map((measure): MeasuredMean => {
    const { value, low, high, n } = momentsInterval(moments[measure], level);
    const unit = world.coupled ? 'world' : 'customer';
    return { policy: title, measure, mean: value, interval: [low, high], unit, units: n };
  });
}
