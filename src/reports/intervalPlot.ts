import { dots, spans } from './layers.ts';
import type { Tone } from './palette.ts';
import type { Spec } from './render.ts';
import { framed, type Row, rowFrame, through } from './rowFrame.ts';
import { scaleOf } from './ticks.ts';

/** A value with its interval, both in the unit of the axis. */
export type IntervalMark = {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
  readonly tone: Tone;
  readonly hollow?: boolean;
};

export type IntervalRow = Row & { readonly marks: readonly IntervalMark[] };

export type IntervalPlotOptions = {
  readonly width: number;
  readonly title: string;
  readonly valueTitle: string;
  /** A line to compare with: zero, or today's value. */
  readonly reference: number;
  /** Joins the marks of a row, to show a change from one to the other. */
  readonly joined?: boolean;
};

/** Dots with their intervals, one row each. */
export function intervalPlot(rows: readonly IntervalRow[], options: IntervalPlotOptions): Spec {
  const { reference, joined = false } = options;
  const frame = rowFrame(rows, { ...options, mark: 16 });
  const marks = rows.flatMap((row, i) => row.marks.map((mark) => ({ ...mark, y: frame.at[i] })));
  const ends = marks.flatMap(({ value, low = value, high = value }) => [value, low, high]);
  const scale = scaleOf([reference, ...ends], frame.plotWidth / 75);
  const intervals = marks.flatMap(({ low, high, y, tone }) =>
    low === undefined || high === undefined
      ? []
      : [{ from: Math.max(low, scale.low), to: Math.min(high, scale.high), y, tone }],
  );
  return framed(frame, scale, [
    through(frame, reference, 'quiet'),
    spans(joined ? rows.flatMap((row, i) => joints(row, frame.at[i])) : [], 2),
    spans(intervals, 3),
    dots(marks.map(({ value, y, tone, hollow = false }) => ({ value, y, tone, hollow }))),
  ]);
}

function joints(row: IntervalRow, y: number) {
  const values = row.marks.map((mark) => mark.value);
  return values.length < 2
    ? []
    : [{ from: Math.min(...values), to: Math.max(...values), y, tone: 'grey' as const }];
}
