import { parseDate } from '../../core/calendar.ts';
import type { BehaviourReference } from '../behaviour.ts';
import type { ScenarioInput } from '../schema.ts';
import type { NamedUse } from './behaviourSchema.ts';
import type { Path } from './finding.ts';
import { find, formulaAt, type NumberInput, numberAt, type Resolving } from './resolving.ts';
import type { Words } from './substitute.ts';

/** What the parameters and references of a behaviour stand for where it is used. */
export function meaningsOf(
  to: Resolving,
  { name, use, behaviour }: NamedUse,
  clock: ScenarioInput['clock'],
): Words['meanings'] {
  const meanings = new Map<string, number | string>([['tickDays', to.tickDays]]);
  for (const [parameter, { default: otherwise, range }] of Object.entries(behaviour.parameters)) {
    const input = (use[parameter] ?? otherwise) as NumberInput;
    const value = numberAt(to, input, ['behaviours', name, parameter], range);
    // A parameter of the scenario keeps its name, so that formulas can be read.
    meanings.set(parameter, typeof input === 'string' && to.parameters.has(input) ? input : value);
  }
  for (const [reference, refer] of Object.entries(behaviour.refers)) {
    const input = (use[reference] ?? refer.default) as NumberInput;
    meanings.set(reference, meaningOf(to, refer, input, { path: ['behaviours', name, reference], clock }));
  }
  return meanings;
}

function meaningOf(
  to: Resolving,
  { kind }: BehaviourReference,
  input: NumberInput,
  { path, clock }: { readonly path: Path; readonly clock: ScenarioInput['clock'] },
): number | string {
  if (kind !== 'date') return formulaAt(to, input, path);
  const day = parseDate(String(input));
  if (day !== null) return day - (parseDate(clock.start) ?? day);
  find(to, 'value', path, `got ${input}, which is no day of the calendar, wanted a date such as 2025-03-01`);
  return 0;
}
