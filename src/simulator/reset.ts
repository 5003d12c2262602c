import { drawWord, purposeOf, uniform24 } from '../core/luck.ts';
import { holdoutOf } from '../guardrails/mask.ts';
import { type Block, decisionIdKey, NEVER } from './block.ts';
import { resetMemory, sourceKey } from './memory.ts';
import { drawTraits, pick } from './population.ts';
import { evaluate } from './runner.ts';
import type { Streams } from './streams.ts';
import { makeTally } from './tally.ts';
import { beginTick } from './tick.ts';

/** Customers of the initial cohort by index: ids `from` .. `from + count - 1`. */
export type Cohort = { readonly from: number; readonly count: number };

/** Puts customers into the block at tick 0, as they are before anything happened. */
export function resetBlock(block: Block, streams: Streams, cohort: Cohort): void {
  if (cohort.count > block.capacity) {
    throw new RangeError(`a block of ${block.capacity} customers cannot hold ${cohort.count}`);
  }
  block.size = block.n = block.behavingCount = cohort.count;
  block.tick = 0;
  block.streams = streams;
  block.idKey = decisionIdKey(streams);
  for (let row = 0; row < cohort.count; row++) {
    block.idLow[row] = cohort.from + row;
    block.idHigh[row] = 0;
    block.rows[row] = row;
  }
  clearColumns(block);
  drawPeople(block);
  block.admitter?.reset();
  beginTick(block);
}

function clearColumns(block: Block): void {
  for (const memory of block.memories) resetMemory(memory);
  block.entered.fill(0);
  block.seenSince.fill(0);
  block.lastDecision.fill(NEVER);
  block.decisions.fill(0);
  block.triggered.fill(0);
  block.triggeredNext.fill(0);
  block.reached.fill(0);
  for (const column of [...block.lastSent, ...block.offerUntil, ...block.redeemAt]) column.fill(NEVER);
  for (const column of Object.values(block.summary)) column.fill(0);
  block.summary.retained.fill(1);
  Object.assign(block.tally, makeTally(block.world));
}

/** Traits, consent, stage, decision phase and holdout: all from the population key, by the name of the draw. */
function drawPeople(block: Block): void {
  const { world, size, idLow, idHigh, rows, columns, streams } = block;
  drawTraits(world, block.samplers, streams.population, { n: size, idLow, idHigh, columns });
  world.traits.forEach((trait, k) => {
    const runner = block.runners.traits[k];
    const column = columns.get(sourceKey({ kind: 'trait', name: trait.name }));
    if (runner && column) column.set(evaluate(runner, rows, size, block)[0].subarray(0, size));
  });
  drawConsent(block);
  drawStages(block);
  if (block.runners.start) {
    const starts = evaluate(block.runners.start, rows, size, block);
    world.states.forEach((state, k) => {
      columns.get(sourceKey({ kind: 'state', name: state.name }))?.set(starts[k].subarray(0, size));
    });
  }
  const phase = purposeOf('decide/phase');
  const { share, salt } = world.guardrails.holdout;
  for (let row = 0; row < size; row++) {
    block.phase[row] = drawWord(streams.population, idLow[row], idHigh[row], 0, phase);
    block.heldOut[row] = share > 0 && holdoutOf(salt, share, idLow[row], idHigh[row]) ? 1 : 0;
  }
}

function drawConsent(block: Block): void {
  const { world, size, idLow, idHigh, streams } = block;
  for (const channel of world.channels) {
    const column = block.columns.get(sourceKey({ kind: 'consent', channel: channel.name }));
    if (!column) continue;
    const purpose = purposeOf(`consent/${channel.name}`);
    for (let row = 0; row < size; row++) {
      const u = uniform24(drawWord(streams.population, idLow[row], idHigh[row], 0, purpose));
      column[row] = u < channel.consent ? 1 : 0;
    }
  }
}

function drawStages(block: Block): void {
  const { world, size, idLow, idHigh, streams } = block;
  const purpose = purposeOf('start/stage');
  for (let row = 0; row < size; row++) {
    const u = uniform24(drawWord(streams.population, idLow[row], idHigh[row], 0, purpose));
    const stage = pick(world.start, u);
    block.stage[row] = block.nextStage[row] = stage;
    block.summary.startStage[row] = stage;
    block.tally.entered[stage]++;
    flagEntry(block, row, world.seenOf[stage]);
  }
}

/** Marks the triggers that entering a seen stage sets off for the next observation. */
export function flagEntry(block: Block, row: number, seenStage: number): void {
  block.world.triggers.forEach((trigger, k) => {
    if (trigger.kind === 'enter' && trigger.stage === seenStage) block.triggered[row] |= 1 << k;
  });
}
