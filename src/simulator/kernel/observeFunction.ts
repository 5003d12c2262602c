import type { Guardrails } from '../../guardrails/guardrails.ts';
import { NONE } from '../../journey/actions.ts';
import { Legality } from '../../journey/records.ts';
import type { Graph, LeafSource } from '../../language/graph.ts';
import type { ContextProgram } from '../../policies/context.ts';
import { sourceKey } from '../leafColumns.ts';
import { type Code, f32x4, i32x4, makeCode } from './code.ts';
import { formulaLanes } from './formulaLanes.ts';
import { i32 } from './loop.ts';
import { daysSince } from './timeFunctions.ts';

/** Where an observation reads and writes. */
export type ObservationPlaces = {
  /** [n] i32: the slots to be observed, and 1 where a customer is held out; up to three beyond the last are read. */
  readonly slots: number;
  readonly heldOut: number;
  /** [n x d] f32 and [n x A] u8, with room for three rows more. */
  readonly context: number;
  readonly legality: number;
  /** Address of a source's column. */
  readonly column: (source: LeafSource) => number;
  /** Address of the column of ticks that a time counts from: of a last happening, or since a stage holds. */
  readonly since: (source: Extract<LeafSource, { kind: 'since' | 'inStage' }>) => number;
  readonly tickMinutes: number;
};

/** Function `observe`: contexts and legality of the $n listed slots at tick $tick, four at a time. */
export function observeFunction(
  context: ContextProgram,
  guardrails: Guardrails,
  places: ObservationPlaces,
): string {
  const code = makeCode();
  const i = code.variable('i32');
  code.push(`(block $done (loop $next (br_if $done (i32.ge_s (local.get ${i}) (local.get $n)))`);
  const at = code.i32(`(i32.shl (local.get ${i}) ${i32(2)})`);
  const cells = [0, 1, 2, 3].map((lane) =>
    code.i32(`(i32.shl (i32.load offset=${places.slots + 4 * lane} ${at}) ${i32(2)})`),
  );
  const read = makeReader(code, cells, places);
  writeContexts(code, context, { read, at: `(local.get ${i})`, place: places.context });
  writeLegality(code, guardrails, { read, at: `(local.get ${i})`, ...places, heldAt: at });
  code.push(`(local.set ${i} (i32.add (local.get ${i}) ${i32(4)})) (br $next)))`);
  return code.text('observe', {
    parameters: [
      ['n', 'i32'],
      ['tick', 'i32'],
    ],
  });
}

type Read = (graph: Graph) => (leaf: number) => string;

/** Gathers each source once, whichever graph reads it. */
function makeReader(code: Code, cells: readonly string[], places: ObservationPlaces): Read {
  const gathered = new Map<string, string>();
  const gather = (column: number) =>
    cells
      .slice(1)
      .reduce(
        (so, cell, k) => code.v128(`(v128.load32_lane offset=${column} ${k + 1} ${cell} ${so})`),
        code.v128(`(v128.load32_zero offset=${column} ${cells[0]})`),
      );
  const value = (source: LeafSource): string => {
    if (source.kind === 'inStage') return daysSince(gather(places.since(source)), places.tickMinutes);
    if (source.kind !== 'since') return gather(places.column(source));
    const tick = gather(places.since(source));
    const age = `(f32x4.min ${daysSince(tick, places.tickMinutes)} ${f32x4(source.never)})`;
    return `(v128.bitselect ${f32x4(source.never)} ${age} (i32x4.lt_s ${tick} ${i32x4(0)}))`;
  };
  return (graph) => (leaf) => {
    const { source } = graph.leaves[leaf];
    const key = sourceKey(source);
    const text = gathered.get(key) ?? code.v128(value(source));
    gathered.set(key, text);
    return text;
  };
}

function writeContexts(
  code: Code,
  { graph, nodes }: ContextProgram,
  { read, at, place }: { readonly read: Read; readonly at: string; readonly place: number },
): void {
  const lanes = formulaLanes(code, graph, nodes, read(graph));
  const row = code.i32(`(i32.mul ${at} ${i32(4 * nodes.length)})`);
  nodes.forEach((node, j) => {
    const value = lanes.value(node);
    for (let lane = 0; lane < 4; lane++) {
      const offset = place + 4 * (lane * nodes.length + j);
      code.push(`(v128.store32_lane offset=${offset} ${lane} ${row} ${value})`);
    }
  });
}

/** As guardrails/mask.ts: the reason of the first condition that does not hold; `holdout` goes before all. */
function writeLegality(
  code: Code,
  { graph, actions }: Guardrails,
  {
    read,
    at,
    legality,
    heldOut,
    heldAt,
  }: {
    readonly read: Read;
    readonly at: string;
    readonly legality: number;
    readonly heldOut: number;
    readonly heldAt: string;
  },
): void {
  const roots = actions.flatMap(({ conditions }) => conditions.map(({ node }) => node));
  const lanes = formulaLanes(code, graph, roots, read(graph));
  const held = code.v128(`(i32x4.ne (v128.load offset=${heldOut} ${heldAt}) ${i32x4(0)})`);
  const row = code.i32(`(i32.mul ${at} ${i32(actions.length)})`);
  actions.forEach(({ action, conditions }, a) => {
    let reason = i32x4(Legality.legal);
    for (const { node, reason: why } of [...conditions].reverse()) {
      reason = code.v128(`(v128.bitselect ${reason} ${i32x4(why)} ${lanes.holds(node)})`);
    }
    if (action !== NONE) reason = code.v128(`(v128.bitselect ${i32x4(Legality.holdout)} ${reason} ${held})`);
    for (let lane = 0; lane < 4; lane++) {
      const offset = legality + lane * actions.length + a;
      code.push(`(v128.store8_lane offset=${offset} ${4 * lane} ${row} ${reason})`);
    }
  });
}
