import type { Scalar } from 'yaml';

/**
 * Where each character of a scalar's value stands in the file: value.length + 1 offsets, the last that of its end.
 * The value is the source without quotes, escapes, indentation and line breaks, so its characters stand there in
 * order, with more white space between them at most: they are found one after the other.
 */
export function characterOffsets(scalar: Scalar, text: string): number[] {
  const end = scalar.range?.[1] ?? 0;
  const offsets: number[] = [];
  let at = firstCharacter(scalar, text);
  for (const character of String(scalar.value).split('')) {
    if (isBlank(character)) {
      offsets.push(Math.min(at, end));
      if (isBlank(text[at]) || isEscape(scalar, text, at)) at += lengthInSource(scalar, text, at);
    } else {
      at = skipBlank(scalar, text, at);
      offsets.push(Math.min(at, end));
      at += lengthInSource(scalar, text, at);
    }
  }
  return [...offsets, Math.min(at, end)];
}

/** Behind the quote, or on the line below the `>-` or `|` of a block. */
function firstCharacter({ type, range }: Scalar, text: string): number {
  const start = range?.[0] ?? 0;
  if (type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE') return start + 1;
  if (type !== 'BLOCK_FOLDED' && type !== 'BLOCK_LITERAL') return start;
  const line = text.indexOf('\n', start);
  return line < 0 ? start : line + 1;
}

/** Past white space, and past the backslash at the end of a line that goes on below. */
function skipBlank(scalar: Scalar, text: string, from: number): number {
  let at = from;
  while (isBlank(text[at]) || (isEscape(scalar, text, at) && isBlank(text[at + 1]))) at++;
  return at;
}

function isEscape({ type }: Scalar, text: string, at: number): boolean {
  return type === 'QUOTE_DOUBLE' && text[at] === '\\';
}

/** Characters that one character of the value takes in the file: more than one where it is escaped. */
function lengthInSource(scalar: Scalar, text: string, at: number): number {
  if (scalar.type === 'QUOTE_SINGLE') return text.startsWith("''", at) ? 2 : 1;
  if (!isEscape(scalar, text, at)) return 1;
  return { x: 4, u: 6, U: 10 }[text[at + 1]] ?? 2;
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === '\t' || character === '\r';
}
