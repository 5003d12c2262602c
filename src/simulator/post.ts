import { MONEY_PER_UNIT, toMoney } from '../core/money.ts';
import type { Pay } from '../scenario/world.ts';
import { type Block, slotsOfStage } from './block.ts';
import type { Journal, Posting } from './journal.ts';
import { LARGEST_AMOUNT } from './limits.ts';
import { evaluate, evaluateSlots, type Runner, refuseValue } from './runner.ts';

/** Posts an amount for a row: into its value, and into the journal if there is one. Nothing comes of 0. */
export function post(block: Block, journal: Journal | null, row: number, posting: Posting): void {
  if (posting.amount === 0) return;
  book(block, row, posting.outcome, posting.amount);
  journal?.outcome(block, row, posting);
}

function book(block: Block, row: number, outcome: number, amount: number): void {
  const { world, discount, tick, stageValue, stage, summary } = block;
  const sign = world.valueSign[outcome];
  if (sign === 0) return;
  const parts = world.outcomes[outcome].unit === 'money' ? MONEY_PER_UNIT : 1;
  const value = (discount[tick] * sign * amount) / parts;
  summary.value[row] += value;
  stageValue[row * world.stages.length + stage[row]] += value;
}

/** A real amount as money, rounded once. Throws NextmoveError where it is too large to be posted. */
export function moneyOf(block: Block, row: number, amount: number, label: string): number {
  const money = toMoney(amount);
  if (money >= -LARGEST_AMOUNT && money <= LARGEST_AMOUNT) return money;
  throw refuseValue(label, `an amount of at most ${LARGEST_AMOUNT / MONEY_PER_UNIT}`, amount, row, block);
}

/** Rows that something pays, and how often, by slot, where not once each. */
export type Paid = {
  readonly runner: Runner;
  readonly rows: Int32Array;
  readonly n: number;
  readonly times?: Float32Array;
};

/** Works out payments for rows and posts each, as often as `times` says by row. */
export function postPays(block: Block, journal: Journal | null, pays: readonly Pay[], paid: Paid): void {
  const { runner, rows, n, times } = paid;
  const amounts = evaluate(runner, rows, n, block);
  pays.forEach(({ outcome, purpose }, k) => {
    for (let i = 0; i < n; i++) {
      const row = rows[i];
      const once = moneyOf(block, row, amounts[k][i], runner.labels[k]);
      post(block, journal, row, { outcome, purpose, amount: once * (times?.[block.slots.of[row]] ?? 1) });
    }
  });
}

/** Works out what a day in the stage pays and posts a tick of it; the journal draws together what stays the same. */
export function payStage(block: Block, stage: number, journal: Journal | null): void {
  const { world, slots, runners } = block;
  const { from, n } = slotsOfStage(block, stage);
  const runner = runners.stagePays[stage];
  if (runner === null) return;
  const { tickDays } = world.clock;
  const amounts = evaluateSlots(runner, from, n, block);
  world.stages[stage].pays.forEach((pay, k) => {
    const daily = amounts[k];
    for (let i = 0; i < n; i++) {
      const row = slots.row[from + i];
      const amount = moneyOf(block, row, daily[i] * tickDays, runner.labels[k]);
      if (amount !== 0) book(block, row, pay.outcome, amount);
      journal?.recurring(block, row, { outcome: pay.outcome, purpose: pay.purpose, amount });
    }
  });
}
