import { fillUniform } from '../core/luck.ts';
import { exp32 } from '../core/transcendental.ts';
import type { WorldStage } from '../scenario/world.ts';
import type { Block } from './block.ts';
import type { Journal } from './journal.ts';
import { postPays } from './ledger.ts';
import { sourceKey } from './memory.ts';
import { evaluate, refuseValue } from './runner.ts';
import { redeemOpen } from './signals.ts';

const { fround, max } = Math;

/** All state columns move at once: every `next` reads the old ones. */
export function moveStates(block: Block): void {
  const { world, behaving, behavingCount: n } = block;
  if (!block.runners.next || n === 0) return;
  const values = evaluate(block.runners.next, behaving, n, block);
  world.states.forEach((state, k) => {
    const column = block.columns.get(sourceKey({ kind: 'state', name: state.name }));
    if (column) for (let i = 0; i < n; i++) column[behaving[i]] = values[k][i];
  });
}

/** Behaving rows in the given true stage, into scratchRows. */
export function rowsInStage(block: Block, stage: number): number {
  let n = 0;
  for (let i = 0; i < block.behavingCount; i++) {
    if (block.stage[block.behaving[i]] === stage) block.scratchRows[n++] = block.behaving[i];
  }
  return n;
}

/** One draw a customer for the exit from its stage; the new stage holds from the next tick on. */
export function moveStages(block: Block, journal: Journal | null): void {
  const { world, uniforms, scratchRows, tick } = block;
  for (let stage = 0; stage < world.stages.length; stage++) {
    const runner = block.runners.exits[stage];
    if (!runner) continue;
    const n = rowsInStage(block, stage);
    if (n === 0) continue;
    const values = evaluate(runner, scratchRows, n, block);
    const purpose = block.purposes.stages[stage];
    const luck = block.luck.stages[stage];
    fillUniform(luck, block.streams.luck, purpose, tick, scratchRows, n, block.idLow, block.idHigh, uniforms);
    const shape = world.stages[stage];
    const chances = new Float32Array(shape.exits.length);
    const taken = shape.exits.map((): number[] => []);
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < chances.length; k++) chances[k] = values[k][i];
      const bad =
        shape.form === 'logit' ? multinomialLogit(chances) : competingRates(chances, world.clock.tickDays);
      if (bad >= 0) {
        const label = `stages.${shape.name}.exits.${world.stages[shape.exits[bad].to].name}`;
        throw refuseValue(label, 'a rate of at least 0 a day', values[bad][i], scratchRows[i], block);
      }
      const exit = chooseExit(shape.exits, chances, uniforms[i]);
      if (exit >= 0) taken[exit].push(scratchRows[i]);
    }
    taken.forEach((rows, k) => {
      leave(block, journal, { stage, exit: k, rows });
    });
  }
}

/**
 * Logits against staying to probabilities, in place: p_k = exp(l_k - m) / (exp(-m) + sum exp(l_j - m)), with m the
 * largest of 0 and the logits, so that nothing overflows. f32, in exit order. Returns -1.
 */
export function multinomialLogit(values: Float32Array): number {
  let m = 0;
  for (let k = 0; k < values.length; k++) m = max(m, values[k]);
  let total = exp32(fround(-m));
  for (let k = 0; k < values.length; k++) {
    values[k] = exp32(fround(values[k] - m));
    total = fround(total + values[k]);
  }
  for (let k = 0; k < values.length; k++) values[k] /= total;
  return -1;
}

/**
 * Rates a day to probabilities a tick, in place: p_k = (1 - exp(-L dt)) l_k / L, L the sum; all 0 where L is 0.
 * Returns the index of a negative rate, or -1.
 */
export function competingRates(values: Float32Array, tickDays: number): number {
  let total = 0;
  for (let k = 0; k < values.length; k++) {
    if (values[k] < 0) return k;
    total = fround(total + values[k]);
  }
  const any = fround(1 - exp32(fround(-fround(total * fround(tickDays)))));
  for (let k = 0; k < values.length; k++) values[k] = total === 0 ? 0 : fround(any * values[k]) / total;
  return -1;
}

/**
 * Which exit a uniform u in [0, 1) takes, or -1 to stay. Exits stand in name order; losses fill the unit interval from
 * the top, the others from the bottom, so that twins whose chances differ stay coupled.
 */
export function chooseExit(
  exits: readonly { readonly loss: boolean }[],
  chances: Float32Array,
  u: number,
): number {
  let bottom = 0;
  let top = 0;
  for (let k = 0; k < exits.length; k++) {
    if (exits[k].loss) {
      top = fround(top + chances[k]);
      if (u >= fround(1 - top)) return k;
    } else {
      bottom = fround(bottom + chances[k]);
      if (u < bottom) return k;
    }
  }
  return -1;
}

function leave(
  block: Block,
  journal: Journal | null,
  move: { readonly stage: number; readonly exit: number; readonly rows: readonly number[] },
): void {
  const { world, nextStage, scratchRows } = block;
  const shape: WorldStage = world.stages[move.stage];
  const { to, pays } = shape.exits[move.exit];
  if (move.rows.length === 0) return;
  for (const row of move.rows) {
    nextStage[row] = to;
    if (world.stages[to].conversion) {
      block.summary.conversions[row]++;
      journal?.outcome(block, row, block.conversionOutcome, 1);
    }
    world.interventions.forEach(({ offer }, intervention) => {
      if (offer?.onStage === to) redeemOpen(block, journal, intervention, row);
    });
  }
  const runner = block.runners.exitPays[move.stage][move.exit];
  if (!runner) return;
  for (let i = 0; i < move.rows.length; i++) scratchRows[i] = move.rows[i];
  postPays(block, journal, pays, { runner, rows: scratchRows, n: move.rows.length });
}
