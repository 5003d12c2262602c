import { canvas, rimmed, texts } from '../../dist/reports/layers.js';
import { colour } from '../../dist/reports/palette.js';

/** 100 thousand, 3.2 million. */
function inWords(customers) {
  const [size, word] = customers >= 1e6 ? [1e6, 'million'] : [1e3, 'thousand'];
  return `${Number((customers / size).toPrecision(2))} ${word}`;
}

/** 4.1 s, 5 min 12 s. */
function lasting(seconds) {
  if (seconds < 100) return `${Number(seconds.toPrecision(2))} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

const gib = ({ peak }) => peak / 2 ** 30;

/** Seconds and memory of runs by their customers, both axes logarithmic, with a line of time in proportion. */
export function scaleChart({ points, ticks, workers }) {
  const last = points.at(-1);
  const most = Math.max(...points.map(gib));
  return {
    title: `${inWords(last.customers)} customers over ${ticks} days in ${lasting(last.seconds)} and ${most.toFixed(1)} GiB`,
    alt: `Both axes logarithmic. ${points.map((p) => `${inWords(p.customers)}: ${lasting(p.seconds)}, ${gib(p).toFixed(2)} GiB`).join('; ')}.`,
    spec: (width) => draw(points, { width, workers }),
  };
}

const HEIGHT = 260;
const pixel = (field) => ({ field, type: 'quantitative', scale: null, axis: null });

/** A place from 0 to `length` on a logarithmic scale. */
const logarithmic = (low, high, length) => (value) => (length * Math.log(value / low)) / Math.log(high / low);

function draw(points, { width, workers }) {
  const pad = { left: 52, right: 84, top: 40, bottom: 48 };
  const inner = width - pad.left - pad.right;
  const [least, last] = [points[0], points.at(-1)];
  const proportional = (customers) => (last.seconds * customers) / last.customers;
  const seconds = [...points.map((p) => p.seconds), proportional(least.customers)];
  const across = logarithmic(least.customers / 1.25, last.customers, inner);
  const up = logarithmic(Math.min(...seconds) / 1.3, Math.max(...seconds) * 1.15, HEIGHT);
  const at = (customers, time) => ({ x: across(customers), y: HEIGHT - up(time) });
  const rows = [1, 3, 10, 30, 100, 300, 1000, 3000].filter((time) => up(time) > 0 && up(time) < HEIGHT);
  const placed = points.map((p) => ({ ...at(p.customers, p.seconds), p }));
  const line = (values, mark) => ({
    data: { values: values.map((value, order) => ({ ...value, order })) },
    mark: { type: 'line', clip: false, ...mark },
    encoding: { x: pixel('x'), y: pixel('y'), order: { field: 'order', type: 'quantitative' } },
  });
  const ends = [least, last].map(({ customers }) => at(customers, proportional(customers)));
  return canvas(width, HEIGHT, pad, [
    ...rows.map((time) => {
      const y = HEIGHT - up(time);
      return line(
        [0, inner].map((x) => ({ x, y })),
        { strokeWidth: 1, color: colour('mist') },
      );
    }),
    texts(
      rows.map((time) => ({ x: -8, y: HEIGHT - up(time) + 4, text: `${time} s`, tone: 'quiet' })),
      { align: 'right', size: 11 },
    ),
    line(
      [0, inner].map((x) => ({ x, y: HEIGHT })),
      { strokeWidth: 1, color: colour('line') },
    ),
    texts(
      placed.map(({ x, p }) => ({ x, y: HEIGHT + 18, text: inWords(p.customers), tone: 'quiet' })),
      { align: 'center', size: 11 },
    ),
    line(ends, { strokeWidth: 1, strokeDash: [4, 4], color: colour('grey') }),
    line(placed, { strokeWidth: 2.5, color: colour('blue') }),
    {
      data: { values: placed },
      mark: { type: 'point', filled: true, size: 60, opacity: 1, color: colour('blue') },
      encoding: { x: pixel('x'), y: pixel('y') },
    },
    ...rimmed(placed.map(({ x, y, p }) => ({ x: x + 9, y: y + 12, text: lasting(p.seconds), tone: 'ink' }))),
    ...rimmed(
      placed.map(({ x, y, p }) => ({ x: x + 9, y: y + 26, text: `${gib(p).toFixed(2)} GiB`, tone: 'quiet' })),
      { size: 11 },
    ),
    texts(
      [
        {
          x: -pad.left,
          y: -22,
          text: `Wall time on ${workers} threads, and below it the largest memory. Dashed: in proportion to the customers.`,
          tone: 'quiet',
        },
      ],
      { size: 11 },
    ),
    texts([{ x: 0, y: HEIGHT + 40, text: 'Customers', tone: 'quiet' }], { size: 11 }),
  ]);
}
