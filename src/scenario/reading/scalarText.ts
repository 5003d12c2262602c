import type { Scalar } from 'yaml';

/**
 * Where each character of a scalar's value stands in the file: value.length + 1 offsets, the last that of its end.
 * The value is the source without quotes, escapes, indentation and line breaks, so its characters stand there in
 * order, with more white space between them at most: they are found one after the other.
 */
export function characterOffsets(scalar: Scalar, text: string): number[] {
  const value = String(scalar.value);
  const [start, end] = scalar.range ?? [0, 0];
  const offsets: number[] = [];
  let at = firstCharacter(scalar, text, start);
  for (const character of value.split('')) {
    const blank = isBlank(character);
    while (at < end && !blank && isBlank(text[at])) at++;
    offsets.push(Math.min(at, end));
    at += lengthInSource(scalar, text, at);
    while (at < end && blank && isBlank(text[at])) at++;
  }
  return [...offsets, Math.min(at, end)];
}

/** Behind the quote, or on the line below the `>-` or `|` of a block. */
function firstCharacter({ type }: Scalar, text: string, start: number): number {
  if (type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE') return start + 1;
  if (type !== 'BLOCK_FOLDED' && type !== 'BLOCK_LITERAL') return start;
  const line = text.indexOf('\n', start);
  return line < 0 ? start : line + 1;
}

/** Characters that one character of the value takes in the file: more than one where it is escaped. */
function lengthInSource({ type }: Scalar, text: string, at: number): number {
  if (type === 'QUOTE_SINGLE') return text.startsWith("''", at) ? 2 : 1;
  if (type !== 'QUOTE_DOUBLE' || text[at] !== '\\') return 1;
  return { x: 4, u: 6, U: 10 }[text[at + 1]] ?? 2;
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === '\t' || character === '\r';
}
