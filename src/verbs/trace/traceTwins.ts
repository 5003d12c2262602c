import { type Interval, meanInterval } from '../../core/statistics.ts';
import { propose } from '../../policies/draw.ts';
import { type Block, isOver } from '../../simulator/block.ts';
import { makeBlock } from '../../simulator/makeBlock.ts';
import { observe } from '../../simulator/observe.ts';
import { decisionIdKey, resetBlock } from '../../simulator/reset.ts';
import { makeStepRoom, type StepRoom, step, tickUnder } from '../../simulator/step.ts';
import type { Streams } from '../../simulator/streams.ts';
import { breathe, report, type Watch } from '../progress.ts';
import type { Lived } from './liveOne.ts';

/** What would have become of the customer under one legal action at one decision, everything else as the policy has it. */
export type TracedTwin = {
  readonly action: string;
  /** What the policy proposed. */
  readonly factual: boolean;
  /** Discounted value with terminal value, and the true stage at the end, on the luck of this life: one realisation. */
  readonly value: number;
  readonly endsIn: string;
  /** The mean value over luck drawn anew from this tick on, and of the difference to what was proposed. */
  readonly mean: Interval;
  readonly difference: Interval;
};

export type TwinsAt = {
  readonly tick: number;
  /** Action indices that are legal at the decision, and the one that was proposed. */
  readonly legal: readonly number[];
  readonly proposed: number;
  /** Luck of the means: the life up to the tick is the same, what comes after is drawn anew. */
  readonly anew: readonly Streams[];
};

/**
 * Lives the customer once for each legal action, side by side as copies in one block. Means hold the life before the
 * decision fixed and draw luck anew from it on; whether an offer that was sent before is redeemed stays as it was drawn.
 */
export async function twinsAt(lived: Lived, at: TwinsAt, watch: Watch): Promise<TracedTwin[]> {
  const { world, streams } = lived;
  const { legal, proposed, anew } = at;
  const block = makeBlock(world, legal.length, 'interpreter');
  const room = makeStepRoom(block);
  const run = (after: Streams) => liveTwins(block, room, { lived, at, after });
  const factual = run(streams);
  const values: Float64Array[] = [];
  for (const [k, after] of anew.entries()) {
    await breathe(watch);
    values.push(run(after).worth);
    report(watch, { stage: 'twins', done: k + 1, total: anew.length, unit: 'luck keys' });
  }
  const own = legal.indexOf(proposed);
  return legal.map((action, i) => ({
    action: world.actions.actions[action].name,
    factual: i === own,
    value: factual.worth[i],
    endsIn: factual.stages[i],
    mean: meanInterval(values.map((worth) => worth[i])),
    difference: meanInterval(values.map((worth) => worth[i] - worth[own])),
  }));
}

type Run = { readonly lived: Lived; readonly at: TwinsAt; readonly after: Streams };

function liveTwins(block: Block, room: StepRoom, { lived, at, after }: Run) {
  const { world, policy, streams, customer } = lived;
  resetBlock(block, streams, { from: customer, count: at.legal.length, copies: true });
  while (block.tick < at.tick) tickUnder(block, { policy }, null, room);
  block.streams = after;
  decideApart(block, room, { lived, at });
  block.idKey = decisionIdKey(after);
  while (!isOver(block)) tickUnder(block, { policy }, null, room);
  const { value, terminal } = block.summary;
  return {
    worth: value.map((paid, i) => paid + terminal[i]),
    stages: at.legal.map((_, i) => world.stages[block.stage[i]].name),
  };
}

/** The tick of the decision: copy i takes the i-th legal action. */
function decideApart(block: Block, room: StepRoom, { lived, at }: Pick<Run, 'lived' | 'at'>): void {
  const seen = observe(block, room.observation);
  const { proposals } = room;
  propose(lived.policy, seen.batch, proposals);
  for (let i = 0; i < seen.batch.n; i++) {
    proposals.proposed[i] = at.legal[seen.rows[i]];
    proposals.propensity[i] = 1;
  }
  step(block, { seen, proposals, scores: null }, null, room);
}
