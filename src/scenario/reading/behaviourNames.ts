import { didYouMean } from '../../core/issue.ts';
import type { ReferenceKind } from '../behaviour.ts';
import type { ScenarioInput } from '../schema.ts';
import { type NamedUse, nounOf } from './behaviourSchema.ts';
import { describeValue } from './finding.ts';
import { find, listOf, type Resolving } from './resolving.ts';

/** What behaviours refer to is there: in the file, or owned by one of them. */
export function checkBehaviourNames(to: Resolving, uses: readonly NamedUse[], input: ScenarioInput): void {
  for (const { name, use, behaviour } of uses) {
    for (const [reference, { kind, default: otherwise }] of Object.entries(behaviour.refers)) {
      if (kind === 'date' || kind === 'segment') continue;
      const named = String(use[reference] ?? otherwise);
      const known = namesOf(input, kind);
      if (known.includes(named)) continue;
      const path = ['behaviours', name, reference];
      const refersTo = [SECTION_OF[kind], named];
      const message = `got ${describeValue(named)}, wanted the name of ${nounOf(kind)}`;
      find(to, 'unknown-name', path, message, { hint: didYouMean(named, known), refersTo });
    }
  }
}

const SECTION_OF = { contact: 'interventions', channel: 'channels', signal: 'signals', number: 'state' };

function namesOf(input: ScenarioInput, kind: Exclude<ReferenceKind, 'date' | 'segment'>): string[] {
  const { channels, interventions, signals = {}, state = {}, population } = input;
  if (kind === 'channel') return Object.keys(channels);
  if (kind === 'signal') return Object.keys(signals);
  if (kind === 'number') {
    const traits = Object.entries(population.traits ?? {}).filter(([, { oneOf }]) => oneOf === undefined);
    return [...traits.map(([name]) => name), ...Object.keys(state)];
  }
  const actions = Object.entries(interventions).flatMap(([name, { channels: ways }]) =>
    listOf<string>(ways).map((way) => `${name}@${way}`),
  );
  return ['any', ...Object.keys(channels), ...Object.keys(interventions), ...actions];
}
