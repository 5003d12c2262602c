const NARROW = /[ijlft.,:;'’!|()[\] ]/;
const WIDE = /[mwMW@%—]/;

/**
 * About how wide a text is in a sans-serif face, in the unit of `size`. There is no canvas to measure on, and fonts
 * differ between readers, so this errs on the wide side.
 */
export function textWidth(text: string, size: number): number {
  let ems = 0;
  for (const character of text) {
    if (NARROW.test(character)) ems += 0.32;
    else if (WIDE.test(character)) ems += 0.92;
    else ems += /[A-Z]/.test(character) ? 0.7 : 0.58;
  }
  return ems * size;
}

/**
 * The text in lines no wider than `width`, broken at spaces but not at hard ones; the last of `most` lines ends in an
 * ellipsis where there is more.
 */
export function wrap(text: string, width: number, { size = 12, most = 3 } = {}): string[] {
  const lines: string[] = [];
  for (const word of text.split(/[^\S\u00a0]+/).filter((part) => part !== '')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && textWidth(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const kept = lines.slice(0, most);
  if (lines.length > most) kept[most - 1] += '…';
  return kept.map((line) => shortened(line, width, size));
}

/** A single line cut with an ellipsis where it is wider than `width`. */
export function shortened(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  let kept = [...text.replace(/…$/, '')];
  while (kept.length > 1 && textWidth(`${kept.join('')}…`, size) > width) kept = kept.slice(0, -1);
  return `${kept.join('').trimEnd()}…`;
}
