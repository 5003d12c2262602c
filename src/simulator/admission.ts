import { drawWord, keyedHash64, purposeOf } from '../core/luck.ts';
import { toMoney } from '../core/money.ts';
import type { Ledger } from '../guardrails/guardrails.ts';
import { Admission } from '../journey/records.ts';
import { makeWorkspace, prepareProgram, runProgram } from '../language/interpret.ts';
import type { World } from '../scenario/world.ts';
import type { Block } from './block.ts';
import { evaluate } from './runner.ts';

/** What became of proposals, aligned with them. */
export type Admissions = {
  readonly executed: Uint16Array;
  readonly admission: Uint8Array;
  /** Of a lottery; 1 where nothing was contended; NaN else. */
  readonly probability: Float32Array;
};

export type Proposed = {
  readonly rows: Int32Array;
  readonly n: number;
  readonly proposed: Uint16Array;
  /** [n x A] for arbitration by the policy, or null where it has none. */
  readonly scores: Float32Array | null;
};

/** Budgets and capacities of a world: what they have left, and who gets it. */
export type Admitter = {
  reset(): void;
  admit(block: Block, proposed: Proposed, out: Admissions): void;
  /** An offer was redeemed at its real cost: what was reserved beyond it is free again. */
  redeemed(tick: number, intervention: number, row: number, amount: number): void;
};

type Account = {
  readonly ledger: Ledger;
  readonly ticks: number;
  /** Amounts taken, by tick; capacities count sends, budgets 1/10,000 of the currency. */
  readonly taken: Float64Array;
  /** Amount reserved, tick of it and last tick of the offer, by intervention and row; for budgets charged on redemption. */
  readonly reserved: Float64Array;
  readonly at: Int32Array;
  readonly until: Int32Array;
};

/** Everybody gets what he was proposed: nothing is contended. */
export function admitAll(proposed: Proposed, out: Admissions): void {
  out.executed.set(proposed.proposed.subarray(0, proposed.n));
  out.admission.fill(Admission.admitted, 0, proposed.n);
  out.probability.fill(1, 0, proposed.n);
}

export function makeAdmitter(
  world: World,
  columns: readonly (Float32Array | undefined)[],
  capacity: number,
): Admitter {
  const { ledgers, graph } = world.guardrails;
  const interventions = world.interventions.length;
  const accounts = ledgers.map((ledger): Account => {
    const places = ledger.charge === 'redeem' ? interventions * capacity : 0;
    return {
      ledger,
      ticks: Math.round(ledger.perDays / world.clock.tickDays),
      taken: new Float64Array(world.clock.ticks),
      reserved: new Float64Array(places),
      at: new Int32Array(places),
      until: new Int32Array(places),
    };
  });
  const formulas = ledgers.map((ledger) => {
    if (ledger.arbitrate.kind !== 'formula') return null;
    const program = prepareProgram(graph, [ledger.arbitrate.node]);
    return { program, workspace: makeWorkspace(program, capacity) };
  });
  const purposes = ledgers.map((ledger) => purposeOf(`arbitrate/${ledger.name}`));
  const tie = purposeOf('arbitrate/tie');

  const scoreOf = (block: Block, k: number, proposed: Proposed): Float64Array => {
    const { arbitrate } = ledgers[k];
    const scores = new Float64Array(proposed.n);
    const formula = formulas[k];
    if (formula) {
      runProgram(formula.program, formula.workspace, columns, proposed.rows, proposed.n);
      scores.set(formula.workspace.results[0].subarray(0, proposed.n));
      return scores;
    }
    const byPolicy = arbitrate.kind === 'policy' && proposed.scores !== null;
    const kind = arbitrate.kind === 'policy' ? arbitrate.fallback : arbitrate.kind;
    const A = world.actions.actions.length;
    for (let i = 0; i < proposed.n; i++) {
      const action = proposed.proposed[i];
      const row = proposed.rows[i];
      if (byPolicy) {
        const none = world.actions.none ?? action;
        scores[i] =
          (proposed.scores as Float32Array)[i * A + action] - (proposed.scores as Float32Array)[i * A + none];
      } else if (kind === 'priority' && 'priorities' in arbitrate) scores[i] = arbitrate.priorities[action];
      else
        scores[i] = drawWord(
          block.streams.luck,
          block.idLow[row],
          block.idHigh[row],
          block.tick,
          purposes[k],
        );
    }
    return scores;
  };

  const left = (account: Account, tick: number): number => {
    const { ledger, ticks, taken } = account;
    const from = ledger.period === 'calendar' ? tick - (tick % ticks) : Math.max(0, tick - ticks + 1);
    let used = 0;
    for (let t = from; t <= tick; t++) used += taken[t];
    return ledger.amount - used;
  };

  /** What an admission takes from a ledger: one send, its contact cost, or the full cost of its offer. */
  const price = (block: Block, { ledger }: Account, action: number, row: number): number => {
    if (ledger.kind === 'capacity') return 1;
    if (ledger.charge === 'send') return world.actionCost[action];
    const runner = block.runners.offerCost[world.actionIntervention[action]];
    if (!runner) return 0;
    block.single[0] = row;
    return toMoney(evaluate(runner, block.single, 1, block)[0][0]);
  };

  const expire = (account: Account, tick: number): void => {
    const { reserved, until, at, taken } = account;
    for (let i = 0; i < reserved.length; i++) {
      if (reserved[i] === 0 || until[i] >= tick) continue;
      taken[at[i]] -= reserved[i];
      reserved[i] = 0;
    }
  };

  const take = (block: Block, account: Account, action: number, row: number, amount: number): void => {
    account.taken[block.tick] += amount;
    if (account.ledger.charge !== 'redeem') return;
    const intervention = world.actionIntervention[action];
    const place = intervention * capacity + row;
    const offer = world.interventions[intervention].offer;
    if (!offer) return;
    account.reserved[place] = amount;
    account.at[place] = block.tick;
    account.until[place] = block.tick + offer.ticks - 1;
  };

  return {
    reset() {
      for (const { taken, reserved } of accounts) {
        taken.fill(0);
        reserved.fill(0);
      }
    },
    admit(block, proposed, out) {
      admitAll(proposed, out);
      const concerned = world.actions.actions.map((_, a) =>
        accounts.filter(({ ledger }) => ledger.actions.includes(a)),
      );
      for (const account of accounts) expire(account, block.tick);
      accounts.forEach((account, k) => {
        const members: number[] = [];
        for (let i = 0; i < proposed.n; i++)
          if (concerned[proposed.proposed[i]][0] === account) members.push(i);
        if (members.length === 0) return;
        const scores = scoreOf(block, k, proposed);
        const ties = new Float64Array(proposed.n);
        for (const i of members) {
          const row = proposed.rows[i];
          ties[i] = keyedHash64(block.streams.luck, block.idLow[row], block.idHigh[row], block.tick, tie)[0];
        }
        members.sort((a, b) => scores[b] - scores[a] || ties[a] - ties[b]);
        const lottery =
          concerned.every((of) => of[0] !== account || of.length === 1) && ledgers[k].kind === 'capacity';
        let admitted = 0;
        for (const i of members) {
          const action = proposed.proposed[i];
          const row = proposed.rows[i];
          const prices = concerned[action].map((one) => price(block, one, action, row));
          const short = concerned[action].findIndex((one, j) => prices[j] > left(one, block.tick));
          if (short < 0) {
            concerned[action].forEach((one, j) => {
              take(block, one, action, row, prices[j]);
            });
            admitted++;
          } else {
            out.executed[i] = world.actions.none ?? action;
            const { kind } = concerned[action][short].ledger;
            out.admission[i] = kind === 'budget' ? Admission.droppedBudget : Admission.droppedCapacity;
          }
        }
        if (admitted === members.length) return;
        const random = lottery && isRandom(ledgers[k], proposed.scores !== null);
        for (const i of members) out.probability[i] = random ? admitted / members.length : Number.NaN;
      });
    },
    redeemed(_, intervention, row, amount) {
      for (const { reserved, at, taken } of accounts) {
        if (reserved.length === 0) continue;
        const place = intervention * capacity + row;
        if (reserved[place] === 0) continue;
        taken[at[place]] += amount - reserved[place];
        reserved[place] = 0;
      }
    },
  };
}

function isRandom({ arbitrate }: Ledger, policyScores: boolean): boolean {
  if (arbitrate.kind === 'policy') return !policyScores && arbitrate.fallback === 'random';
  return arbitrate.kind === 'random';
}
