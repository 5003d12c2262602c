/** One column of a text table: numbers stand to the right. */
export type TextColumn = {
  readonly title: string;
  readonly right?: boolean;
  /** Never broken into lines on a page, such as a date. */
  readonly whole?: boolean;
};

/** A table with its heading, for the terminal and for a page alike. */
export type TitledTable = {
  readonly title: string;
  readonly columns: readonly TextColumn[];
  readonly rows: readonly (readonly string[])[];
  /** What stands in a line of its own under each row; in no line where there is none. */
  readonly under?: readonly string[];
  /** What the reader must know of it, or empty. */
  readonly note: string;
};

/** Lines under a heading as a table of one column. */
export function listed(title: string, lines: readonly string[]): TitledTable {
  return { title, columns: [{ title: '' }], rows: lines.map((line) => [line]), note: '' };
}

/** A column of numbers. */
export const number = (title: string): TextColumn => ({ title, right: true });

/** Rows as aligned lines, a heading first; trailing blanks are cut. */
export function textTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string[] {
  const heading = columns.map(({ title }) => title);
  const lines = heading.some((title) => title !== '') ? [heading, ...rows] : rows;
  const widths = columns.map((_, c) => longest(lines.map((row) => row[c] ?? '')));
  return lines.map((row) =>
    columns
      .map(({ right }, c) => (right ? (row[c] ?? '').padStart(widths[c]) : (row[c] ?? '').padEnd(widths[c])))
      .join('  ')
      .trimEnd(),
  );
}

const longest = (texts: readonly string[]) => texts.reduce((most, { length }) => Math.max(most, length), 0);

/** A number for a terminal: four significant digits, thousands unbroken so that it can be copied. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '-' : String(value);
  if (value === 0 || Math.abs(value) >= 1e6 || Math.abs(value) < 1e-4)
    return String(Number(value.toPrecision(4)));
  return decimals(value, Math.max(0, 3 - Math.floor(magnitude(value))));
}

/** A number as somebody wrote it: at most six significant digits, no zeros behind. */
export function written(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** A mean and its interval, both with the decimals that the interval's width deserves, up to `most`. */
export function figuresOf(mean: number, [low, high]: readonly [number, number], most = 6): [string, string] {
  const half = (high - low) / 2;
  const places =
    Number.isFinite(half) && half > 0 ? Math.min(most, Math.max(0, 1 - Math.floor(magnitude(half)))) : null;
  const write = (value: number) => (places === null ? figure(value) : decimals(value, places));
  return [write(mean), `${write(low)} to ${write(high)}`];
}

/** Exponent of the leading digit. */
function magnitude(value: number): number {
  return Number(value.toExponential().split('e')[1]);
}

function decimals(value: number, places: number): string {
  const text = value.toFixed(places);
  return /^-0\.?0*$/.test(text) ? text.slice(1) : text;
}
