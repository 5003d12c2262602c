import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as m from './linearAlgebra.ts';

/** 3 x 3, with L = 2; 6 1; -8 5 3. */
const A = [4, 12, -16, 12, 37, -43, -16, -43, 98];

/** A symmetric positive definite matrix [3 x 3]: B B' + I. */
const definite = fc
  .array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 9, maxLength: 9 })
  .map((b) => {
    const a = new Float64Array(9);
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        a[i * 3 + j] = (i === j ? 1 : 0) + m.dot(b.slice(i * 3, i * 3 + 3), b.slice(j * 3, j * 3 + 3));
      }
    }
    return a;
  });
const vector = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 3, maxLength: 3 });

function expectClose(got: ArrayLike<number>, wanted: ArrayLike<number>, digits = 8) {
  expect(got.length).toBe(wanted.length);
  for (let i = 0; i < wanted.length; i++) expect(got[i]).toBeCloseTo(wanted[i], digits);
}

describe('dot and matVec', () => {
  it('by hand', () => {
    expect(m.dot([1, 2, 3], [4, 5, 6])).toBe(32);
    expect(m.dot([1, 2, 3], [4, 5, 6], 2)).toBe(14);
    expect([...m.matVec([1, 2, 3, 4, 5, 6], [1, 0, -1], 2)]).toEqual([-2, -2]);
  });
});

describe('cholesky', () => {
  it('by hand', () => {
    expect([...m.cholesky(A, 3)]).toEqual([2, 0, 0, 6, 1, 0, -8, 5, 3]);
    expect([...m.solveSymmetric(A, [0, 6, 39], 3)]).toEqual([1, 1, 1]);
    expect([...m.choleskySolve([2], [8], 1)]).toEqual([2]);
  });

  it('says which column depends on others', () => {
    expect(() => m.cholesky([1, 2, 2, 4], 2)).toThrow(
      'pivot 1 is 0, wanted a positive definite matrix. Column 1',
    );
    expect(() => m.cholesky([Number.NaN], 1)).toThrow('pivot 0 is NaN');
  });

  it('solves', () => {
    fc.assert(
      fc.property(definite, vector, (a, x) => {
        expectClose(m.solveSymmetric(a, m.matVec(a, x, 3), 3), x);
      }),
    );
  });
});

describe('symmetricInverse', () => {
  it('by hand: of 2 1; 1 2', () => {
    expectClose(m.symmetricInverse([2, 1, 1, 2], 2), [2 / 3, -1 / 3, -1 / 3, 2 / 3], 15);
  });

  it('times the matrix is one', () => {
    fc.assert(
      fc.property(definite, (a) => {
        const inverse = m.symmetricInverse(a, 3);
        for (let j = 0; j < 3; j++) {
          const column = [0, 1, 2].map((i) => inverse[i * 3 + j]);
          expectClose(
            m.matVec(a, column, 3),
            [0, 1, 2].map((i) => (i === j ? 1 : 0)),
          );
          expect(column).toEqual([...inverse.subarray(j * 3, j * 3 + 3)]);
        }
      }),
    );
  });
});

describe('shermanMorrison', () => {
  it('by hand: the identity plus (1, 1)(1, 1)', () => {
    const inverse = Float64Array.of(1, 0, 0, 1);
    m.shermanMorrison(inverse, [1, 1], 2);
    expectClose(inverse, [2 / 3, -1 / 3, -1 / 3, 2 / 3], 15);
  });

  it('equals the inverse of the updated matrix, and undoes itself', () => {
    fc.assert(
      fc.property(definite, vector, fc.double({ min: 0.1, max: 3, noNaN: true }), (a, x, w) => {
        const inverse = m.symmetricInverse(a, 3);
        const before = Float64Array.from(inverse);
        const updated = a.map((value, k) => value + w * x[Math.floor(k / 3)] * x[k % 3]);
        m.shermanMorrison(inverse, x, 3, w);
        expectClose(inverse, m.symmetricInverse(updated, 3));
        expect(inverse[1]).toBe(inverse[3]);
        m.shermanMorrison(inverse, x, 3, -w);
        expectClose(inverse, before);
      }),
    );
  });
});
