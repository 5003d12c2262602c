/**
 * The x with A x = b for a general A [k x k] row-major, by Gaussian elimination with partial pivoting (Golub and Van
 * Loan 2013, section 3.4). A column without a pivot, which a ridge penalty rules out, leaves its unknown at 0.
 */
export function solveLinear(a: Float64Array, b: Float64Array): Float64Array {
  const k = b.length;
  const m = a.slice();
  const x = b.slice();
  for (let c = 0; c < k; c++) {
    swapRows(m, x, c, pivotRow(m, k, c));
    if (m[c * k + c] === 0) continue;
    for (let i = c + 1; i < k; i++) {
      const factor = m[i * k + c] / m[c * k + c];
      if (factor === 0) continue;
      for (let j = c; j < k; j++) m[i * k + j] -= factor * m[c * k + j];
      x[i] -= factor * x[c];
    }
  }
  for (let i = k - 1; i >= 0; i--) {
    for (let j = i + 1; j < k; j++) x[i] -= m[i * k + j] * x[j];
    x[i] = m[i * k + i] === 0 ? 0 : x[i] / m[i * k + i];
  }
  return x;
}

function pivotRow(m: Float64Array, k: number, c: number): number {
  let best = c;
  for (let i = c + 1; i < k; i++) if (Math.abs(m[i * k + c]) > Math.abs(m[best * k + c])) best = i;
  return best;
}

function swapRows(m: Float64Array, x: Float64Array, a: number, b: number): void {
  if (a === b) return;
  const k = x.length;
  const row = m.slice(a * k, (a + 1) * k);
  m.copyWithin(a * k, b * k, (b + 1) * k);
  m.set(row, b * k);
  [x[a], x[b]] = [x[b], x[a]];
}
