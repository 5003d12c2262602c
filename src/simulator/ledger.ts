import { toMoney } from '../core/money.ts';
import type { Pay } from '../scenario/world.ts';
import { type Block, NEVER } from './block.ts';
import type { Journal } from './journal.ts';
import { evaluate, type Runner } from './runner.ts';

/** Posts one amount (1/10,000 of the currency) for a row: into its value, its cost, and the journal if there is one. */
export function post(
  block: Block,
  journal: Journal | null,
  row: number,
  outcome: number,
  amount: number,
): void {
  if (amount === 0) return;
  book(block, row, outcome, amount);
  journal?.outcome(block, row, outcome, amount);
}

/** Posts this tick's part of a recurring payment, which the journal draws together while the amount stays the same. */
function postTick(block: Block, journal: Journal | null, row: number, outcome: number, amount: number): void {
  if (amount !== 0) book(block, row, outcome, amount);
  journal?.recurring(block, row, outcome, amount);
}

function book(block: Block, row: number, outcome: number, amount: number): void {
  const { world, summary, discount, tick } = block;
  const value = (discount[tick] * world.valueSign[outcome] * amount) / 10_000;
  summary.value[row] += value;
  block.tally.value[block.stage[row]] += value;
  if (world.outcomes[outcome].sign < 0) summary.cost[row] += amount;
}

/**
 * Evaluates payments for rows and posts each: `times[row]` times where given, for one tick where the formula says a
 * day's.
 */
export function postPays(
  block: Block,
  journal: Journal | null,
  pays: readonly Pay[],
  paid: {
    readonly runner: Runner;
    readonly rows: Int32Array;
    readonly n: number;
    readonly times?: Float32Array;
    readonly perDay?: boolean;
  },
): void {
  const scale = paid.perDay ? block.world.clock.tickDays : 1;
  const amounts = evaluate(paid.runner, paid.rows, paid.n, block);
  for (let k = 0; k < pays.length; k++) {
    for (let i = 0; i < paid.n; i++) {
      const row = paid.rows[i];
      const amount = toMoney(amounts[k][i] * scale);
      if (paid.perDay) postTick(block, journal, row, pays[k].outcome, amount);
      else post(block, journal, row, pays[k].outcome, amount * (paid.times ? paid.times[row] : 1));
    }
  }
}

/** Pays an open offer of a row: its cost by formula, once. */
export function redeem(block: Block, journal: Journal | null, intervention: number, row: number): void {
  block.offerUntil[intervention][row] = NEVER;
  block.redeemAt[intervention][row] = NEVER;
  const runner = block.runners.offerCost[intervention];
  if (!runner) return;
  block.single[0] = row;
  const amount = toMoney(evaluate(runner, block.single, 1, block)[0][0]);
  post(block, journal, row, block.offerOutcome, amount);
  block.admitter?.redeemed(block.tick, intervention, row, amount);
}
