import { fillUniform } from '../core/luck.ts';
import { poissonFrom32 } from '../core/poisson32.ts';
import { expColumn } from '../core/transcendental.ts';
import { type Block, behavingCount, NEVER } from './block.ts';
import { fallDue } from './due.ts';
import type { Journal } from './journal.ts';
import { type Happenings, happen, happeningsOf, push } from './memory.ts';
import { redeemOpen } from './offers.ts';
import { evaluateSlots, refuseValue } from './runner.ts';

/** Largest Poisson rate a tick that the inversion takes in f32. */
const LARGEST_RATE = 80;

/** Draws every signal of the tick, in an order in which each finds those that it reads. */
export function emitSignals(block: Block, journal: Journal | null): void {
  for (const signal of block.world.signalOrder) {
    const n = behavingCount(block);
    if (n > 0) drawSignal(block, signal, n);
    push(block.memories.signals[signal], block.tick);
    follow(block, journal, signal);
  }
}

/** Either a Poisson count by inversion of one uniform, or yes or no. */
function drawSignal(block: Block, signal: number, n: number): void {
  const { slots, tick, uniforms, world, streams, idLow, idHigh } = block;
  const rates = evaluateSlots(block.runners.signals[signal], 0, n, block)[0];
  const purpose = block.purposes.signals[signal];
  fillUniform(block.luck.signals[signal], streams.luck, purpose, tick, slots.row, n, idLow, idHigh, uniforms);
  if (world.signals[signal].form === 'perDay') drawCounts(block, signal, rates, n);
  else drawYesOrNo(block, signal, rates, n);
}

function drawYesOrNo(block: Block, signal: number, chances: Float32Array, n: number): void {
  const { slots, uniforms, memories, tick } = block;
  const memory = memories.signals[signal];
  for (let i = 0; i < n; i++) if (uniforms[i] < chances[i]) happen(memory, tick, slots.row[i], 1);
}

function drawCounts(block: Block, signal: number, rates: Float32Array, n: number): void {
  const { slots, uniforms, scratch: none, tick, world } = block;
  const { tickDays } = world.clock;
  const memory = block.memories.signals[signal];
  for (let i = 0; i < n; i++) {
    const rate = Math.fround(rates[i] * tickDays);
    if (!(rate >= 0 && rate <= LARGEST_RATE)) throw refuseRate(block, signal, rate, slots.row[i]);
    none[i] = -rate;
  }
  expColumn(none, none, n);
  for (let i = 0; i < n; i++) {
    if (uniforms[i] < none[i]) continue;
    const rate = Math.fround(rates[i] * tickDays);
    happen(memory, tick, slots.row[i], poissonFrom32(rate, uniforms[i], none[i]));
  }
}

function refuseRate(block: Block, signal: number, rate: number, row: number) {
  const label = `signals.${block.world.signals[signal].name}.perDay`;
  return refuseValue(label, `0 to ${LARGEST_RATE} a tick`, rate, row, block);
}

/** What a signal brings about besides payments: decisions due, offers redeemed, records. */
function follow(block: Block, journal: Journal | null, signal: number): void {
  const { world, tick } = block;
  const happened = happeningsOf(block.memories.signals[signal], tick);
  if (happened.n === 0) return;
  world.triggers.forEach((trigger, k) => {
    if (trigger.kind !== 'signal' || trigger.signal !== signal) return;
    for (let i = 0; i < happened.n; i++) fallDue(block.triggeredNext, happened.rows[i], k);
  });
  journal?.signalled(block, signal, happened);
  redeemOn(block, journal, signal, happened);
}

function redeemOn(block: Block, journal: Journal | null, signal: number, { rows, n }: Happenings): void {
  block.world.interventions.forEach(({ offer }, intervention) => {
    if (offer?.onSignal !== signal) return;
    for (let i = 0; i < n; i++) {
      if (block.offers.until[intervention][rows[i]] !== NEVER)
        redeemOpen(block, journal, intervention, rows[i]);
    }
  });
}
