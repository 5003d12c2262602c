import type { ColumnProfile, CsvProfile } from './profileCsv.ts';

/** What a column may be in a log, by its values and its name: a proposal for people, never a decision. */
export type Role = 'action' | 'propensity' | 'outcome' | 'customer' | 'time' | 'slot';

/** Column names for each role, the likeliest first. */
export type Candidates = { readonly [R in Role]: readonly string[] };

/** 0: cannot be. A fitting name (`named`) adds 10, so that it beats every fit of the values alone. */
type Score = (column: ColumnProfile, rows: number, named: boolean) => number;

const isNumber = (type: ColumnProfile['type']) => type === 'bool' || type === 'count' || type === 'number';

const scores: { readonly [R in Role]: Score } = {
  action: ({ type, distinct, exact, rowNumber }) =>
    exact && distinct >= 2 && distinct <= 1000 && !rowNumber && type !== 'number' && type !== 'time'
      ? type === 'text'
        ? 2
        : 1
      : 0,
  propensity: ({ type, blanks, minimum, maximum }) =>
    type === 'number' && blanks === 0 && minimum > 0 && maximum <= 1 ? 1 : 0,
  outcome: ({ type, distinct, minimum, zeros }, _, named) =>
    (type === 'bool' && distinct === 2) ||
    (type === 'number' && minimum >= 0 && zeros > 0.5) ||
    (named && isNumber(type) && distinct >= 2)
      ? 1
      : 0,
  customer: ({ type, distinct, rowNumber }, rows) =>
    (type === 'text' || type === 'count') && !rowNumber && distinct * 20 > Math.min(rows, 1000) ? 1 : 0,
  time: ({ type }) => (type === 'time' ? 1 : 0),
  slot: ({ type, distinct, minimum, maximum }) =>
    type === 'count' && distinct >= 2 && distinct <= 50 && minimum >= 0 && minimum <= 1 && maximum <= 50
      ? 1
      : 0,
};

const words: { readonly [R in Role]: RegExp } = {
  action:
    /^(actions?|items?|arms?|treatments?|segments?|offers?|variants?|interventions?|creatives?|campaigns?)$/,
  propensity: /^(propensity|propensities|probability|probs?|pscores?|score|ps?)$/,
  outcome:
    /^(rewards?|clicks?|clicked|visits?|visited|conversions?|converted|spend|spent|revenues?|amounts?|sales?|profits?|margins?|purchases?|purchased|bought|responses?|responded|outcomes?|y)$/,
  customer: /^(customers?|users?|clients?|households?|members?|subscribers?|accounts?|patients?)$/,
  time: /^(time|timestamp|date|datetime|at)$/,
  slot: /^(position|slot|rank)$/,
};

/** By values alone these would be wild guesses: half of all columns look like them. */
const needsName: readonly Role[] = ['slot', 'customer'];

/** Candidates for every role, best first. */
export function findCandidates({ rows, columns }: CsvProfile): Candidates {
  const ranked = (role: Role): readonly string[] =>
    columns
      .map((column) => ({ name: column.name, score: scoreOf(role, column, rows) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score)
      .map(({ name }) => name);
  return {
    action: ranked('action'),
    propensity: ranked('propensity'),
    outcome: ranked('outcome'),
    customer: ranked('customer'),
    time: ranked('time'),
    slot: ranked('slot'),
  };
}

function scoreOf(role: Role, column: ColumnProfile, rows: number): number {
  const named = fitsName(role, column.name);
  const byValues = scores[role](column, rows, named);
  if (byValues === 0 || (!named && needsName.includes(role))) return 0;
  return byValues + (named ? 10 : 0) + (words[role].test(column.name.toLowerCase()) ? 10 : 0);
}

/**
 * Why a column that has no other role must not be context without a look, or null: what its name says was known only
 * afterwards, or belongs to whoever chose the action.
 */
export function leakOf({ name, type, minimum, maximum }: ColumnProfile): string | null {
  if (fitsName('outcome', name)) {
    const values = type === 'text' ? '; with texts, say `values: { WORD: 1, OTHER: 0 }`' : '';
    return `its name says that it came of the action: as context it would give the answer away. Is it an outcome${values}?`;
  }
  if (fitsName('propensity', name) && minimum >= 0 && maximum <= 1)
    return 'its name says that it is a probability of the action, not something known of the customer. Is it the propensity, or one of `extra`?';
  return null;
}

/** Whether one word of the name is a usual name of the role. */
export function fitsName(role: Role, name: string): boolean {
  const spaced = name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return (
    spaced.split(/[^a-z0-9]+/).some((word) => words[role].test(word)) ||
    (role === 'customer' && spaced === 'id')
  );
}
