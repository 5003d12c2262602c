import type { Comparison, Uplift } from '../../evaluation/comparison.ts';
import { count, stepOfMeans, type Unit, write, writeInterval, writeMean } from '../amounts.ts';
import type { Chart, ChartDefinition } from '../chart.ts';
import { type Grid, heatGrid } from '../heatGrid.ts';
import { actionLabel, actionName, label, words } from '../names.ts';
import { pairOf } from '../pair.ts';

/** What a picture holds: so many segments, and the rows with the strongest clear effects. The table has all. */
const SEGMENTS = 4;
const ROWS = 18;

/** Which intervention, at which stage, for whom: its expected effect on value against doing nothing. */
export const uplift: ChartDefinition<Comparison> = {
  name: 'uplift',
  place: 'interventions',
  chart(comparison) {
    const order = comparison.scenario.stages.map((stage) => stage.name);
    const place = (u: Uplift) => (order.includes(u.stage) ? order.indexOf(u.stage) : order.length);
    const uplifts = [...comparison.uplifts].sort((a, b) => place(a) - place(b));
    if (uplifts.length === 0) return null;
    const { money } = pairOf(comparison);
    const step = stepOfMeans(
      uplifts.map((u) => u.effect),
      money,
    );
    const grid = gridOf(uplifts, money, step);
    const all = new Set(uplifts.map(rowKey)).size;
    const cut = all > ROWS ? ` The ${ROWS} strongest of ${all} rows; the numbers have all.` : '';
    return {
      title: bestInWords(uplifts, money),
      caption:
        `Expected effect on a customer’s value, in ${comparison.scenario.currency}, of doing it once at a decision in that stage instead of ` +
        `contacting nobody, everything else as today; the interval below. Grey: the sign is not clear. Framed: the best clear gain of its stage and segment.${cut}`,
      alt: `Tinted cells. ${clearInWords(uplifts, money, step)}`,
      table: tableOf(uplifts, money, step),
      spec: (width) => heatGrid(grid, width),
    };
  },
};

function gridOf(uplifts: readonly Uplift[], unit: Unit, step: number): Grid {
  const segments = tellingSegments(uplifts);
  const strongest = Math.max(...uplifts.filter((u) => sign(u) !== 0).map((u) => Math.abs(u.effect.mean)), 0);
  const rows = strongestRows(uplifts);
  const best = (u: Uplift) =>
    sign(u) > 0 &&
    !uplifts.some(
      (v) => v.stage === u.stage && v.segment === u.segment && sign(v) > 0 && v.effect.mean > u.effect.mean,
    );
  return {
    columns: segments.map(label),
    rows: rows.map(({ stage, action }) => ({
      group: label(stage),
      label: actionLabel(action),
      cells: segments.map((segment) => {
        const u = uplifts.find((v) => v.stage === stage && v.action === action && v.segment === segment);
        if (u === undefined) return null;
        return {
          text: write(u.effect.mean, unit, { step, signed: true, bare: true }),
          note: writeInterval(u.effect.interval, unit, step),
          level: sign(u) === 0 ? 0 : sign(u) * strengthOf(Math.abs(u.effect.mean) / strongest),
          framed: best(u),
        };
      }),
    })),
  };
}

/** 1 to 3, for an effect's share of the strongest. */
const strengthOf = (share: number) => Math.min(3, Math.max(1, Math.ceil(3 * share)));

const rowKey = (u: Uplift) => `${u.stage}\n${u.action}`;

/** One uplift for each row shown, in the order given. */
function strongestRows(uplifts: readonly Uplift[]): Uplift[] {
  const rows = [...new Map(uplifts.map((u) => [rowKey(u), u])).values()];
  const strength = (row: Uplift) =>
    Math.max(
      ...uplifts.filter((u) => rowKey(u) === rowKey(row)).map((u) => Math.abs(sign(u) * u.effect.mean)),
    );
  const kept = new Set([...rows].sort((a, b) => strength(b) - strength(a)).slice(0, ROWS));
  return rows.filter((row) => kept.has(row));
}

/** The largest segment, the two with the strongest clear gains, then those with the strongest clear losses. */
function tellingSegments(uplifts: readonly Uplift[]): string[] {
  const all = [...new Set(uplifts.map((u) => u.segment))];
  const ranked = (by: (u: Uplift) => number) => {
    const top = (segment: string) => Math.max(...uplifts.filter((u) => u.segment === segment).map(by));
    return [...all].sort((a, b) => top(b) - top(a));
  };
  const clear = (u: Uplift) => (sign(u) === 0 ? 0 : u.effect.mean);
  const order = [ranked((u) => u.customers)[0], ...ranked(clear).slice(0, 3), ...ranked((u) => -clear(u))];
  const kept = new Set([...new Set(order)].slice(0, SEGMENTS));
  return all.filter((segment) => kept.has(segment));
}

/** 1 where the interval is above zero, -1 below, else 0. */
function sign({ effect }: Uplift): number {
  if (effect.interval[0] > 0) return 1;
  return effect.interval[1] < 0 ? -1 : 0;
}

/** The strongest clear effects, as the cells cannot all be read out. */
function clearInWords(uplifts: readonly Uplift[], unit: Unit, step: number): string {
  const clear = uplifts
    .filter((u) => sign(u) !== 0)
    .sort((a, b) => Math.abs(b.effect.mean) - Math.abs(a.effect.mean));
  if (clear.length === 0) return 'No effect has a clear sign.';
  const said = clear.slice(0, 8).map((u) => {
    const effect = writeMean(u.effect, unit, { step, signed: true });
    return `${actionName(u.action)} in ${words(u.stage)} for ${words(u.segment)}: ${effect}`;
  });
  return `The strongest of ${clear.length} clear effects: ${said.join('; ')}.`;
}

function tableOf(uplifts: readonly Uplift[], unit: Unit, step: number): Chart['table'] {
  return {
    caption: 'Expected effect of doing it once, against no contact',
    columns: [
      { title: 'Stage' },
      { title: 'Action' },
      { title: 'Segment' },
      { title: 'Customers', numeric: true },
      { title: 'Effect', numeric: true },
      { title: 'Interval', numeric: true },
    ],
    rows: uplifts.map((u) => [
      label(u.stage),
      actionLabel(u.action),
      label(u.segment),
      count(u.customers),
      write(u.effect.mean, unit, { step, signed: true }),
      writeInterval(u.effect.interval, unit, step),
    ]),
  };
}

function bestInWords(uplifts: readonly Uplift[], unit: Unit): string {
  const gains = uplifts.filter((u) => sign(u) > 0);
  if (gains.length === 0) return 'No single intervention gains clearly in any stage or segment';
  const best = gains.reduce((a, b) => (b.effect.mean > a.effect.mean ? b : a));
  return (
    `${actionLabel(best.action)} in ${words(best.stage)} gains most: ` +
    `${writeMean(best.effect, unit)} a customer in “${words(best.segment)}”`
  );
}
