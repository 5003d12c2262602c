import { drawWord, uniform24 } from '../core/luck.ts';
import { type Block, NEVER } from './block.ts';
import type { Journal } from './journal.ts';
import { moneyOf, post } from './post.ts';
import { evaluate, evaluateChances, type Runner, refuseValue } from './runner.ts';

/**
 * Opens the offers that reached somebody in this tick, in place of older ones; one that is redeemed by chance is given
 * its tick at once. Cost and chance know nothing of this tick yet.
 */
export function openOffers(block: Block): void {
  if (block.reached.n === 0) return;
  block.world.interventions.forEach(({ offer }, intervention) => {
    if (offer === null) return;
    const n = listReached(block, intervention);
    if (n === 0) return;
    promise(block, intervention, offer.ticks, n);
    if (offer.chance !== null) drawRedemptions(block, intervention, offer.ticks, n);
  });
}

/** Rows that the intervention reached in this tick, into block.listed. */
function listReached({ reached, listed, world }: Block, intervention: number): number {
  let n = 0;
  for (let i = 0; i < reached.n; i++) {
    const row = reached.rows[i];
    if (world.actionIntervention[reached.action[row] - 1] === intervention) listed[n++] = row;
  }
  return n;
}

function promise(block: Block, intervention: number, ticks: number, n: number): void {
  const { offers, listed, runners, tick, reached } = block;
  const runner = runners.offerCost[intervention];
  const costs = runner && evaluate(runner, listed, n, block)[0];
  for (let i = 0; i < n; i++) {
    const row = listed[i];
    offers.openedAt[intervention][row] = tick;
    offers.until[intervention][row] = tick + ticks - 1;
    offers.action[intervention][row] = reached.action[row] - 1;
    offers.redeemAt[intervention][row] = NEVER;
    offers.cost[intervention][row] = costs ? offerCostOf(block, runner, row, costs[i]) : 0;
  }
}

/** What an offer costs, as money; nothing is earned by giving it. */
export function offerCostOf(block: Block, { labels: [label] }: Runner, row: number, cost: number): number {
  if (!(cost >= 0)) throw refuseValue(label, 'a cost of at least 0', cost, row, block);
  return moneyOf(block, row, cost, label);
}

function drawRedemptions(block: Block, intervention: number, ticks: number, n: number): void {
  const { offers, listed, runners, tick, streams, idLow, idHigh, purposes } = block;
  const runner = runners.offerChance[intervention];
  if (runner === null) return;
  const chances = evaluateChances(runner, listed, n, block);
  const draw = (row: number, purpose: number) =>
    uniform24(drawWord(streams.luck, idLow[row], idHigh[row], tick, purpose));
  for (let i = 0; i < n; i++) {
    const row = listed[i];
    if (draw(row, purposes.redeem[intervention]) >= chances[i]) continue;
    const at = tick + Math.floor(draw(row, purposes.redeemDay[intervention]) * ticks);
    offers.redeemAt[intervention][row] = at;
    offers.due[at]?.push(intervention * block.capacity + row);
  }
}

/** Redeems a row's offer if it is open at this tick: once. */
export function redeemOpen(block: Block, journal: Journal | null, intervention: number, row: number): void {
  const { until, openedAt, redeemAt, cost, action } = block.offers;
  if (until[intervention][row] === NEVER || block.tick > until[intervention][row]) return;
  const amount = cost[intervention][row];
  post(block, journal, row, {
    outcome: block.outcomes.offerCost,
    amount,
    purpose: block.purposes.offerCost[intervention],
  });
  block.summary.cost[row] += amount;
  block.admitter?.redeemed(action[intervention][row], openedAt[intervention][row], amount);
  until[intervention][row] = NEVER;
  redeemAt[intervention][row] = NEVER;
}

/** Redeems the offers whose day has come by chance. */
export function redeemDue(block: Block, journal: Journal | null): void {
  const { offers, tick, capacity } = block;
  for (const place of offers.due[tick]) {
    const intervention = Math.floor(place / capacity);
    const row = place - intervention * capacity;
    if (offers.redeemAt[intervention][row] === tick) redeemOpen(block, journal, intervention, row);
  }
}

/** Ends a row's offers: whoever is gone redeems nothing. */
export function closeOffers({ offers }: Block, row: number): void {
  for (const until of offers.until) until[row] = NEVER;
  for (const redeemAt of offers.redeemAt) redeemAt[row] = NEVER;
}
