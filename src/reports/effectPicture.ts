import { canvas, texts } from './layers.ts';
import { colour } from './palette.ts';
import type { Spec } from './render.ts';
import { scaleOf } from './ticks.ts';
import { zeroLine } from './zeroLine.ts';

/** A number on each day of a year that begins in January, with marks below on some of its days. */
export type Effect = {
  readonly title: string;
  /** Under the line, what the marks are; null for none. */
  readonly marks: string | null;
  readonly effect: readonly number[];
  readonly happened: readonly number[];
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const STARTS = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const HEIGHT = 120;
const LEFT = 44;

/** A small line chart of a year, for a reference. */
export function effectPicture({ title, marks, effect, happened }: Effect, width: number): Spec {
  const right = 12;
  const inner = width - LEFT - right;
  const across = (day: number) => (inner * day) / effect.length;
  const y = scaleOf([0, ...effect], 3);
  const names = MONTHS.map((text, m) => ({
    x: across(STARTS[m]) + 3,
    y: HEIGHT + 30,
    text,
    tone: 'quiet' as const,
  }));
  const told = marks === null ? [] : [{ x: inner, y: -10, text: marks, tone: 'quiet' as const }];
  const layers = [
    months(effect.length),
    zeroLine(y),
    ticksBelow(happened),
    line(effect, y),
    texts([{ x: -LEFT, y: -10, text: title, tone: 'ink' }], { bold: true }),
    texts(told, { align: 'right', size: 11 }),
    texts(names, { size: 11 }),
  ];
  return {
    ...canvas(width, HEIGHT, { left: LEFT, right, top: 28, bottom: 38 }, layers),
    description: describe(title, effect),
  };
}

function describe(title: string, effect: readonly number[]): string {
  const [low, high] = [Math.min(...effect), Math.max(...effect)];
  return `Line chart over a year. ${title}: from ${low.toFixed(2)} to ${high.toFixed(2)}.`;
}

function line(effect: readonly number[], y: ReturnType<typeof scaleOf>): Spec {
  return {
    data: { values: effect.map((value, day) => ({ x: day + 0.5, y: value })) },
    mark: { type: 'line', strokeWidth: 2, color: colour('blue') },
    encoding: {
      x: { field: 'x', type: 'quantitative' },
      y: { field: 'y', type: 'quantitative', scale: { domain: [y.low, y.high] } },
    },
  };
}

/** Where months begin, as grid lines. */
function months(days: number): Spec {
  return {
    data: { values: [{ x: 0 }] },
    mark: { type: 'rule', opacity: 0 },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        scale: { domain: [0, days], nice: false, zero: false },
        axis: {
          values: STARTS,
          labels: false,
          ticks: false,
          domain: false,
          title: null,
          gridColor: colour('line'),
        },
      },
    },
  };
}

/** A short stroke under the plot for each day. */
function ticksBelow(days: readonly number[]): Spec {
  return {
    data: { values: days.map((day) => ({ x: day + 0.5, from: HEIGHT + 5, to: HEIGHT + 15 })) },
    mark: { type: 'rule', strokeWidth: 1.5, color: colour('vermilion') },
    encoding: {
      x: { field: 'x', type: 'quantitative' },
      y: { field: 'from', type: 'quantitative', scale: null, axis: null },
      y2: { field: 'to' },
    },
  };
}
