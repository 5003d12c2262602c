import { fillUniform } from '../core/luck.ts';
import { poisson32 } from '../core/poisson32.ts';
import { type Block, NEVER } from './block.ts';
import type { Journal } from './journal.ts';
import { postPays, redeem } from './ledger.ts';
import { push } from './memory.ts';
import { evaluate, refuseValue } from './runner.ts';

/** Largest Poisson rate a tick that the inversion takes in f32. */
const LARGEST_RATE = 80;

/** Draws every signal of the tick, in an order in which each finds those that it reads. */
export function emitSignals(block: Block, journal: Journal | null): void {
  for (const signal of block.world.signalOrder) {
    drawSignal(block, signal);
    push(block.signalMemory[signal], block.tick, block.rows, block.n);
    follow(block, journal, signal);
  }
}

function drawSignal(block: Block, signal: number): void {
  const { behaving, behavingCount: n, tick, uniforms, world } = block;
  const { now } = block.signalMemory[signal];
  const rates = evaluate(block.runners.signals[signal], behaving, n, block)[0];
  const luck = block.luck.signals[signal];
  const purpose = block.purposes.signals[signal];
  fillUniform(luck, block.streams.luck, purpose, tick, behaving, n, block.idLow, block.idHigh, uniforms);
  const { form, name } = world.signals[signal];
  const { tickDays } = world.clock;
  for (let i = 0; i < n; i++) {
    const rate = rates[i];
    if (form === 'chance') now[behaving[i]] = uniforms[i] < rate ? 1 : 0;
    else {
      const scaled = Math.fround(rate * tickDays);
      if (scaled < 0 || scaled > LARGEST_RATE) {
        throw refuseValue(
          `signals.${name}.perDay`,
          `0 to ${LARGEST_RATE} a tick`,
          scaled,
          behaving[i],
          block,
        );
      }
      now[behaving[i]] = poisson32(scaled, uniforms[i]);
    }
  }
}

/** What a signal brings about: payments, decisions due, offers redeemed, records. */
function follow(block: Block, journal: Journal | null, signal: number): void {
  const { behaving, behavingCount, world, scratchRows } = block;
  const { now } = block.signalMemory[signal];
  let n = 0;
  for (let i = 0; i < behavingCount; i++) if (now[behaving[i]] > 0) scratchRows[n++] = behaving[i];
  if (n === 0) return;
  world.triggers.forEach((trigger, k) => {
    if (trigger.kind !== 'signal' || trigger.signal !== signal) return;
    for (let i = 0; i < n; i++) block.triggeredNext[scratchRows[i]] |= 1 << k;
  });
  journal?.signalled(block, signal, scratchRows, n, now);
  const runner = block.runners.signalPays[signal];
  if (runner)
    postPays(block, journal, world.signals[signal].pays, { runner, rows: scratchRows, n, times: now });
  world.interventions.forEach(({ offer }, intervention) => {
    if (offer?.onSignal !== signal) return;
    for (let i = 0; i < n; i++) redeemOpen(block, journal, intervention, scratchRows[i]);
  });
}

/** Redeems a row's offer if it is open at this tick. */
export function redeemOpen(block: Block, journal: Journal | null, intervention: number, row: number): void {
  const until = block.offerUntil[intervention][row];
  if (until !== NEVER && block.tick <= until) redeem(block, journal, intervention, row);
}
