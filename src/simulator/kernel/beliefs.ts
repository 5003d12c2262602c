import type { Graph } from '../../language/graph.ts';
import type { Bins } from '../../policies/bins.ts';
import { type Encoding, Rule } from '../../policies/encoding.ts';
import type { Law } from '../../policies/laws.ts';
import type { LinearData } from '../../policies/linear.ts';
import type { PolicyBody, ProblemSpec } from '../../policies/policy.ts';
import type { RulesData } from '../../policies/rules.ts';
import type { TableData } from '../../policies/table.ts';
import { type Code, f32x4, i32x4 } from './code.ts';
import { formulaLanes } from './formulaLanes.ts';
import { i32 } from './loop.ts';
import { logLanes } from './transcendentalLanes.ts';

/** What a frozen policy believes of each action, over four customers at a time, and the share of chance in its law. */
export type Beliefs = {
  readonly epsilon: number;
  /** Values that the function reads from the policy's room of the block; null where it has none there. */
  readonly table: Float32Array | null;
  /** Texts of the actions' values. `feature` reads a feature of the context. */
  values(code: Code, feature: (j: number) => string, room: number): string[];
};

/** The beliefs of a body whose law is greedy with a floor; null for other laws, and for forms that are not compiled. */
export function beliefsOf({ kind, data }: PolicyBody, spec: ProblemSpec): Beliefs | null {
  const actions = spec.actions.actions.map(({ name }) => name);
  const { law = { kind: 'greedy', epsilon: 1 } } = data as { readonly law?: Law };
  if (law.kind !== 'greedy') return null;
  const { epsilon } = law;
  const fixed = (worth: (name: string) => number): Beliefs => ({
    epsilon,
    table: null,
    values: () => actions.map((name) => f32x4(worth(name))),
  });
  const none = spec.actions.none === null ? null : actions[spec.actions.none];
  switch (kind) {
    case 'uniform':
      return fixed(() => 0);
    case 'constant': {
      const { action } = data as { readonly action: string };
      return fixed((name) => (name === action ? 2 : name === none ? 1 : 0));
    }
    case 'rules':
      return {
        epsilon,
        table: null,
        values: (code, read) => ruleValues(code, data as RulesData, spec, read),
      };
    case 'linear':
      return {
        epsilon,
        table: null,
        values: (code, read) => linearValues(code, data as LinearData, actions.length, read),
      };
    case 'table': {
      const { bins, values } = data as TableData;
      return {
        epsilon,
        table: values,
        values: (code, read, room) => tableValues(code, bins, { actions: actions.length, read, room }),
      };
    }
    default:
      return null;
  }
}

type Read = (feature: number) => string;

/** policies/rules.ts: the first rule that holds is worth most. */
function ruleValues(code: Code, { graph, rules }: RulesData, spec: ProblemSpec, read: Read): string[] {
  const conditions = rules.flatMap(({ when }) => (when === null ? [] : [when]));
  const lanes = formulaLanes(code, graph, conditions, featureReader(graph, spec, read));
  const values = spec.actions.actions.map((_, a) => f32x4(a === spec.actions.none ? 0.5 : 0));
  for (let r = rules.length - 1; r >= 0; r--) {
    const { when, action } = rules[r];
    const a = spec.actions.actions.findIndex(({ name }) => name === action);
    const worth = f32x4(rules.length - r);
    values[a] =
      when === null ? worth : code.v128(`(v128.bitselect ${worth} ${values[a]} ${lanes.mask(when)})`);
  }
  return values;
}

function featureReader(graph: Graph, { features }: ProblemSpec, read: Read) {
  return (leaf: number) => {
    const { source } = graph.leaves[leaf];
    const name = source.kind === 'feature' ? source.name : '';
    return read(features.features.findIndex((feature) => feature.name === name));
  };
}

/** policies/linear.ts: z' theta_a in f32, in the order of the columns; columns of no weight are left out. */
function linearValues(code: Code, { encoding, theta }: LinearData, actions: number, read: Read): string[] {
  const z = makeDesign(code, encoding, read);
  const k = encoding.width;
  return Array.from({ length: actions }, (_, a) => {
    let sum = f32x4(0);
    for (let j = 0; j < k; j++) {
      const weight = theta[a * k + j];
      if (weight !== 0) sum = code.v128(`(f32x4.add ${sum} (f32x4.mul ${f32x4(weight)} ${z(j)}))`);
    }
    return sum;
  });
}

/** policies/encoding.ts, column by column, each worked out once and only where somebody reads it. */
function makeDesign(code: Code, e: Encoding, read: Read): (column: number) => string {
  const made = new Map<number, string>();
  const first = e.width - e.hingeOf.length - e.products.length / 2;
  const column = (at: number): string => {
    const text = made.get(at) ?? code.v128(write(at));
    made.set(at, text);
    return text;
  };
  const write = (at: number): string => {
    if (at === 0) return f32x4(1);
    if (at >= first + e.hingeOf.length) {
      const p = 2 * (at - first - e.hingeOf.length);
      return `(f32x4.mul ${column(e.products[p])} ${column(e.products[p + 1])})`;
    }
    if (at >= first) {
      const h = at - first;
      return `(f32x4.max ${f32x4(0)} (f32x4.sub ${column(e.hingeOf[h])} ${f32x4(e.hingeAt[h])}))`;
    }
    return featureColumn(code, e, at, read);
  };
  return column;
}

function featureColumn(code: Code, e: Encoding, at: number, read: Read): string {
  for (let j = 0; j < e.inputs; j++) {
    const level = at - e.column[j];
    if (e.missing[j] === at) return `(v128.and (f32x4.ne ${read(j)} ${read(j)}) ${f32x4(1)})`;
    if (e.rule[j] === Rule.category) {
      if (level >= 0 && level < e.levels[j])
        return `(v128.and (f32x4.eq ${read(j)} ${f32x4(level)}) ${f32x4(1)})`;
    } else if (level === 0) return standardisedLanes(code, e, j, read(j));
  }
  return f32x4(0);
}

function standardisedLanes(code: Code, e: Encoding, j: number, x: string): string {
  const value =
    e.rule[j] === Rule.log
      ? logLanes(code, code.v128(`(f32x4.add ${f32x4(1)} (f32x4.pmax ${x} ${f32x4(0)}))`))
      : x;
  const z = `(f32x4.mul (f32x4.sub ${value} ${f32x4(e.mean[j])}) ${f32x4(e.factor[j])})`;
  const cut = `(f32x4.pmax (f32x4.pmin ${code.v128(z)} ${f32x4(10)}) ${f32x4(-10)})`;
  return `(v128.and ${cut} (f32x4.eq ${x} ${x}))`;
}

/** policies/table.ts: the cell of each lane, then its actions' values out of the room. */
function tableValues(
  code: Code,
  bins: Bins,
  { actions, read, room }: { readonly actions: number; readonly read: Read; readonly room: number },
): string[] {
  let cell = i32x4(0);
  for (const { feature, count, edges } of bins.features) {
    const bin = edges.length === 0 ? levelLanes(read(feature), count) : edgeLanes(read(feature), edges);
    cell = code.v128(`(i32x4.add (i32x4.mul ${cell} ${i32x4(count)}) ${bin})`);
  }
  const rows = [0, 1, 2, 3].map((lane) =>
    code.i32(`(i32.mul (i32x4.extract_lane ${lane} ${cell}) ${i32(4 * actions)})`),
  );
  return Array.from({ length: actions }, (_, a) =>
    rows
      .slice(1)
      .reduce(
        (so, row, k) => code.v128(`(v128.load32_lane offset=${room + 4 * a} ${k + 1} ${row} ${so})`),
        code.v128(`(v128.load32_zero offset=${room + 4 * a} ${rows[0]})`),
      ),
  );
}

function edgeLanes(x: string, edges: Float32Array): string {
  return [...edges].reduce((bin, edge) => `(i32x4.sub ${bin} (f32x4.ge ${x} ${f32x4(edge)}))`, i32x4(0));
}

/** A NaN is level 0, as trunc_sat has it. */
function levelLanes(x: string, count: number): string {
  const whole = `(i32x4.trunc_sat_f32x4_s (f32x4.floor ${x}))`;
  return `(i32x4.max_s ${i32x4(0)} (i32x4.min_s ${i32x4(count - 1)} ${whole}))`;
}
