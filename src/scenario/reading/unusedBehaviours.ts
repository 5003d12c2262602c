import type { ScenarioInput } from '../schema.ts';
import type { NamedUse } from './behaviourSchema.ts';
import { find, type Resolving } from './resolving.ts';
import { columnName } from './substitute.ts';

/** Sections in which behaviours own columns. */
const SECTIONS = ['traits', 'state', 'signals'] as const;

/**
 * A behaviour that is added to nothing and whose columns nobody reads but itself moves nobody: it was forgotten, or a name
 * is misspelt where it was meant. `input` is the file with its behaviours spelled out.
 */
export function warnOfUnused(to: Resolving, uses: readonly NamedUse[], input: ScenarioInput): void {
  for (const { name, use, behaviour } of uses) {
    if (Object.keys(use.adds ?? {}).length > 0) continue;
    const words = { self: name, meanings: new Map() };
    const own = new Set(
      SECTIONS.flatMap((section) => Object.keys(behaviour[section] ?? {})).map((column) =>
        columnName(column, words),
      ),
    );
    const read = wordsOutside(input, own);
    if ([...own].some((column) => read.has(column))) continue;
    const message = `got the behaviour \`${name}\`, which is added to nothing and whose columns nobody reads`;
    const hint = `Add it with \`adds\`${own.size === 0 ? '' : `, or name ${[...own].map((column) => `\`${column}\``).join(' or ')} in a formula`}.`;
    find(to, 'unused', ['behaviours', name], message, { at: 'key', severity: 'warning', hint });
  }
}

/** Every word of the file outside its prose, its behaviours, and the columns of one of them. */
function wordsOutside(input: ScenarioInput, own: ReadonlySet<string>): Set<string> {
  const { behaviours: _, population, state, signals, ...rest } = input;
  const others = (columns: object = {}) => Object.entries(columns).filter(([name]) => !own.has(name));
  const { traits, ...people } = population;
  const columns = [others(traits), others(state), others(signals)];
  const text = JSON.stringify({ ...rest, people, columns }, (key, value) => (PROSE.has(key) ? '' : value));
  return new Set(text.match(/[A-Za-z]\w*/g));
}

const PROSE: ReadonlySet<string> = new Set(['name', 'description', 'unit', 'why', 'source']);
