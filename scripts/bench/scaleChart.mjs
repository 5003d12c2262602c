import { palette } from '../../dist/reports/palette.js';

const ink = (tone) => palette[tone].light;

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

/** Seconds and memory of runs by their customers, both axes logarithmic, with a line of time in proportion. */
export function scaleChart({ points, ticks, workers }) {
  const [least, most] = [points[0], points.at(-1)];
  const gib = Math.max(...points.map(({ peak }) => peak)) / 2 ** 30;
  const title = `${inWords(most.customers)} customers over ${ticks} days take ${lasting(most.seconds)} on ${workers} cores and ${gib.toFixed(1)} GiB; time grows with the customers`;
  return {
    title: title[0].toUpperCase() + title.slice(1),
    alt: `Both axes logarithmic. ${points.map((p) => `${inWords(p.customers)}: ${lasting(p.seconds)}, ${(p.peak / 2 ** 30).toFixed(2)} GiB`).join('; ')}.`,
    spec: (width) => draw({ points, least, most }, width),
  };
}

function draw({ points, least, most }, width) {
  const pad = { left: 62, right: 74, top: 26, bottom: 46 };
  const seconds = points.map((p) => p.seconds);
  const x = {
    field: 'customers',
    type: 'quantitative',
    scale: { type: 'log', domain: [least.customers / 1.3, most.customers * 1.3] },
    axis: {
      values: points.map((p) => p.customers),
      labelExpr:
        "datum.value >= 1e6 ? format(datum.value / 1e6, '.2~r') + ' million' : format(datum.value, ',')",
      ...{
        grid: false,
        title: null,
        labelColor: ink('quiet'),
        tickColor: ink('line'),
        domainColor: ink('line'),
      },
    },
  };
  const y = {
    field: 'seconds',
    type: 'quantitative',
    scale: { type: 'log', domain: [Math.min(...seconds) / 1.7, Math.max(...seconds) * 1.5] },
    axis: {
      ...{
        title: null,
        tickCount: 4,
        labelExpr: "format(datum.value, ',~r') + ' s'",
        domain: false,
        ticks: false,
      },
      ...{ gridColor: ink('mist'), labelColor: ink('quiet') },
    },
  };
  const each = seconds.at(-1) / most.customers;
  const proportional = [least, most].map(({ customers }) => ({ customers, seconds: each * customers }));
  const labelled = points.map((p) => ({
    ...p,
    time: lasting(p.seconds),
    memory: `${(p.peak / 2 ** 30).toFixed(2)} GiB`,
  }));
  const text = (field, dy, tone) => ({
    data: { values: labelled },
    mark: { type: 'text', align: 'left', dx: 9, dy, fontSize: 12, color: ink(tone) },
    encoding: { x, y, text: { field } },
  });
  const note = (value, at, dy) => ({
    data: { values: [{}] },
    mark: { type: 'text', align: 'left', fontSize: 11, color: ink('quiet'), x: at, y: dy },
    encoding: { text: { value } },
  });
  return {
    width: width - pad.left - pad.right,
    height: 270,
    padding: pad,
    layer: [
      {
        data: { values: proportional },
        mark: { type: 'line', strokeWidth: 1, strokeDash: [4, 4], color: ink('grey') },
        encoding: { x, y },
      },
      {
        data: { values: labelled },
        mark: { type: 'line', strokeWidth: 2.5, color: ink('blue'), point: { size: 60, color: ink('blue') } },
        encoding: { x, y },
      },
      text('time', 4, 'ink'),
      text('memory', 19, 'quiet'),
      note('Wall time; below it the largest memory. Dashed: in proportion to the customers.', -pad.left, -14),
      note('Customers', 0, 270 + 40),
    ],
    config: { view: { stroke: null }, axis: { labelFontSize: 11 } },
  };
}
