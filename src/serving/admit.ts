import { drawWord, purposeOf } from '../core/luck.ts';
import type { Guardrails, Ledger } from '../guardrails/guardrails.ts';
import { Admission } from '../journey/records.ts';
import { makeWorkspace, prepareProgram, runProgram } from '../language/interpret.ts';
import type { PolicyBundle } from '../policies/bundle.ts';
import type { Charge, LedgerTerms } from './ledgerTerms.ts';
import type { Prepared } from './prepare.ts';
import type { ContactStore } from './store.ts';

/** A proposal on its way to the ledgers. */
export type Claim = {
  readonly prepared: Prepared;
  readonly charges: readonly Charge[];
  /** Among claims on the same first ledger the greater goes first, then the lower tie. */
  readonly rank: number;
  readonly tie: number;
};

export type Admitted = {
  readonly admission: (typeof Admission)[keyof typeof Admission];
  /** Of a lottery; 1 where nothing was contended; null where it is not known. */
  readonly probability: number | null;
};

/** The claim of a prepared request, ranked by the rule of the first ledger that its action draws on. */
export type Claimer = (prepared: Prepared, columns: readonly (Float32Array | undefined)[]) => Claim;

const TIE = purposeOf('arbitrate/tie');

export function makeClaimer(bundle: PolicyBundle, terms: LedgerTerms): Claimer {
  const { ledgers } = bundle.guardrails;
  const formulas = ledgers.map((ledger) => rankingFormula(bundle.guardrails, ledger));
  const purposes = ledgers.map(({ name }) => purposeOf(`arbitrate/${name}`));
  const scores = new Float32Array(bundle.spec.actions.actions.length);
  return (prepared, columns) => {
    const [first] = terms.drawnBy[prepared.proposed];
    const charges = terms.charges(prepared.proposed, columns, prepared.time);
    if (first === undefined) return { prepared, charges, rank: 0, tie: 0 };
    const { batch, proposed } = prepared;
    const word = (purpose: number) => drawWord(batch.key, batch.ids[0], batch.ids[1], 0, purpose);
    const { arbitrate } = ledgers[first];
    const rank = (): number => {
      if (arbitrate.kind === 'formula') return formulas[first]?.(columns) ?? 0;
      if (arbitrate.kind === 'policy' && bundle.policy.scores) return scoreOf(bundle, prepared, scores);
      const how = arbitrate.kind === 'policy' ? arbitrate.fallback : arbitrate.kind;
      return how === 'priority' && 'priorities' in arbitrate
        ? arbitrate.priorities[proposed]
        : word(purposes[first]);
    };
    return { prepared, charges, rank: rank(), tie: word(TIE) };
  };
}

function rankingFormula({ graph }: Guardrails, { arbitrate }: Ledger) {
  if (arbitrate.kind !== 'formula') return null;
  const program = prepareProgram(graph, [arbitrate.node]);
  const workspace = makeWorkspace(program, 1);
  return (columns: readonly (Float32Array | undefined)[]) => {
    runProgram(program, workspace, columns, null, 1);
    return workspace.results[0][0];
  };
}

/** What the proposal is worth to the policy over `none`. */
function scoreOf(
  { policy, spec }: PolicyBundle,
  { batch, proposed }: Prepared,
  scores: Float32Array,
): number {
  policy.scores?.(batch, scores);
  const { none } = spec.actions;
  return scores[proposed] - (none === null ? 0 : scores[none]);
}

/** One decision by itself: first come, first served, which is no lottery, so its probability is not known. */
export function admitOne(store: ContactStore, { prepared, charges }: Claim): Admitted {
  if (charges.length === 0) return { admission: Admission.admitted, probability: 1 };
  return { admission: taken(store, prepared, charges), probability: null };
}

/**
 * Several decisions at once, aligned with `claims`: ledger by ledger, those that draw on it first in the order of
 * their rank. Where all of a ledger's claims are admitted nothing was contended. Where a lottery over sends of one
 * capacity turned some away, each had the same chance.
 */
export function admitBatch(store: ContactStore, claims: readonly Claim[], terms: LedgerTerms): Admitted[] {
  const out = claims.map((): Admitted => ({ admission: Admission.admitted, probability: 1 }));
  terms.ledgers.forEach((ledger, k) => {
    const members = claims.flatMap(({ prepared }, i) =>
      terms.drawnBy[prepared.proposed][0] === k ? [i] : [],
    );
    const { length } = members;
    if (length === 0) return;
    members.sort((a, b) => claims[b].rank - claims[a].rank || claims[a].tie - claims[b].tie || a - b);
    const admissions = members.map((i) => taken(store, claims[i].prepared, claims[i].charges));
    const admitted = admissions.filter((admission) => admission === Admission.admitted).length;
    const chance = admitted === length ? 1 : isLottery(ledger, k, terms) ? admitted / length : null;
    members.forEach((i, at) => {
      out[i] = { admission: admissions[at], probability: chance };
    });
  });
  return out;
}

function taken(
  store: ContactStore,
  { decisionId, time }: Prepared,
  charges: readonly Charge[],
): Admitted['admission'] {
  const short = store.take(charges, { decisionId, time });
  if (short < 0) return Admission.admitted;
  return charges[short].kind === 'budget' ? Admission.droppedBudget : Admission.droppedCapacity;
}

/** Whether chance alone decides: equal prices, one ledger, ranks that are luck. */
function isLottery({ kind, arbitrate }: Ledger, k: number, { drawnBy }: LedgerTerms): boolean {
  const alone = drawnBy.every((drawn) => drawn.length === 1 || !drawn.includes(k));
  return alone && kind === 'capacity' && arbitrate.kind === 'random';
}
