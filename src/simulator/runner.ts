import { issue, NextmoveError } from '../core/issue.ts';
import type { Graph } from '../language/graph.ts';
import {
  makeWorkspace,
  type Program,
  prepareProgram,
  type Registers,
  runProgram,
  type Workspace,
} from '../language/interpret.ts';
import { type LeafColumns, leafColumns } from './leafColumns.ts';
import type { Slots } from './slots.ts';

/** Some formulas of a world bound to a block's columns, ready to run over any of its rows. */
export type Runner = {
  readonly program: Program;
  readonly workspace: Workspace;
  readonly columns: readonly (Float32Array | undefined)[];
  /** Where each formula stands in the scenario, for errors. */
  readonly labels: readonly string[];
  /** [capacity] what the only formula comes to where it is the same for everybody, or null. */
  readonly constant: Float32Array | null;
  /** Room for the slots of listed rows. */
  readonly slots: Int32Array;
};

export function makeRunner(
  graph: Graph,
  formulas: readonly { readonly label: string; readonly node: number }[],
  columns: LeafColumns,
  registers: Registers,
): Runner {
  const program = prepareProgram(
    graph,
    formulas.map((formula) => formula.node),
  );
  return {
    program,
    workspace: makeWorkspace(program, registers.capacity, registers),
    columns: leafColumns(graph, columns),
    labels: formulas.map((formula) => formula.label),
    constant: formulas.length === 1 ? constantOf(graph, formulas[0].node, registers.capacity) : null,
    slots: new Int32Array(registers.capacity),
  };
}

function constantOf({ nodes }: Graph, node: number, capacity: number): Float32Array | null {
  const of = nodes[node];
  return of.op === 'const' ? new Float32Array(capacity).fill(of.value) : null;
}

/** Who and when, for errors about a value, and where the columns hold whom. */
export type Place = {
  readonly tick: number;
  readonly idLow: Uint32Array;
  readonly idHigh: Uint32Array;
  readonly slots: Slots;
};

/**
 * Runs the formulas over rows[0 .. n-1]; result k, lane i is formula k of row rows[i]. The arrays hold until any
 * runner of the same registers runs. Throws NextmoveError where a result is not a number.
 */
export function evaluate(runner: Runner, rows: Int32Array, n: number, place: Place): readonly Float32Array[] {
  const { slots } = runner;
  for (let i = 0; i < n; i++) slots[i] = place.slots.of[rows[i]];
  runProgram(runner.program, runner.workspace, runner.columns, slots, n);
  return checked(runner, rows, n, place);
}

/** The same over the rows of slots from .. from + n - 1, which hold still. */
export function evaluateSlots(
  runner: Runner,
  from: number,
  n: number,
  place: Place,
): readonly Float32Array[] {
  const pieces = runner.columns.map((column) => column?.subarray(from, from + n));
  runProgram(runner.program, runner.workspace, pieces, null, n);
  return checked(runner, place.slots.row.subarray(from, from + n), n, place);
}

/** The same where every result is a chance. */
export function evaluateChances(runner: Runner, rows: Int32Array, n: number, place: Place): Float32Array {
  const chances = runner.constant ?? evaluate(runner, rows, n, place)[0];
  for (let i = 0; i < n; i++) if (!isChance(chances[i])) throw noChance(runner, chances[i], rows[i], place);
  return chances;
}

export const isChance = (value: number) => value >= 0 && value <= 1;

export function noChance({ labels }: Runner, value: number, row: number, place: Place): NextmoveError {
  return refuseValue(labels[0], 'a chance from 0 to 1', value, row, place);
}

function checked(runner: Runner, rows: Int32Array, n: number, place: Place): readonly Float32Array[] {
  const { results } = runner.workspace;
  for (let k = 0; k < results.length; k++) {
    const lane = firstNotANumber(results[k], n);
    if (lane >= 0) throw notANumber(runner.labels[k], rows[lane], place);
  }
  return results;
}

/** Lane of the first value that is not a number, or -1. A sum of several shows whether they are worth a look. */
function firstNotANumber(values: Float32Array, n: number): number {
  let i = 0;
  while (i + 3 < n && !Number.isNaN(values[i] + values[i + 1] + values[i + 2] + values[i + 3])) i += 4;
  for (; i < n; i++) if (Number.isNaN(values[i])) return i;
  return -1;
}

/** Customer as people name it: its index for the initial cohort, both halves otherwise. */
export function customerName(row: number, place: Place): string {
  const high = place.idHigh[row];
  return high === 0 ? String(place.idLow[row]) : `${high}:${place.idLow[row]}`;
}

function notANumber(label: string, row: number, place: Place): NextmoveError {
  return new NextmoveError([
    issue(
      'simulation/nan',
      `got no number for customer ${customerName(row, place)} at tick ${place.tick}, wanted one`,
      {
        at: { path: label },
        hint: 'Look for log or sqrt of a negative number, 0 / 0, or infinity - infinity, and clamp its argument.',
      },
    ),
  ]);
}

/** An error about a value that a formula may not have. */
export function refuseValue(
  label: string,
  what: string,
  value: number,
  row: number,
  place: Place,
): NextmoveError {
  return new NextmoveError([
    issue(
      'simulation/range',
      `got ${value} for customer ${customerName(row, place)} at tick ${place.tick}, wanted ${what}`,
      { at: { path: label }, hint: 'Clamp the formula or change its numbers.' },
    ),
  ]);
}
