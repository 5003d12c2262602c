/** Texts as codes: the place of each in a list. Open while a file's values are collected, closed when they are known. */
export type Dictionary = {
  readonly open: boolean;
  readonly values: readonly string[];
  readonly codes: ReadonlyMap<string, number>;
};

export function closedDictionary(values: readonly string[]): Dictionary {
  return { open: false, values, codes: new Map(values.map((value, code) => [value, code])) };
}

export const openDictionary: Dictionary = { open: true, values: [], codes: new Map() };

/** Code of a text; 0 where the dictionary is still open, -1 where a closed one lacks it. */
export function codeOf(dictionary: Dictionary, text: string): number {
  return dictionary.open ? 0 : (dictionary.codes.get(text) ?? -1);
}

/** Numbers by size before words by code unit, so that 9 stands before 10 on every machine. */
export function naturalOrder(a: string, b: string): number {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== y && !(Number.isNaN(x) && Number.isNaN(y))) {
    if (Number.isNaN(x)) return 1;
    if (Number.isNaN(y)) return -1;
    return x - y;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

const numberOf = (text: string) => (text.trim() === '' ? Number.NaN : Number(text));
