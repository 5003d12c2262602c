import { toMoney } from '../core/money.ts';
import { DAY_MS } from '../core/zone.ts';
import type { Guardrails, Ledger } from '../guardrails/guardrails.ts';
import { makeWorkspace, prepareProgram, runProgram } from '../language/interpret.ts';
import type { WallClock } from './wallClock.ts';

/**
 * What an action takes from one ledger. `place` says when: the number of the calendar period, or UTC milliseconds
 * of wall time
 * where the ledger rolls; all that was taken at places above `from` counts against `limit`.
 */
export type Charge = {
  readonly ledger: string;
  readonly kind: Ledger['kind'];
  readonly limit: number;
  /** One send, or 1/10,000 of the currency. */
  readonly amount: number;
  readonly place: number;
  readonly from: number;
  /** UTC milliseconds from which a reservation that was not redeemed is free again; null where it never is. */
  readonly releaseAt: number | null;
};

export type LedgerTerms = {
  readonly ledgers: readonly Ledger[];
  /** By action: indices of the ledgers that it draws on, in order. */
  readonly drawnBy: readonly (readonly number[])[];
  /** What an action takes, in the order of `drawnBy`; `columns` are those of the guardrails' leaves. */
  charges(action: number, columns: readonly (Float32Array | undefined)[], time: number): Charge[];
};

export type TermsOptions = {
  readonly wall: WallClock;
  /** Days since 1970-01-01 of the day from which calendar periods are counted. */
  readonly startDay: number;
};

export function makeLedgerTerms(guardrails: Guardrails, { wall, startDay }: TermsOptions): LedgerTerms {
  const { ledgers, actions } = guardrails;
  const drawnBy = actions.map((_, a) =>
    ledgers.flatMap((ledger, k) => (ledger.actions.includes(a) ? [k] : [])),
  );
  const price = makePrices(guardrails);
  const window = ({ period, perDays }: Ledger, time: number) => {
    const now = wall(time);
    if (period === 'rolling') return { place: now, from: now - perDays * DAY_MS };
    const place = Math.floor((Math.floor(now / DAY_MS) - startDay) / perDays);
    return { place, from: place - 1 };
  };
  const charges: LedgerTerms['charges'] = (action, columns, time) =>
    drawnBy[action].map((k) => {
      const { name, kind, amount: limit, charge } = ledgers[k];
      const days =
        kind === 'budget' && charge === 'redeem' ? guardrails.charges?.[action].offer?.days : undefined;
      const releaseAt = days === undefined ? null : time + days * DAY_MS;
      return {
        ledger: name,
        kind,
        limit,
        amount: price(k, action, columns),
        ...window(ledgers[k], time),
        releaseAt,
      };
    });
  return { ledgers, drawnBy, charges };
}

/** What one send takes from a ledger: 1 of a capacity, its contact cost, or the full cost of its offer. */
function makePrices({ ledgers, graph, charges = [] }: Guardrails) {
  const offers = charges.map(({ offer }) => {
    if (offer === null) return null;
    const program = prepareProgram(graph, [offer.node]);
    return { program, workspace: makeWorkspace(program, 1) };
  });
  return (k: number, action: number, columns: readonly (Float32Array | undefined)[]): number => {
    const { kind, charge } = ledgers[k];
    if (kind === 'capacity') return 1;
    if (charge === 'send') return charges[action].send;
    const offer = offers[action];
    if (offer === null) return 0;
    runProgram(offer.program, offer.workspace, columns, null, 1);
    return toMoney(offer.workspace.results[0][0]);
  };
}
