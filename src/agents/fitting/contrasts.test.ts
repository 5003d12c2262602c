import { describe, expect, it } from 'vitest';
import { instrument, makeContrasts } from './contrasts.ts';
import type { Steps } from './steps.ts';

/** Rows of none (0), email (1) and call (2), with their probabilities. */
function steps(
  rows: readonly { a: number; q: readonly number[]; legal?: readonly number[] }[],
  logged = true,
): Steps {
  const n = rows.length;
  return {
    n,
    x: new Float32Array(n),
    nextX: null,
    action: Uint16Array.from(rows, ({ a }) => a),
    legality: Uint8Array.from(rows.flatMap(({ legal }) => legal ?? [0, 0, 0])),
    probabilities: logged ? Float32Array.from(rows.flatMap(({ q }) => q)) : null,
    reward: new Float64Array(n),
    discount: new Float64Array(n),
    nextLegality: null,
  };
}

const q = [0.5, 0.25, 0.25];
const rows = [
  { a: 0, q },
  { a: 1, q },
  { a: 2, q },
  { a: 1, q: [0.1, 0.9, 0] },
  { a: 0, q: [1, 0, 0], legal: [0, 4, 4] },
];

describe('instrument', () => {
  it('is the action less its probability among the pair, 0 outside the pair', () => {
    const block = steps(rows);
    const contrasts = makeContrasts([block], 0, 3);
    const email = rows.map((_, i) => instrument(block, i, 1, contrasts));
    [-1 / 3, 2 / 3, 0, 0.1, 0].forEach((wanted, i) => {
      expect(email[i]).toBeCloseTo(wanted, 6);
    });
    expect(rows.map((_, i) => instrument(block, i, 0, contrasts))).toEqual([0, 0, 0, 0, 0]);
    expect(instrument(block, 2, 2, contrasts)).toBeCloseTo(2 / 3, 6);
  });

  it('takes the shares of the log where it has no probabilities, over rows where both were legal', () => {
    const block = steps(rows, false);
    const contrasts = makeContrasts([block], 0, 3);
    // Of none or email, both legal: rows 0, 1 and 3, of which two are email.
    expect(contrasts.shares[1]).toBeCloseTo(2 / 3, 12);
    expect(instrument(block, 0, 1, contrasts)).toBeCloseTo(-2 / 3, 12);
    expect(instrument(block, 3, 1, contrasts)).toBeCloseTo(1 / 3, 12);
    expect(instrument(block, 4, 1, contrasts)).toBe(0);
  });

  it('has the mean 0 given the context, whatever the policy', () => {
    const both = steps([
      { a: 0, q: [0.2, 0.6, 0.2] },
      { a: 1, q: [0.2, 0.6, 0.2] },
    ]);
    const contrasts = makeContrasts([both], 0, 3);
    const [none, email] = [instrument(both, 0, 1, contrasts), instrument(both, 1, 1, contrasts)];
    expect(0.2 * none + 0.6 * email).toBeCloseTo(0, 7);
  });
});
