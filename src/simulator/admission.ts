import { Admission } from '../journey/records.ts';
import type { World } from '../scenario/world.ts';
import { type Account, makeAccount, openTick, reserve, resetAccount, settle, take } from './account.ts';
import type { Admissions, Admitter, Block, Proposed } from './block.ts';
import type { LeafColumns } from './leafColumns.ts';
import { offerCostOf } from './offers.ts';
import { makeRanking, type Ranking } from './ranking.ts';
import { evaluate } from './runner.ts';

/** Everybody gets what he was proposed: nothing is contended. */
export function admitAll(proposed: Proposed, out: Admissions): void {
  out.executed.set(proposed.proposed.subarray(0, proposed.n));
  out.admission.fill(Admission.admitted, 0, proposed.n);
  out.probability.fill(1, 0, proposed.n);
}

/** What the ledgers of a world share while they admit. */
type Desk = {
  readonly world: World;
  readonly capacity: number;
  readonly accounts: readonly Account[];
  readonly rankings: readonly Ranking[];
  /** By action: the accounts that it draws on. The first one ranks its proposals. */
  readonly drawn: readonly (readonly Account[])[];
  /** [n] full cost of each proposal's offer; 0 where nothing is charged on redemption. */
  readonly offerCosts: Float64Array;
};

export function makeAdmitter(world: World, columns: LeafColumns, capacity: number): Admitter {
  const { ledgers } = world.guardrails;
  const accounts = ledgers.map((ledger) => makeAccount(ledger, world.clock));
  const desk: Desk = {
    world,
    capacity,
    accounts,
    rankings: ledgers.map((ledger) => makeRanking(world, ledger, columns, capacity)),
    drawn: world.actions.actions.map((_, a) => accounts.filter(({ ledger }) => ledger.actions.includes(a))),
    offerCosts: new Float64Array(capacity),
  };
  const reserving = accounts.filter(({ ledger }) => ledger.charge === 'redeem');
  return {
    wantsScores: ledgers.some(({ arbitrate }) => arbitrate.kind === 'policy'),
    reset: () => accounts.forEach(resetAccount),
    admit(block, proposed, out) {
      admitAll(proposed, out);
      for (const account of accounts) openTick(account, block.tick);
      if (reserving.length > 0) fillOfferCosts(desk, block, proposed);
      for (let k = 0; k < accounts.length; k++) admitRanked(desk, k, block, [proposed, out]);
    },
    redeemed(intervention, row, openedAt) {
      for (const account of reserving) settle(account, reservationNumber(desk, intervention, row, openedAt));
    },
  };
}

function reservationNumber({ world, capacity }: Desk, intervention: number, row: number, at: number): number {
  return (at * world.interventions.length + intervention) * capacity + row;
}

function fillOfferCosts({ world, offerCosts }: Desk, block: Block, { rows, n, proposed }: Proposed): void {
  const { listed, runners } = block;
  const places = new Int32Array(n);
  offerCosts.fill(0, 0, n);
  runners.offerCost.forEach((runner, intervention) => {
    if (runner === null) return;
    let count = 0;
    for (let i = 0; i < n; i++) {
      if (world.actionIntervention[proposed[i]] !== intervention) continue;
      places[count] = i;
      listed[count++] = rows[i];
    }
    if (count === 0) return;
    const costs = evaluate(runner, listed, count, block)[0];
    for (let j = 0; j < count; j++) {
      offerCosts[places[j]] = offerCostOf(block, runner, listed[j], costs[j]);
    }
  });
}

/** What a proposal takes from an account: one send, its contact cost, or the full cost of its offer. */
function priceOf({ world, offerCosts }: Desk, { ledger }: Account, i: number, action: number): number {
  if (ledger.kind === 'capacity') return 1;
  return ledger.charge === 'send' ? world.actionCost[action] : offerCosts[i];
}

/** Admits the proposals that account k ranks, one after the other: each if all that it draws on have enough left. */
function admitRanked(
  desk: Desk,
  k: number,
  block: Block,
  [proposed, out]: readonly [Proposed, Admissions],
): void {
  const { world, drawn, accounts } = desk;
  const members: number[] = [];
  for (let i = 0; i < proposed.n; i++) if (drawn[proposed.proposed[i]][0] === accounts[k]) members.push(i);
  if (members.length === 0) return;
  desk.rankings[k](block, proposed, members);
  let admitted = 0;
  for (const i of members) {
    const action = proposed.proposed[i];
    const short = drawn[action].find((account) => priceOf(desk, account, i, action) > account.left);
    if (short === undefined) {
      takeAll(desk, block.tick, i, [proposed.rows[i], action]);
      admitted++;
      continue;
    }
    out.executed[i] = world.actions.none ?? action;
    out.admission[i] = short.ledger.kind === 'budget' ? Admission.droppedBudget : Admission.droppedCapacity;
  }
  if (admitted === members.length) return;
  const chance = isLottery(desk, k, proposed, members) ? admitted / members.length : Number.NaN;
  for (const i of members) out.probability[i] = chance;
}

function takeAll(desk: Desk, tick: number, i: number, [row, action]: readonly [number, number]): void {
  const { world, drawn } = desk;
  const intervention = world.actionIntervention[action];
  const { offer } = world.interventions[intervention];
  for (const account of drawn[action]) {
    const amount = priceOf(desk, account, i, action);
    take(account, tick, amount);
    if (account.ledger.charge !== 'redeem' || offer === null) continue;
    const number = reservationNumber(desk, intervention, row, tick);
    reserve(account, number, { at: tick, amount }, tick + offer.ticks);
  }
}

/** Whether chance alone decided, the same for everybody: ranks are luck, prices are one, and no other ledger has a say. */
function isLottery(
  desk: Desk,
  k: number,
  { proposed, scores }: Proposed,
  members: readonly number[],
): boolean {
  const { arbitrate } = desk.accounts[k].ledger;
  const random =
    arbitrate.kind === 'random' ||
    (arbitrate.kind === 'policy' && scores === null && arbitrate.fallback === 'random');
  const price = (i: number) => priceOf(desk, desk.accounts[k], i, proposed[i]);
  return (
    random && members.every((i) => desk.drawn[proposed[i]].length === 1 && price(i) === price(members[0]))
  );
}
