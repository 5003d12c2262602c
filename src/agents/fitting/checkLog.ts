import { issue, NextmoveError } from '../../core/issue.ts';
import type { JourneyLog } from '../../journey/records.ts';
import type { AgentProblem } from '../agent.ts';

/** Throws NextmoveError where a log has other features or actions than the problem, or lacks an outcome of its reward. */
export function checkLog({ schema }: JourneyLog, { spec, reward }: AgentProblem): void {
  const features = (of: typeof spec.features) => of.features.map(({ name }) => name).join(', ');
  const actions = (of: typeof spec.actions) => of.actions.map(({ name }) => name).join(', ');
  if (schema.features.hash !== spec.features.hash) {
    const got = `features ${features(schema.features)} (hash ${schema.features.hash})`;
    throw refuse('features', `got ${got}, wanted ${features(spec.features)} (hash ${spec.features.hash})`);
  }
  if (actions(schema.actions) !== actions(spec.actions)) {
    throw refuse('actions', `got actions ${actions(schema.actions)}, wanted ${actions(spec.actions)}`);
  }
  const known = schema.outcomes.map(({ name }) => name);
  const missing = reward.of.find(({ outcome }) => !known.includes(outcome));
  if (missing === undefined) return;
  const message = `reward "${reward.name}" sums "${missing.outcome}"; this log has ${known.join(', ') || 'no outcomes'}`;
  throw refuse('outcomes', message);
}

function refuse(what: string, message: string): NextmoveError {
  const hint = 'An agent learns from logs of the problem that it was made for: make a new one for this log.';
  return new NextmoveError(issue(`agent/${what}`, message, { hint }));
}
