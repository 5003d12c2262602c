/** What is no formula, in plain words. */
export type SyntaxFailure = {
  /** Of the first character that does not fit; the text's length where it ends too early. */
  readonly offset: number;
  readonly message: string;
  readonly hint: string | undefined;
};

/** A common slip: how the text reads up to where it fails and from there on, and what to write instead. */
type Slip = {
  readonly before?: RegExp;
  readonly after: RegExp;
  readonly hint: string;
  readonly message?: string;
  /** How many characters earlier the slip began. */
  readonly back?: number;
};

const QUOTES = '\'`\u2018\u2019\u201c\u201d"';
const UNITS = /^(d|h|m|w|days?|hours?|hrs?|min(ute)?s?|weeks?)\b/i;

/** The first that fits explains the failure. */
const SLIPS: readonly Slip[] = [
  { after: /^=/, message: '`=` is no operator', hint: 'Write `==` to compare.' },
  { after: /^&&?/, hint: 'Write `and`.' },
  { after: /^\|\|?/, hint: 'Write `or`.' },
  { after: /^!(?!=)/, hint: 'Write `not`.' },
  { after: /^(AND|OR|NOT|IN|And|Or|Not|In)\b/, hint: 'Write it in small letters: `and`, `or`, `not`, `in`.' },
  {
    before: /\*$/,
    after: /^\*/,
    message: '`**` is no operator',
    hint: 'Write `pow(x, 2)`, or `x * x`.',
    back: 1,
  },
  { after: /^\^/, hint: 'Write `pow(x, 2)`, or `x * x`.' },
  { before: /\d\s*$/, after: /^%/, hint: 'Write a share as a decimal: 35 % is `0.35`.' },
  { after: /^%/, hint: 'There is no remainder: write `x - y * floor(x / y)`.' },
  { after: /^\?/, hint: 'Write `if(condition, a, b)`.' },
  { before: /\bif\s+$/, after: /^\S/, hint: 'Write `if(condition, a, b)`.' },
  { after: /^(then|else)\b/, hint: 'Write `if(condition, a, b)`.' },
  { after: /^(is|equals)\b/, hint: 'Write `==` to compare.' },
  { before: /\d$/, after: /^,\d/, hint: 'Decimals take a point: `0.35`.' },
  { before: /\d\s+$/, after: UNITS, hint: 'Write a duration without a space, in w, d, h or m: `7d`, `12h`.' },
  { before: /\d$/, after: UNITS, hint: 'The units of durations are w, d, h and m: `7d`, `12h`.' },
  {
    before: /\d$/,
    after: /^\p{L}/u,
    hint: 'Durations are written `7d`, `12h`, `30m` or `2w`; names begin with a letter.',
  },
  { before: /\d$/, after: /^\./, hint: 'A decimal point has digits on its right: `1.0`.' },
  {
    after: /^('[^']*|"[^"]*)$/,
    message: 'a quote that nothing closes',
    hint: "Quote a category value on both sides: `'rolling'`.",
  },
  { after: new RegExp(`^[${QUOTES}]`), hint: "Use straight quotes: `'rolling'`." },
  { after: /^[\u2212\u2013\u2014]/, hint: 'Write a minus as `-`.' },
  { after: /^[\u00d7\u00b7]/, hint: 'Write a product as `*`.' },
  { after: /^\u2264/, hint: 'Write `<=`.' },
  { after: /^\u2265/, hint: 'Write `>=`.' },
  { after: /^\u2260/, hint: 'Write `!=`.' },
  { after: /^\[/, hint: "Lists stand after `in` alone: `contract in ['rolling', 'fixed']`." },
  { before: /(^|[-+*/(,:<>=])\s*$/, after: /^\+/, hint: 'A value needs no `+` in front.' },
  { before: /-\s*$/, after: /^-/, hint: 'Put what the second sign is for in parentheses: `-(-x)`.' },
  { before: /\bnot\s+$/, after: /^not\b/, hint: 'Put what follows in parentheses: `not (not x)`.' },
];

/** Explains where a formula stops making sense; `expected` is the parser's list of what could stand there. */
export function explainFailure(text: string, position: number, expected: string): SyntaxFailure {
  const offset = wordStart(text, position);
  const after = text.slice(offset);
  if (text.trim() === '')
    return { offset: 0, message: 'the formula is empty', hint: 'Write a number or a formula.' };
  const slip = SLIPS.find(
    (one) => one.after.test(after) && (one.before?.test(text.slice(0, offset)) ?? true),
  );
  if (/^([<>]=?|[!=]=|in\b|not\s+in\b)/.test(after) && !expected.includes('a number'))
    return { offset, message: 'comparisons do not chain', hint: 'Join them: `a < b and b < c`.' };
  const message = slip?.message ?? (after === '' ? earlyEnd(expected) : misfit(after, expected));
  return { offset: offset - (slip?.back ?? 0), message, hint: slip?.hint };
}

/** The start of the letters in which a failure falls, past spaces. */
function wordStart(text: string, position: number): number {
  let offset = position;
  while (/\s/.test(text[offset] ?? '')) offset++;
  const inWord = /[\p{L}\d_]/u.test(text[offset] ?? '');
  while (inWord && /[\p{L}_]/u.test(text[offset - 1] ?? '')) offset--;
  return offset;
}

function earlyEnd(expected: string): string {
  if (expected.includes('a number')) return 'the formula ends where a value should follow';
  const closing = closers(expected).filter((mark) => mark !== '`,`' && mark !== '`:`');
  return `the formula ends before ${closing.join(' or ') || 'it is complete'}`;
}

function misfit(after: string, expected: string): string {
  const found = /^([\p{L}_][\p{L}\d_]*|\d+|'[^']*'|"[^"]*"|&&|\|\||[\s\S])/u.exec(after)![0];
  if (expected.includes('a number')) return `found \`${found}\` where a value should stand`;
  if (expected === '"in"') return `found \`${found}\` where \`in\` should follow \`not\``;
  const wanted = closers(expected);
  if (')]'.includes(found)) return `found a \`${found}\` that closes nothing`;
  return `found \`${found}\` where ${['an operator', ...(wanted.length ? wanted : ['the end'])].join(' or ')} should stand`;
}

/** Marks that could end the part of the formula that is being read. */
function closers(expected: string): string[] {
  return [',', ')', ']'].filter((mark) => expected.includes(`"${mark}"`)).map((mark) => `\`${mark}\``);
}
