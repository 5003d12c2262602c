/**
 * JSON for files that people and other languages read too. The numbers that JSON lacks stand as the words `NaN`,
 * `Infinity` and `-Infinity`, which parsePlain turns back: a withheld estimate and an unbounded interval survive.
 */
export function plainJson(value: unknown): string {
  return `${JSON.stringify(value, (_, inner) => (isUnsayable(inner) ? String(inner) : inner), 2)}\n`;
}

export function parsePlain(text: string): unknown {
  return JSON.parse(text, (_, inner) => (words.has(inner) ? Number(inner) : inner));
}

const words: ReadonlySet<unknown> = new Set(['NaN', 'Infinity', '-Infinity']);

function isUnsayable(value: unknown): boolean {
  return typeof value === 'number' && !Number.isFinite(value);
}
