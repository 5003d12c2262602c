import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matVec } from '../../core/linearAlgebra.ts';
import { solveLinear } from './solveLinear.ts';

describe('solveLinear', () => {
  it('solves where the first pivot is 0: y = 2, 3 x + y = 8', () => {
    expect([...solveLinear(Float64Array.of(0, 1, 3, 1), Float64Array.of(2, 8))]).toEqual([2, 2]);
  });

  it('leaves an unknown that nothing tells of at 0', () => {
    expect([...solveLinear(Float64Array.of(2, 0, 0, 0), Float64Array.of(6, 0))]).toEqual([3, 0]);
  });

  it('undoes a product, and changes neither argument', () => {
    const entry = fc.integer({ min: -4, max: 4 });
    const vector = (n: number) => fc.array(entry, { minLength: n, maxLength: n });
    fc.assert(
      fc.property(vector(9), vector(3), (raw, x) => {
        const a = Float64Array.from(raw, (value, i) => value + (i % 4 === 0 ? 14 : 0)); // dominated by its diagonal
        const b = matVec(a, x, 3);
        const [before, wanted] = [a.slice(), b.slice()];
        solveLinear(a, b).forEach((value, j) => {
          expect(value).toBeCloseTo(x[j], 9);
        });
        expect(a).toEqual(before);
        expect(b).toEqual(wanted);
      }),
    );
  });
});
