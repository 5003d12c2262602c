import type { Scenario } from '../../scenario/scenario.ts';

/** A move that a scenario allows, from and to by the stages' order. */
type Move = { readonly from: number; readonly to: number; readonly loss: boolean };
type Port = { readonly move: Move; readonly arrives: boolean };

const SOLID = { along: '─', down: '│' };
const LOSS = { along: '╌', down: '╎' };

/**
 * The stages below one another with an arrow for each exit: `┐` and `┘` are its corners, `<` where it arrives, dashed
 * lines are losses. `marks` stand beside the names.
 */
export function stageMap({ stages }: Scenario, marks: readonly string[]): string[] {
  const names = Object.keys(stages);
  const moves = names.flatMap((name, from) =>
    Object.entries(stages[name].exits).map(([to, { loss }]): Move => ({ from, to: names.indexOf(to), loss })),
  );
  const rows = names.flatMap((_, stage): { stage: number; port: Port | null }[] => {
    const ports = portsOf(moves, stage);
    return ports.length === 0 ? [{ stage, port: null }] : ports.map((port) => ({ stage, port }));
  });
  const rowOf = (move: Move, arrives: boolean) =>
    rows.findIndex(({ port }) => port?.move === move && port.arrives === arrives);
  const lanes = lanesOf(moves.map((move) => ({ move, ends: [rowOf(move, false), rowOf(move, true)] })));
  const width = Math.max(...names.map((name) => name.length));
  const lines = rows.map(({ stage, port }, r) => {
    const first = r === 0 || rows[r - 1].stage !== stage;
    const arrows = lineOf(r, port, lanes);
    const line = `${(first ? names[stage] : '').padEnd(width)} ${arrows}`;
    return { line, mark: first ? marks[stage] : '' };
  });
  const wide = Math.max(...lines.map(({ line }) => line.length));
  return lines.map(({ line, mark }) => `${line.padEnd(wide)}  ${mark}`.trimEnd());
}

/** Arrows that meet a stage: those from and to stages above first, the nearest innermost, so that few cross. */
function portsOf(moves: readonly Move[], stage: number): Port[] {
  const ports = moves.flatMap((move) => [
    ...(move.to === stage ? [{ move, arrives: true }] : []),
    ...(move.from === stage ? [{ move, arrives: false }] : []),
  ]);
  const other = ({ move, arrives }: Port) => (arrives ? move.from : move.to);
  const above = ports.filter((port) => other(port) < stage).sort((a, b) => other(b) - other(a));
  const below = ports.filter((port) => other(port) >= stage).sort((a, b) => other(b) - other(a));
  return [...above, ...below];
}

type Lane = { readonly move: Move; readonly top: number; readonly bottom: number; readonly column: number };

/** Each arrow in the innermost column that no other takes up between its ends, short ones first. */
function lanesOf(arrows: readonly { readonly move: Move; readonly ends: readonly number[] }[]): Lane[] {
  const spans = arrows
    .map(({ move, ends }) => ({ move, top: Math.min(...ends), bottom: Math.max(...ends) }))
    .sort((a, b) => a.bottom - a.top - (b.bottom - b.top));
  const lanes: Lane[] = [];
  for (const span of spans) {
    const met = lanes.filter((lane) => lane.top <= span.bottom && span.top <= lane.bottom);
    let column = 0;
    while (met.some((lane) => lane.column === column)) column++;
    lanes.push({ ...span, column });
  }
  return lanes;
}

/** One row: the arrow of its port out to the lane, across whatever lanes pass by. */
function lineOf(row: number, port: Port | null, lanes: readonly Lane[]): string {
  const columns = Math.max(0, ...lanes.map(({ column }) => column + 1));
  const own = lanes.find(({ move }) => move === port?.move);
  const cells = Array.from({ length: columns }, (_, column) => {
    const passing = lanes.find((lane) => lane.column === column && lane.top <= row && row <= lane.bottom);
    const along = own !== undefined && column < own.column;
    const { along: dash } = own?.move.loss ? LOSS : SOLID;
    if (own?.column === column) return `${dash}${own.top === row ? '┐' : '┘'}`;
    const upright = passing === undefined ? null : (passing.move.loss ? LOSS : SOLID).down;
    return along ? `${dash}${upright ?? dash}` : ` ${upright ?? ' '}`;
  });
  const end = port === null ? '  ' : port.arrives ? '<' : (port.move.loss ? LOSS : SOLID).along;
  return `${end}${cells.join('')}`.trimEnd();
}
