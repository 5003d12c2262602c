import type { Calendar } from '../core/calendar.ts';
import type { AdmissionName, DecisionRecord, LegalityName } from '../journey/jsonRecords.ts';
import { Admission, Legality } from '../journey/records.ts';
import type { PolicyBundle } from '../policies/bundle.ts';
import type { Admitted, Claim } from './admit.ts';
import type { Prepared } from './prepare.ts';
import { ARM, COHORTS, REQUESTED, type ServedDecision } from './records.ts';
import { timeText } from './times.ts';

/** Makes the record of a decision that was admitted, or not. */
export function makeRecorder(bundle: PolicyBundle, calendar: Calendar) {
  const { spec, guardrails } = bundle;
  const names = spec.actions.actions.map(({ name }) => name);
  const { none } = spec.actions;
  return ({ prepared, charges }: Claim, { admission, probability }: Admitted): ServedDecision => {
    const { request, memory, time, proposed, heldOut } = prepared;
    const admitted = admission === Admission.admitted;
    const executed = admitted || none === null ? proposed : none;
    const { share } = guardrails.holdout;
    const at = timeText(time);
    return {
      record: 'decision',
      schemaVersion: 1,
      decisionId: prepared.decisionId,
      customer: request.customer,
      episode: 0,
      seq: memory.decisions,
      slot: 0,
      time: at,
      tick: calendar.tickOf(time),
      sincePrevious: Number.isNaN(memory.lastDecision) ? null : time - memory.lastDecision,
      trigger: request.trigger ?? REQUESTED,
      stage: request.stage ?? null,
      context: contextOf(bundle, prepared),
      featureSchemaHash: spec.features.hash,
      featuresAsOf: prepared.featuresAsOf === time ? at : timeText(prepared.featuresAsOf),
      legal: legalOf(names, prepared),
      probabilities: probabilitiesOf(names, prepared),
      proposed: names[proposed],
      propensity: Math.min(1, prepared.propensity),
      executed: names[executed],
      admission: ADMISSIONS[admission],
      admissionProbability: probability,
      policyId: bundle.id,
      mode: 'live',
      arm: ARM,
      armShare: 1,
      cohort: COHORTS[heldOut ? 1 : 0],
      cohortProbability: heldOut ? share : 1 - share,
      served: {
        consent: request.consent ?? {},
        stageSince: Number.isNaN(prepared.stageSince) ? null : timeText(prepared.stageSince),
        charges: admitted ? charges : [],
      },
    };
  };
}

const ADMISSIONS = namesByCode<AdmissionName>(Admission);
const LEGALITIES = namesByCode<LegalityName>(Legality);

function namesByCode<T extends string>(codes: { readonly [name in T]: number }): T[] {
  return (Object.keys(codes) as T[]).sort((a, b) => codes[a] - codes[b]);
}

function contextOf({ spec }: PolicyBundle, { batch }: Prepared): DecisionRecord['context'] {
  const context: { [feature: string]: number | string | null } = {};
  spec.features.features.forEach(({ name, levels }, j) => {
    const value = batch.context[j];
    context[name] = levels?.[value] ?? (Number.isFinite(value) ? value : null);
  });
  return context;
}

function legalOf(names: readonly string[], { batch }: Prepared): DecisionRecord['legal'] {
  const legal: { [action: string]: LegalityName } = {};
  for (let a = 0; a < names.length; a++) legal[names[a]] = LEGALITIES[batch.legality[a]];
  return legal;
}

function probabilitiesOf(
  names: readonly string[],
  { probabilities }: Prepared,
): { [action: string]: number } {
  const named: { [action: string]: number } = {};
  for (let a = 0; a < names.length; a++)
    if (probabilities[a] > 0) named[names[a]] = Math.min(1, probabilities[a]);
  return named;
}
