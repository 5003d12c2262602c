import { bodyError, expectArray } from './bodyChecks.ts';
import type { Estimates } from './laws.ts';

const f = Math.fround;

/** One linear model an action over a design vector z [k]: value z' theta_a, posterior covariance factor' factor. */
export type LinearHead = {
  /** [A x k] row-major. */
  readonly theta: Float32Array;
  /**
   * [A x k (k + 1) / 2] lower triangles, row by row, of a factor F_a with spread_a = |F_a z|: the inverse of the
   * Cholesky factor of the precision matrix. null where the head carries no uncertainty.
   */
  readonly factor: Float32Array | null;
};

/**
 * Beliefs of n design vectors z [n x k], each sum in f32 and in the order of features. Spreads, which cost k times
 * what values do, are worked out for legal actions alone; the others have 0.
 */
export function headEstimates(
  head: LinearHead,
  z: Float32Array,
  {
    n,
    legality,
    actions,
  }: { readonly n: number; readonly legality: Uint8Array | null; readonly actions: number },
): Estimates {
  const k = head.theta.length / actions;
  const value = new Float32Array(n * actions);
  const spread = head.factor && new Float32Array(n * actions);
  const triangle = (k * (k + 1)) / 2;
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < actions; a++) {
      const at = i * actions + a;
      value[at] = dot(head.theta, a * k, z, i * k, k);
      if (spread === null || (legality !== null && legality[at] !== 0)) continue;
      spread[at] = norm(head.factor!, a * triangle, z, i * k, k);
    }
  }
  return { value, spread };
}

function dot(theta: Float32Array, from: number, z: Float32Array, at: number, k: number): number {
  let sum = 0;
  for (let j = 0; j < k; j++) sum = f(sum + f(theta[from + j] * z[at + j]));
  return sum;
}

/** |F z| for a lower triangle F packed by rows. */
function norm(factor: Float32Array, from: number, z: Float32Array, at: number, k: number): number {
  let squares = 0;
  let row = from;
  for (let j = 0; j < k; j++) {
    const entry = dot(factor, row, z, at, j + 1);
    squares = f(squares + f(entry * entry));
    row += j + 1;
  }
  return f(Math.sqrt(squares));
}

/** Checks theta and factor of a body's data; throws NextmoveError where they are broken. */
export function checkHead(data: { readonly [key: string]: unknown }, actions: number, k: number): LinearHead {
  const theta = expectArray(data.theta, Float32Array, actions * k, 'data.theta');
  if (data.factor === undefined) throw bodyError('data.factor', 'it is missing; wanted a factor or null');
  const triangles = (actions * k * (k + 1)) / 2;
  const factor =
    data.factor === null ? null : expectArray(data.factor, Float32Array, triangles, 'data.factor');
  return { theta, factor };
}
