import { boxes, canvas, type Text, texts } from './layers.ts';
import type { Tone } from './palette.ts';
import type { Spec } from './render.ts';
import { textWidth, wrap } from './wrap.ts';

/** `level` from -3 (a strong loss) to 3 (a strong gain). */
export type GridCell = {
  readonly text: string;
  readonly note: string;
  readonly level: number;
  readonly framed: boolean;
};
export type GridRow = {
  readonly group: string;
  readonly label: string;
  readonly cells: readonly (GridCell | null)[];
};
export type Grid = { readonly columns: readonly string[]; readonly rows: readonly GridRow[] };

const CELL = 40;
const GAP = 4;
const GROUP = 30;
const LINE = 13;
const tones: readonly Tone[] = ['loss3', 'loss2', 'loss1', 'even', 'gain1', 'gain2', 'gain3'];

/** Tinted cells with a number and its interval: rows in groups, one column for each segment. */
export function heatGrid(grid: Grid, width: number): Spec {
  const small = width < 500;
  const longest = Math.max(...grid.rows.map((row) => textWidth(row.label, 12.5)));
  const left = Math.min(small ? 96 : 200, Math.ceil(longest + 14));
  const cell = Math.min(180, Math.floor((width - left) / grid.columns.length));
  const places = placed(grid.rows);
  const titles = grid.columns.map((title) => wrap(title, cell - GAP - 6, { size: 11, most: 3 }));
  const heads = titles.flatMap((lines, i) =>
    lines.map((text, line): Text => {
      const y = -10 - (lines.length - 1 - line) * 13;
      return { x: (i + 0.5) * cell - GAP / 2, y, text, tone: 'quiet' };
    }),
  );
  const cells = grid.rows.flatMap((row, r) =>
    row.cells.flatMap((content, c) => (content === null ? [] : [{ ...content, x: c * cell, y: places[r] }])),
  );
  const inset = (by: number) => (c: (typeof cells)[number]) => ({
    x: c.x + by,
    x2: c.x + cell - GAP - by,
    y: c.y + by,
    y2: c.y + CELL - by,
    tone: by > 0 || !c.framed ? tones[c.level + 3] : ('ink' as const),
  });
  const centre = (c: (typeof cells)[number], dy: number) => ({
    x: c.x + (cell - GAP) / 2,
    y: c.y + dy,
    tone: 'ink' as const,
  });
  const height = places[places.length - 1] + CELL;
  const margins = {
    left,
    right: width - left - cell * grid.columns.length,
    top: 12 + 13 * Math.max(...titles.map((lines) => lines.length)),
    bottom: 4,
  };
  return canvas(width, height, margins, [
    texts(heads, { align: 'center', size: 11 }),
    ...rowNames(grid.rows, places, left),
    boxes(cells.map(inset(0)), { radius: 4 }),
    boxes(cells.filter((c) => c.framed).map(inset(2)), { radius: 3 }),
    texts(
      cells.map((c) => ({ ...centre(c, 18), text: c.text })),
      { align: 'center', size: 13, bold: true },
    ),
    texts(
      cells.map((c) => ({ ...centre(c, 32), text: c.note })),
      { align: 'center', size: small ? 10 : 11 },
    ),
  ]);
}

/** The top of each row's cells. */
function placed(rows: readonly GridRow[]): number[] {
  let y = 0;
  return rows.map((row, i) => {
    if (row.group !== rows[i - 1]?.group) y += i === 0 ? GROUP - 12 : GROUP;
    const top = y;
    y += CELL + GAP;
    return top;
  });
}

function rowNames(rows: readonly GridRow[], places: readonly number[], left: number): Spec[] {
  const groups: Text[] = [];
  const names: Text[] = [];
  rows.forEach((row, i) => {
    if (row.group !== rows[i - 1]?.group)
      groups.push({ x: -left, y: places[i] - 8, text: row.group, tone: 'ink' });
    const lines = wrap(row.label, left - 8, { most: 3 });
    lines.forEach((text, line) => {
      const y = places[i] + CELL / 2 + 4 + (line - (lines.length - 1) / 2) * LINE;
      names.push({ x: -left, y, text, tone: 'ink' });
    });
  });
  return [texts(groups, { bold: true }), texts(names)];
}
