import { deriveKey, drawWord, type Key, purposeOf, uniform24 } from '../core/luck.ts';
import { holdoutOf } from '../guardrails/mask.ts';
import { drawNames } from '../scenario/drawNames.ts';
import { pick } from '../scenario/samplers.ts';
import { type Block, NEVER, type Phases } from './block.ts';
import { fallDueOnEntry } from './due.ts';
import { awaitNotice } from './finish.ts';
import { resetMemory } from './memory.ts';
import { resetOffers } from './offerColumns.ts';
import { drawTraits } from './population.ts';
import { evaluate } from './runner.ts';
import { groupSlots, resetSlots } from './slots.ts';
import type { Streams } from './streams.ts';
import { resetSummary } from './summary.ts';
import { resetTally } from './tally.ts';
import { beginTick } from './tick.ts';

/**
 * Customers of the initial cohort by index: ids `from` .. `from + count - 1`; with `copies` the one customer `from` as
 * often as `count` says, who live alike for as long as they are treated alike.
 */
export type Cohort = { readonly from: number; readonly count: number; readonly copies?: boolean };

/** Puts customers into the block at tick 0, as they are before anything happened. */
export function resetBlock(block: Block, streams: Streams, cohort: Cohort): void {
  if (cohort.count > block.capacity) {
    throw new RangeError(`a block of ${block.capacity} customers cannot hold ${cohort.count}`);
  }
  block.size = block.n = cohort.count;
  block.tick = 0;
  block.streams = streams;
  block.idKey = decisionIdKey(streams);
  for (let row = 0; row < cohort.count; row++) {
    block.idLow[row] = cohort.copies ? cohort.from : cohort.from + row;
    block.idHigh[row] = 0;
    block.rows[row] = row;
  }
  resetSlots(block.slots, block.size);
  block.backend.reset(block);
  clearColumns(block);
  drawPeople(block);
  block.backend.born(block);
  groupByStage(block);
  block.admitter?.reset();
  beginTick(block);
}

function groupByStage({ world: { stages }, slots, size, stage }: Block): void {
  groupSlots(slots, size, (row) => (stages[stage[row]].terminal ? stages.length : stage[row]));
}

/** Key of decision ids: a function of the world's luck alone, so that policies compared on one luck share them. */
export function decisionIdKey(streams: Streams): Key {
  return deriveKey(streams.luck, 'decision');
}

function clearColumns(block: Block): void {
  for (const memory of block.memories.all) resetMemory(memory);
  for (const column of [block.entered, block.seenSince, block.decisions, block.stageValue]) column.fill(0);
  for (const column of [block.triggered, block.triggeredNext, block.reached.action]) column.fill(0);
  for (const column of [block.lastDecision, ...block.lastSent]) column.fill(NEVER);
  block.reached.n = block.movers.n = block.optingOut.n = block.departed.n = 0;
  resetOffers(block.offers);
  resetSummary(block.summary);
  resetTally(block.tally);
}

/** Traits, consent, stage, decision phase and holdout: all from the population key, by the name of the draw. */
function drawPeople(block: Block): void {
  const { size, rows, own, runners } = block;
  drawTraits(block);
  own.traits.forEach((column, k) => {
    const runner = runners.traits[k];
    if (runner) column.set(evaluate(runner, rows, size, block)[0].subarray(0, size));
  });
  drawConsent(block);
  drawStages(block);
  if (runners.start) {
    const starts = evaluate(runners.start, rows, size, block);
    own.states.forEach((column, k) => {
      column.set(starts[k].subarray(0, size));
    });
  }
  drawPhases(block);
  holdOut(block);
}

function drawConsent({ world, size, idLow, idHigh, streams, own }: Block): void {
  world.channels.forEach(({ name, consent }, channel) => {
    const purpose = purposeOf(drawNames.consent(name));
    for (let row = 0; row < size; row++) {
      const u = uniform24(drawWord(streams.population, idLow[row], idHigh[row], 0, purpose));
      own.consent[channel][row] = u < consent ? 1 : 0;
    }
  });
}

/** The stage at the start: shares laid out in name order, so that no order of the file moves anybody. */
function drawStages(block: Block): void {
  const { world, size, idLow, idHigh, streams, stage, own, summary, tally } = block;
  const order = [...world.stages.keys()].sort((a, b) =>
    world.stages[a].name < world.stages[b].name ? -1 : 1,
  );
  const shares = Float64Array.from(order, (s) => world.start[s]);
  const purpose = purposeOf(drawNames.startStage);
  for (let row = 0; row < size; row++) {
    const u = uniform24(drawWord(streams.population, idLow[row], idHigh[row], 0, purpose));
    const at = order[pick(shares, u)];
    stage[row] = own.trueStage[row] = summary.startStage[row] = at;
    own.seenStage[row] = world.seenOf[at];
    tally.entered[at]++;
    if (world.stages[at].lost) summary.retained[row] = 0;
    awaitNotice(block, row);
    fallDueOnEntry(block, row, world.seenOf[at]);
  }
}

/** Each customer's place in every cycle of decisions, so that not everybody is due at once. */
function drawPhases({ world, size, idLow, idHigh, streams, phases }: Block): void {
  const purpose = purposeOf(drawNames.phase);
  const words = Uint32Array.from({ length: size }, (_, row) =>
    drawWord(streams.population, idLow[row], idHigh[row], 0, purpose),
  );
  world.triggers.forEach((trigger, k) => {
    if (trigger.kind === 'every') sortByPhase(words, trigger.ticks, phases[k]);
  });
}

/** A counting sort: rows of one phase stay in their order. */
function sortByPhase(words: Uint32Array, ticks: number, { from, rows }: Phases): void {
  from.fill(0);
  for (const word of words) from[(word % ticks) + 1]++;
  for (let p = 1; p <= ticks; p++) from[p] += from[p - 1];
  const next = from.slice();
  words.forEach((word, row) => {
    rows[next[word % ticks]++] = row;
  });
}

function holdOut({ world, size, idLow, idHigh, heldOut }: Block): void {
  const { share, salt } = world.guardrails.holdout;
  for (let row = 0; row < size; row++) {
    heldOut[row] = share > 0 && holdoutOf(salt, share, idLow[row], idHigh[row]) ? 1 : 0;
  }
}
