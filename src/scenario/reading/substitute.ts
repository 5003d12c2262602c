/** What the words of a behaviour stand for in one scenario: numbers, and names or formulas as text. */
export type Words = {
  /** The name under which it is used: `self`, and the beginning of `self_x`. */
  readonly self: string;
  readonly meanings: ReadonlyMap<string, number | string>;
};

/** A column's name. */
export function columnName(name: string, { self }: Words): string {
  return name.replace(/^self(?=_|$)/, self);
}

/** A formula of a behaviour in the words of the scenario; texts in quotes stay. */
export function substitute(formula: string, words: Words): string {
  return formula.replace(/'[^']*'|[A-Za-z]\w*/g, (word) => {
    const meaning = words.meanings.get(word);
    if (meaning === undefined) return columnName(word, words);
    return typeof meaning === 'number' && meaning < 0 ? `(${meaning})` : String(meaning);
  });
}

/** The same for whatever stands in a part of a scenario: a word alone becomes what it stands for, a number too. */
export function substituteAll(value: unknown, words: Words): unknown {
  if (Array.isArray(value)) return value.map((item) => substituteAll(item, words));
  if (typeof value === 'string') return words.meanings.get(value) ?? substitute(value, words);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, substituteAll(inner, words)]));
}
