import { expColumn, logColumn, logisticColumn, powColumn, sinColumn } from '../core/transcendental.ts';
import type { Binary, Unary } from './graph.ts';
import type { Table } from './table.ts';

type Column = Float32Array;
export type UnaryKernel = (a: Column, out: Column, n: number) => void;
export type BinaryKernel = (a: Column, b: Column, out: Column, n: number) => void;

/*
 * One loop an operation, over the first n lanes of f32 columns: storing rounds to f32, so every result is that of
 * the IEEE operation in f32. `out` may be one of the arguments. A condition holds where it is not 0.
 * The commonest loops are written out four lanes at a time, which halves their time in V8.
 */

export const unaryKernels: { readonly [op in Unary]: UnaryKernel } = {
  neg(a, out, n) {
    for (let i = 0; i < n; i++) out[i] = -a[i];
  },
  abs(a, out, n) {
    for (let i = 0; i < n; i++) out[i] = Math.abs(a[i]);
  },
  floor(a, out, n) {
    for (let i = 0; i < n; i++) out[i] = Math.floor(a[i]);
  },
  sqrt(a, out, n) {
    for (let i = 0; i < n; i++) out[i] = Math.sqrt(a[i]);
  },
  exp: expColumn,
  log: logColumn,
  logistic: logisticColumn,
  sin: sinColumn,
  not(a, out, n) {
    for (let i = 0; i < n; i++) out[i] = a[i] !== 0 ? 0 : 1;
  },
};

export const binaryKernels: { readonly [op in Binary]: BinaryKernel } = {
  add(a, b, out, n) {
    let i = 0;
    for (; i + 3 < n; i += 4) {
      out[i] = a[i] + b[i];
      out[i + 1] = a[i + 1] + b[i + 1];
      out[i + 2] = a[i + 2] + b[i + 2];
      out[i + 3] = a[i + 3] + b[i + 3];
    }
    for (; i < n; i++) out[i] = a[i] + b[i];
  },
  sub(a, b, out, n) {
    let i = 0;
    for (; i + 3 < n; i += 4) {
      out[i] = a[i] - b[i];
      out[i + 1] = a[i + 1] - b[i + 1];
      out[i + 2] = a[i + 2] - b[i + 2];
      out[i + 3] = a[i + 3] - b[i + 3];
    }
    for (; i < n; i++) out[i] = a[i] - b[i];
  },
  mul(a, b, out, n) {
    let i = 0;
    for (; i + 3 < n; i += 4) {
      out[i] = a[i] * b[i];
      out[i + 1] = a[i + 1] * b[i + 1];
      out[i + 2] = a[i + 2] * b[i + 2];
      out[i + 3] = a[i + 3] * b[i + 3];
    }
    for (; i < n; i++) out[i] = a[i] * b[i];
  },
  div(a, b, out, n) {
    for (let i = 0; i < n; i++) out[i] = a[i] / b[i];
  },
  min(a, b, out, n) {
    let i = 0;
    for (; i + 3 < n; i += 4) {
      out[i] = Math.min(a[i], b[i]);
      out[i + 1] = Math.min(a[i + 1], b[i + 1]);
      out[i + 2] = Math.min(a[i + 2], b[i + 2]);
      out[i + 3] = Math.min(a[i + 3], b[i + 3]);
    }
    for (; i < n; i++) out[i] = Math.min(a[i], b[i]);
  },
  max(a, b, out, n) {
    let i = 0;
    for (; i + 3 < n; i += 4) {
      out[i] = Math.max(a[i], b[i]);
      out[i + 1] = Math.max(a[i + 1], b[i + 1]);
      out[i + 2] = Math.max(a[i + 2], b[i + 2]);
      out[i + 3] = Math.max(a[i + 3], b[i + 3]);
    }
    for (; i < n; i++) out[i] = Math.max(a[i], b[i]);
  },
  eq(a, b, out, n) {
    for (let i = 0; i < n; i++) out[i] = a[i] === b[i] ? 1 : 0;
  },
  ne(a, b, out, n) {
    for (let i = 0; i < n; i++) out[i] = a[i] !== b[i] ? 1 : 0;
  },
  lt(a, b, out, n) {
    let i = 0;
    for (; i + 3 < n; i += 4) {
      out[i] = a[i] < b[i] ? 1 : 0;
      out[i + 1] = a[i + 1] < b[i + 1] ? 1 : 0;
      out[i + 2] = a[i + 2] < b[i + 2] ? 1 : 0;
      out[i + 3] = a[i + 3] < b[i + 3] ? 1 : 0;
    }
    for (; i < n; i++) out[i] = a[i] < b[i] ? 1 : 0;
  },
  le(a, b, out, n) {
    let i = 0;
    for (; i + 3 < n; i += 4) {
      out[i] = a[i] <= b[i] ? 1 : 0;
      out[i + 1] = a[i + 1] <= b[i + 1] ? 1 : 0;
      out[i + 2] = a[i + 2] <= b[i + 2] ? 1 : 0;
      out[i + 3] = a[i + 3] <= b[i + 3] ? 1 : 0;
    }
    for (; i < n; i++) out[i] = a[i] <= b[i] ? 1 : 0;
  },
  and(a, b, out, n) {
    for (let i = 0; i < n; i++) out[i] = a[i] !== 0 && b[i] !== 0 ? 1 : 0;
  },
  or(a, b, out, n) {
    for (let i = 0; i < n; i++) out[i] = a[i] !== 0 || b[i] !== 0 ? 1 : 0;
  },
  pow: powColumn,
};

/** a where c is not 0, else b. */
export function chooseKernel([c, a, b]: readonly Column[], out: Column, n: number): void {
  for (let i = 0; i < n; i++) out[i] = c[i] !== 0 ? a[i] : b[i];
}

/** See {@link Table} for the order of operations. */
export function tableKernel(a: Column, { xs, ys, slopes }: Table, out: Column, n: number): void {
  const last = slopes.length;
  for (let i = 0; i < n; i++) {
    const x = Math.min(Math.max(a[i], xs[0]), xs[last]);
    let k = 0;
    while (k + 1 < last && x >= xs[k + 1]) k++;
    out[i] = x >= xs[last] ? ys[last] : ys[k] + Math.fround(Math.fround(x - xs[k]) * slopes[k]);
  }
}

export function copyKernel(a: Column, out: Column, n: number): void {
  for (let i = 0; i < n; i++) out[i] = a[i];
}

/** out[i] = a[rows[i]]. */
export function gatherKernel(a: Column, rows: Int32Array, out: Column, n: number): void {
  let i = 0;
  for (; i + 3 < n; i += 4) {
    out[i] = a[rows[i]];
    out[i + 1] = a[rows[i + 1]];
    out[i + 2] = a[rows[i + 2]];
    out[i + 3] = a[rows[i + 3]];
  }
  for (; i < n; i++) out[i] = a[rows[i]];
}
