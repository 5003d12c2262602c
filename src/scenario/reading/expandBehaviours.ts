import type { Behaviour } from '../behaviour.ts';
import { type Origins, originKey } from '../origins.ts';
import type { ScenarioInput } from '../schema.ts';
import { checkBehaviourNames } from './behaviourNames.ts';
import type { NamedUse } from './behaviourSchema.ts';
import { meaningsOf } from './behaviourWords.ts';
import type { Path } from './finding.ts';
import { ranges } from './leaves.ts';
import { find, numberAt, type Resolving } from './resolving.ts';
import { columnName, substitute, substituteAll, type Words } from './substitute.ts';
import { warnOfUnused } from './unusedBehaviours.ts';

export type Expanded = { readonly input: ScenarioInput; readonly origins: Origins };

/** The sections in which behaviours own columns, with their paths. */
const SECTIONS = [
  ['traits', ['population', 'traits']],
  ['state', ['state']],
  ['signals', ['signals']],
] as const satisfies readonly (readonly [string, Path])[];

type Columns = { [name: string]: unknown };
type Draft = {
  readonly traits: Columns;
  readonly state: Columns;
  readonly signals: Columns;
  readonly add: Columns;
  readonly origins: Map<string, { path: Path; exact: boolean }>;
};

/**
 * The file with its behaviours spelled out: their columns behind its own, their effects as terms of `add`. What is left
 * is a scenario that somebody could have written by hand.
 */
export function expandBehaviours(
  to: Resolving,
  input: ScenarioInput,
  behaviours: readonly Behaviour[],
): Expanded {
  if (input.behaviours === undefined) return { input, origins: new Map() };
  const draft: Draft = {
    traits: { ...input.population.traits },
    state: { ...input.state },
    signals: { ...input.signals },
    add: { ...input.add },
    origins: new Map(),
  };
  const uses = Object.entries(input.behaviours).flatMap(([name, use]) => {
    const behaviour = behaviours.find(({ kind }) => kind === use.use);
    return behaviour === undefined ? [] : [{ name, use, behaviour }];
  });
  for (const { name, use, behaviour } of uses) expandOne(to, { name, use, behaviour }, input, draft);
  const { traits, state, signals, add, origins } = draft;
  const expanded = { ...input, population: { ...input.population, traits }, state, signals, add };
  checkBehaviourNames(to, uses, expanded as ScenarioInput);
  warnOfUnused(to, uses, expanded as ScenarioInput);
  return { input: expanded as ScenarioInput, origins };
}

function expandOne(to: Resolving, named: NamedUse, input: ScenarioInput, draft: Draft): void {
  const { name, use, behaviour } = named;
  const path = ['behaviours', name];
  const words: Words = { self: name, meanings: meaningsOf(to, named, input.clock) };
  for (const [section, above] of SECTIONS) {
    for (const [own, column] of Object.entries(behaviour[section] ?? {})) {
      const columnAs = columnName(own, words);
      const holder = holderOf(columnAs, input, draft);
      if (holder !== undefined) {
        const message = `got the name \`${name}\`, whose column \`${columnAs}\` has the name of another at \`${holder}\`, wanted another name`;
        find(to, 'name', path, message, { at: 'key' });
        continue;
      }
      draft[section][columnAs] = substituteAll(column, words);
      draft.origins.set(originKey([...above, columnAs]), { path, exact: false });
      markSegments([...above, columnAs], column, named, draft);
    }
  }
  for (const [target, weight] of Object.entries(use.adds ?? {})) {
    const at = [...path, 'adds', target];
    const value = numberAt(to, weight, at, ranges.any);
    const factor = typeof weight === 'string' && to.parameters.has(weight) ? weight : `${value}`;
    const term = `${name} at ${target}`;
    const effect = substitute(behaviour.effect, words);
    draft.add[term] = { to: target, term: `${factor} * ${/^\w+$/.test(effect) ? effect : `(${effect})`}` };
    draft.origins.set(originKey(['add', term]), { path: at, exact: false });
  }
}

/** Where a name is taken already, by the file or by another behaviour. */
function holderOf(name: string, input: ScenarioInput, draft: Draft): string | undefined {
  const { parameters, features, channels, interventions, stages } = input;
  const named = { parameters, features, channels, interventions, stages };
  const columns = SECTIONS.map(([section, path]) => [path.join('.'), draft[section]] as const);
  return [...Object.entries(named), ...columns].find(([, entries = {}]) => Object.hasOwn(entries, name))?.[0];
}

/** A trait that is a segment of the file is that text, to the character. */
function markSegments(path: Path, column: unknown, { name, use, behaviour }: NamedUse, draft: Draft): void {
  const { formula } = column as { formula?: unknown };
  if (typeof formula !== 'string' || behaviour.refers[formula]?.kind !== 'segment') return;
  if (use[formula] === undefined) return;
  draft.origins.set(originKey([...path, 'formula']), { path: ['behaviours', name, formula], exact: true });
}
