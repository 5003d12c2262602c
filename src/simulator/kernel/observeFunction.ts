import type { Guardrails } from '../../guardrails/guardrails.ts';
import { NONE } from '../../journey/actions.ts';
import { Legality } from '../../journey/records.ts';
import type { Graph, LeafSource } from '../../language/graph.ts';
import type { ContextProgram } from '../../policies/context.ts';
import { sourceKey } from '../leafColumns.ts';
import { type Code, i32x4, makeCode } from './code.ts';
import { formulaLanes } from './formulaLanes.ts';
import { i32 } from './loop.ts';
import { ageLanes, daysSince } from './timeFunctions.ts';

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

/** What a business knows of a world's customers, and what it may do. */
export type Observed = { readonly context: ContextProgram; readonly guardrails: Guardrails };

/** Function `observe`: contexts and legality of the $n listed slots at tick $tick, four at a time. */
export function observeFunction(observed: Observed, places: ObservationPlaces): string {
  const code = makeCode();
  forListed(code, places, (four) => {
    const read = makeReader(code, four.cells, places);
    const reasons = legalityLanes(code, observed.guardrails, { read, places, four });
    const features = allFeatures(code, observed.context, read);
    storeContexts(code, features, four, places);
    storeLegality(code, reasons, four, places);
  });
  return code.text('observe', {
    parameters: [
      ['n', 'i32'],
      ['tick', 'i32'],
    ],
  });
}

/** Four listed rows: the number of the first, the place of its entries in 4-byte lists, the rows' cells in columns. */
export type FourListed = { readonly row: string; readonly at: string; readonly cells: readonly string[] };

/** Goes through the $n listed slots by fours. */
export function forListed(code: Code, { slots }: ObservationPlaces, body: (four: FourListed) => void): void {
  const i = code.variable('i32');
  const row = `(local.get ${i})`;
  code.push(`(block $done (loop $next (br_if $done (i32.ge_s ${row} (local.get $n)))`);
  const at = code.i32(`(i32.shl ${row} ${i32(2)})`);
  const cells = [0, 1, 2, 3].map((lane) =>
    code.i32(`(i32.shl (i32.load offset=${slots + 4 * lane} ${at}) ${i32(2)})`),
  );
  body({ row, at, cells });
  code.push(`(local.set ${i} (i32.add ${row} ${i32(4)})) (br $next)))`);
}

/** By graph, by leaf: text that reads the leaf's four values. */
export type Read = (graph: Graph) => (leaf: number) => string;

/** Every feature of the context, in order, for four customers. */
export function allFeatures(code: Code, context: ContextProgram, read: Read): string[] {
  const features = featureLanes(
    code,
    context,
    context.nodes.map((_, j) => j),
    read,
  );
  return context.nodes.map((_, j) => features(j));
}

/** Those features that are wanted, and no others. */
export function featureLanes(
  code: Code,
  { graph, nodes }: ContextProgram,
  wanted: readonly number[],
  read: Read,
): (feature: number) => string {
  const lanes = formulaLanes(
    code,
    graph,
    wanted.map((j) => nodes[j]),
    read(graph),
  );
  return (j) => lanes.value(nodes[j]);
}

/** Gathers each source once, whichever graph reads it. */
export function makeReader(code: Code, cells: readonly string[], places: ObservationPlaces): Read {
  const gathered = new Map<string, string>();
  const value = (source: LeafSource): string => {
    if (source.kind === 'inStage')
      return daysSince(gather(code, cells, places.since(source)), places.tickMinutes);
    if (source.kind !== 'since') return gather(code, cells, places.column(source));
    return ageLanes(gather(code, cells, places.since(source)), source.never, places.tickMinutes);
  };
  return (graph) => (leaf) => {
    const { source } = graph.leaves[leaf];
    const key = sourceKey(source);
    const text = gathered.get(key) ?? code.v128(value(source));
    gathered.set(key, text);
    return text;
  };
}

/** Four 4-byte values at `column` + cell. */
export function gather(code: Code, cells: readonly string[], column: number): string {
  return cells
    .slice(1)
    .reduce(
      (so, cell, k) => code.v128(`(v128.load32_lane offset=${column} ${k + 1} ${cell} ${so})`),
      code.v128(`(v128.load32_zero offset=${column} ${cells[0]})`),
    );
}

/**
 * By action the code of its legality, as guardrails/mask.ts has it: the reason of the first condition that does not hold;
 * `holdout` goes before all.
 */
export function legalityLanes(
  code: Code,
  { graph, actions }: Guardrails,
  {
    read,
    places,
    four,
  }: { readonly read: Read; readonly places: ObservationPlaces; readonly four: FourListed },
): string[] {
  const held = code.v128(`(i32x4.ne (v128.load offset=${places.heldOut} ${four.at}) ${i32x4(0)})`);
  const roots = actions.flatMap(({ conditions }) => conditions.map(({ node }) => node));
  const lanes = formulaLanes(code, graph, roots, read(graph));
  return actions.map(({ action, conditions }) => {
    let reason = i32x4(Legality.legal);
    for (const { node, reason: why } of [...conditions].reverse()) {
      reason = code.v128(`(v128.bitselect ${reason} ${i32x4(why)} ${lanes.holds(node)})`);
    }
    if (action === NONE) return reason;
    return code.v128(`(v128.bitselect ${i32x4(Legality.holdout)} ${reason} ${held})`);
  });
}

/** Writes the features of four rows, [n x d] row-major. */
export function storeContexts(
  code: Code,
  features: readonly string[],
  { row }: FourListed,
  { context }: ObservationPlaces,
): void {
  storeRows(code, features, row, context);
}

/** Writes f32 values of four rows, [n x width] row-major. */
export function storeRows(code: Code, values: readonly string[], row: string, place: number): void {
  const from = code.i32(`(i32.mul ${row} ${i32(4 * values.length)})`);
  values.forEach((value, j) => {
    for (let lane = 0; lane < 4; lane++) {
      const offset = place + 4 * (lane * values.length + j);
      code.push(`(v128.store32_lane offset=${offset} ${lane} ${from} ${value})`);
    }
  });
}

export function storeLegality(
  code: Code,
  reasons: readonly string[],
  { row }: FourListed,
  { legality }: ObservationPlaces,
): void {
  const from = code.i32(`(i32.mul ${row} ${i32(reasons.length)})`);
  reasons.forEach((reason, a) => {
    for (let lane = 0; lane < 4; lane++) {
      const offset = legality + lane * reasons.length + a;
      code.push(`(v128.store8_lane offset=${offset} ${4 * lane} ${from} ${reason})`);
    }
  });
}
