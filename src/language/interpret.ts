import type { Binary, Unary } from './graph.ts';
import {
  binaryKernels,
  chooseKernel,
  copyKernel,
  gatherKernel,
  tableKernel,
  unaryKernels,
} from './kernels.ts';
import type { Program, Step } from './program.ts';
import { makeTable } from './table.ts';

export { type Program, prepareProgram } from './program.ts';

/**
 * Memory of one program for blocks of at most `capacity` rows: allocated once, used for every block. Not to be
 * shared by two runs at a time.
 */
export type Workspace = {
  readonly capacity: number;
  /** For each root of the program its f32 values, rows 0 to n-1 of the last run. To be read, not written. */
  readonly results: readonly Float32Array[];
  /** By register of the program. Those of leaves are set by each run. */
  readonly registers: Float32Array[];
  /** By leaf of the program: where gathered values go. */
  readonly gathered: readonly Float32Array[];
  /** The steps, bound to the registers: each works out n lanes. */
  readonly steps: readonly ((n: number) => void)[];
};

/** Columns of one length for programs that never run at once: what one leaves there the next overwrites. */
export type Registers = {
  readonly capacity: number;
  /** A column that holds the value in every place. */
  constant(value: number): Float32Array;
  /** The k-th column for gathered leaves, and for intermediate values. */
  gathered(k: number): Float32Array;
  temporary(k: number): Float32Array;
};

export function makeRegisters(capacity: number): Registers {
  const [constants, gathered, temporaries] = [0, 0, 0].map(() => new Map<number, Float32Array>());
  const column = (columns: Map<number, Float32Array>, key: number, value: number) => {
    const found = columns.get(key) ?? new Float32Array(capacity).fill(value);
    columns.set(key, found);
    return found;
  };
  return {
    capacity,
    constant: (value) => column(constants, value, value),
    gathered: (k) => column(gathered, k, 0),
    temporary: (k) => column(temporaries, k, 0),
  };
}

/**
 * With `registers` the workspace has no memory of its own: its results hold until another program of the same
 * registers runs. `capacity` is then at most theirs.
 */
export function makeWorkspace(
  program: Program,
  capacity: number,
  shared: Registers = makeRegisters(capacity),
): Workspace {
  if (capacity > shared.capacity) {
    throw new RangeError(`a workspace of ${capacity} rows in registers of ${shared.capacity}`);
  }
  const gathered = program.leaves.map((_, k) => shared.gathered(k));
  const constants = program.constants.map(shared.constant);
  const temporaries = Array.from({ length: program.temporaries }, (_, k) => shared.temporary(k));
  const registers = [...gathered, ...constants, ...temporaries];
  const results = program.results.map((at) => registers[at]);
  return {
    capacity,
    results,
    registers,
    gathered,
    steps: program.steps.map((step) => bind(step, registers)),
  };
}

/** A step as a function of the number of lanes; registers are looked up when it runs. */
function bind(step: Step, r: readonly Float32Array[]): (n: number) => void {
  const [a, b, c] = step.from;
  const { op, to } = step;
  if (op === 'copy') return (n) => copyKernel(r[a], r[to], n);
  if (op === 'if') return (n) => chooseKernel([r[a], r[b], r[c]], r[to], n);
  if (op === 'table') {
    const table = makeTable(step.xs, step.ys);
    return (n) => tableKernel(r[a], table, r[to], n);
  }
  if (step.from.length === 2) {
    const kernel = binaryKernels[op as Binary];
    return (n) => kernel(r[a], r[b], r[to], n);
  }
  const kernel = unaryKernels[op as Unary];
  return (n) => kernel(r[a], r[to], n);
}

/**
 * Works out a program's roots for n rows, one operation at a time over all of them; `workspace.results` holds them
 * afterwards. `columns` are f32, by index of the graph's leaves; those that the program does not read may be
 * missing. Row i reads place `rows[i]` of every column, or place i where `rows` is null. A row's values depend on
 * that row alone: not on n, on its place or on other rows.
 *
 * Throws RangeError where n exceeds the workspace's capacity, or a column is missing or too short.
 */
export function runProgram(
  program: Program,
  workspace: Workspace,
  columns: readonly (Float32Array | undefined)[],
  rows: Int32Array | null,
  n: number,
): void {
  if (n > workspace.capacity) throw new RangeError(`${n} rows in a workspace for ${workspace.capacity}`);
  if (rows !== null && n > rows.length) throw new RangeError(`${n} rows of a list of ${rows.length}`);
  const { registers, gathered, steps } = workspace;
  const { leaves } = program;
  for (let k = 0; k < leaves.length; k++) {
    const column = columns[leaves[k]] ?? missing(program, leaves[k]);
    if (rows === null) {
      if (column.length < n) throw new RangeError(`${n} rows of a column of ${column.length}`);
      registers[k] = column;
    } else {
      gatherKernel(column, rows, gathered[k], n);
      registers[k] = gathered[k];
    }
  }
  for (const step of steps) step(n);
}

function missing({ graph }: Program, leaf: number): never {
  throw new RangeError(`no column for \`${graph.leaves[leaf].key}\``);
}
