import { axis, canvas, type Margins, rimmed, type Text, texts, uprights } from './layers.ts';
import type { Tone } from './palette.ts';
import type { Spec } from './render.ts';
import type { Scale } from './ticks.ts';
import { textWidth, wrap } from './wrap.ts';

/** One row of a picture: its name at the left, what is drawn, and its number in words at the right. */
export type Row = {
  readonly label: string;
  readonly value: string;
  /** Stands as a heading above the first of the rows that share it. */
  readonly group?: string;
  readonly strong?: boolean;
  readonly valueTone?: Tone;
};

export type RowFrameOptions = {
  readonly width: number;
  /** Room for what is drawn in a row. */
  readonly mark: number;
  /** What the axis measures, and what the numbers at the right are. */
  readonly title: string;
  readonly valueTitle: string;
  /** Room kept free at either side of what is drawn, for numbers beside it; none by default. */
  readonly gutter?: number;
};

export type RowFrame = {
  readonly width: number;
  readonly plotWidth: number;
  readonly height: number;
  /** The middle of each row's marks, and the band from and to which lines may run. */
  readonly at: readonly number[];
  readonly bands: readonly (readonly [number, number])[];
  readonly texts: readonly Spec[];
  readonly margins: Margins;
};

const LINE = 15;
const GROUP = 30;
const SMALL = 11;

/**
 * Places rows one below the other. On a wide picture name, marks and number stand side by side; on a narrow one name
 * and number share a line above the marks, which then have the whole width.
 */
export function rowFrame(rows: readonly Row[], options: RowFrameOptions): RowFrame {
  const { width, mark, gutter = 0 } = options;
  const stacked = width < 500;
  const widest = (words: readonly string[], size: number) =>
    Math.max(0, ...words.map((w) => textWidth(w, size)));
  const names = rows.map((row) => row.label);
  const numbers = widest([...rows.map((row) => row.value), options.valueTitle], 12.5);
  const named = stacked ? 10 : Math.min(200, Math.ceil(14 + widest(names, 12.5)));
  const left = Math.ceil(named + gutter);
  const right = Math.ceil((stacked ? 10 : numbers + 16) + gutter);
  const places = rows.map((row) => {
    const room = stacked ? width - textWidth(row.value, 12) - 12 : named - 12;
    const lines = wrap(row.label, room, { most: stacked ? 2 : 3 });
    return { row, lines, ...heightOf(lines.length, mark, stacked) };
  });
  const tops = topsOf(
    rows,
    places.map((place) => place.height),
  );
  const at = places.map((place, i) => tops[i] + place.middle);
  const end = width - left;
  const title = titleTexts(options, { left, end, stacked });
  const height = tops[rows.length - 1] + places[rows.length - 1].height;
  return {
    width,
    plotWidth: width - left - right,
    height,
    at,
    bands: stacked ? at.map((y) => [y - mark / 2, y + mark / 2] as const) : [[0, height]],
    margins: { left, right, top: title.room, bottom: 6 },
    texts: [
      ...title.texts,
      ...rowTexts(places, tops, left),
      ...groupTexts(rows, tops, left),
      texts(
        places.map(({ row, first }, i) => ({
          x: end,
          y: tops[i] + first.value,
          text: row.value,
          tone: row.valueTone ?? 'ink',
        })),
        { align: 'right' },
      ),
    ],
  };
}

/** The picture: the scale, what is drawn, and the names and numbers over it. */
export function framed(frame: RowFrame, scale: Scale, layers: readonly Spec[]): Spec {
  const whole = frame.bands.length === 1 && frame.at.length !== 1;
  const strips = whole
    ? []
    : frame.bands.flatMap(([y, y2]) => scale.ticks.map((value) => ({ value, y, y2, tone: 'line' as const })));
  return canvas(frame.width, frame.height, frame.margins, [
    axis(scale, frame.height, { grid: whole, flush: frame.width < 500 }),
    uprights(strips),
    ...layers,
    ...frame.texts,
  ]);
}

/** A line through all rows at a value of the scale. */
export function through(frame: RowFrame, value: number, tone: Tone, width = 1): Spec {
  return uprights(
    frame.bands.map(([y, y2]) => ({ value, y, y2, tone })),
    width,
  );
}

/** The height of a row, the middle of its marks, and the first baselines of its name and of its number. */
function heightOf(lines: number, mark: number, stacked: boolean) {
  if (stacked) {
    const text = lines * LINE;
    return { height: text + mark + 10, middle: text + 3 + mark / 2, first: { name: 13, value: 13 } };
  }
  const height = Math.max(mark, lines * LINE) + 8;
  const middle = height / 2;
  return { height, middle, first: { name: middle + 4 - ((lines - 1) * LINE) / 2, value: middle + 4 } };
}

const opens = (rows: readonly Row[], i: number) =>
  rows[i].group !== undefined && rows[i].group !== rows[i - 1]?.group;

function topsOf(rows: readonly Row[], heights: readonly number[]): number[] {
  let y = 0;
  return rows.map((_, i) => {
    if (opens(rows, i)) y += i === 0 ? GROUP - 10 : GROUP;
    y += heights[i];
    return y - heights[i];
  });
}

type Placed = {
  readonly row: Row;
  readonly lines: readonly string[];
  readonly first: { readonly name: number };
};

function rowTexts(places: readonly Placed[], tops: readonly number[], left: number): Spec[] {
  const named = (strong: boolean) =>
    places.flatMap(({ row, lines, first }, i) =>
      (row.strong ?? false) !== strong
        ? []
        : lines.map(
            (text, line): Text => ({ x: -left, y: tops[i] + first.name + line * LINE, text, tone: 'ink' }),
          ),
    );
  return [texts(named(false)), texts(named(true), { bold: true })];
}

function groupTexts(rows: readonly Row[], tops: readonly number[], left: number): Spec[] {
  const groups = rows.flatMap((row, i): Text[] =>
    opens(rows, i) ? [{ x: -left, y: tops[i] - 7, text: row.group!, tone: 'ink' }] : [],
  );
  return rimmed(groups, { bold: true });
}

type Corners = { readonly left: number; readonly end: number; readonly stacked: boolean };

/** The two headings over the numbers of the axis, and the room that all of it takes. */
function titleTexts({ title, valueTitle }: RowFrameOptions, { left, end, stacked }: Corners) {
  const x = stacked ? -left : 0;
  const lines = wrap(title, end - x - textWidth(valueTitle, SMALL) - 16, { size: SMALL });
  const heading = lines.map(
    (text, i): Text => ({ x, y: -27 - (lines.length - 1 - i) * 13, text, tone: 'quiet' }),
  );
  const value: Text[] = valueTitle === '' ? [] : [{ x: end, y: -27, text: valueTitle, tone: 'quiet' }];
  return {
    room: 28 + 13 * lines.length,
    texts: [texts(heading, { size: SMALL }), texts(value, { size: SMALL, align: 'right' })],
  };
}
