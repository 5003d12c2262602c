import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkLaw, type Estimates, type Law, prepareLaw } from './laws.ts';
import type { DecisionBatch } from './policy.ts';

const f = Math.fround;

function batchOf(n: number, legality: readonly number[] | null = null): DecisionBatch {
  const ids = Uint32Array.from({ length: 2 * n }, (_, i) => i + 1);
  return {
    n,
    context: new Float32Array(0),
    legality: legality && Uint8Array.from(legality),
    ids,
    key: [7, 9],
  };
}

function estimates(value: readonly number[], spread: readonly number[] | null = null): Estimates {
  return { value: Float32Array.from(value), spread: spread && Float32Array.from(spread) };
}

function applied(law: Law, believed: Estimates, batch: DecisionBatch, none: number | null = 0): number[] {
  const out = new Float32Array(believed.value.length).fill(9);
  prepareLaw(law, none)(believed, batch, out);
  return [...out];
}

const thompson = (more: object = {}): Law => ({
  ...{ kind: 'thompson', posterior: 'gaussian', draws: 2000, scale: 1, epsilon: 0 },
  ...more,
});

describe('greedy', () => {
  it('takes the greatest legal value, the lowest index in a tie, above a floor', () => {
    const batch = batchOf(3, [0, 0, 0, 0, 2, 0, 0, 0, 0]);
    const q = applied({ kind: 'greedy', epsilon: 0.3 }, estimates([1, 3, 2, 1, 3, 2, 5, 5, 5]), batch);
    const best = f(f(0.7) + f(0.1));
    expect(q.slice(0, 3)).toEqual([f(0.1), best, f(0.1)]);
    expect(q.slice(3, 6)).toEqual([f(0.15), 0, f(f(0.7) + f(0.15))]);
    expect(q.slice(6)).toEqual([best, f(0.1), f(0.1)]);
  });

  it('gives a row without a legal action nothing', () => {
    expect(applied({ kind: 'greedy', epsilon: 0.5 }, estimates([1, 2]), batchOf(1, [3, 3]))).toEqual([0, 0]);
  });
});

describe('bonus', () => {
  it('adds alpha times the spread: hope above 0, caution below', () => {
    const believed = estimates([1, 0.5], [0.1, 0.6]);
    const law = (alpha: number): Law => ({ kind: 'bonus', alpha, epsilon: 0 });
    expect(applied(law(1.5), believed, batchOf(1))).toEqual([0, 1]); // 1.15 < 1.4
    expect(applied(law(0), believed, batchOf(1))).toEqual([1, 0]);
    expect(applied(law(-1), believed, batchOf(1))).toEqual([1, 0]);
  });
});

describe('thompson', () => {
  it('wins as often as the greater of two normals: P(N(0.3, 1) > N(0, 1)) = Phi(0.3 / sqrt 2) = 0.584', () => {
    const [, q] = applied(thompson(), estimates([0, 0.3], [1, 1]), batchOf(1));
    expect(q).toBeCloseTo(0.584, 1);
    // The scale of the spreads: Phi(0.3 / (0.5 sqrt 2)) = 0.664.
    const [, sure] = applied(thompson({ scale: 0.5 }), estimates([0, 0.3], [1, 1]), batchOf(1));
    expect(sure).toBeCloseTo(0.664, 1);
    expect(sure).toBeGreaterThan(q);
  });

  it('draws from beta posteriors: P(Beta(2, 1) > Beta(1, 1)) = E x^1 over density 2 x = 2 / 3', () => {
    const [, q] = applied(thompson({ posterior: 'beta' }), estimates([1, 2], [1, 1]), batchOf(1));
    expect(q).toBeCloseTo(2 / 3, 1);
  });

  it('counts in steps of 1 / draws, above a floor', () => {
    const q = applied(thompson({ draws: 8, epsilon: 0.2 }), estimates([0, 0, 0], [1, 1, 1]), batchOf(1));
    for (const p of q)
      expect(((p - 0.2 / 3) / 0.8) * 8).toBeCloseTo(Math.round(((p - 0.2 / 3) / 0.8) * 8), 4);
    expect(q[0] + q[1] + q[2]).toBeCloseTo(1, 6);
  });

  it('draws an action the same whatever else is legal: dropping a loser changes nothing else', () => {
    const believed = estimates([0, 0.2, -50], [1, 1, 1]);
    const all = applied(thompson({ draws: 64 }), believed, batchOf(1, [0, 0, 0]));
    expect(applied(thompson({ draws: 64 }), believed, batchOf(1, [0, 0, 4]))).toEqual(all);
  });
});

describe('proportional', () => {
  const law: Law = { kind: 'proportional', epsilon: 0 };
  it('renormalises over the legal set, and falls back on none, else on every legal action', () => {
    const believed = estimates([0, 0.2, 0.6]);
    expect(applied(law, believed, batchOf(1))).toEqual([0, f(f(0.2) / f(0.8)), f(f(0.6) / f(0.8))]);
    expect(applied(law, believed, batchOf(1, [0, 0, 5]))).toEqual([0, 1, 0]);
    expect(applied(law, believed, batchOf(1, [0, 1, 5]))).toEqual([1, 0, 0]);
    expect(applied(law, estimates([0, 0, 1]), batchOf(1, [0, 0, 5]), null)).toEqual([0.5, 0.5, 0]);
  });
});

describe('every law', () => {
  it('gives a distribution over the legal actions, row by row', () => {
    const laws: Law[] = [
      { kind: 'greedy', epsilon: 0.1 },
      { kind: 'bonus', alpha: 1, epsilon: 0 },
      thompson({ draws: 7, epsilon: 0.05 }),
      { kind: 'proportional', epsilon: 0.5 },
    ];
    const value = fc.array(fc.float({ min: 0, max: 100, noNaN: true }), { minLength: 8, maxLength: 8 });
    const legal = fc.array(fc.constantFrom(0, 0, 3), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(fc.constantFrom(...laws), value, legal, (law, values, legality) => {
        legality[0] = 0;
        legality[7] = 0;
        const q = applied(law, estimates(values, values), batchOf(2, legality));
        for (const at of [0, 4]) expect(q.slice(at, at + 4).reduce((a, b) => a + b)).toBeCloseTo(1, 6);
        q.forEach((p, i) => {
          if (legality[i] !== 0) expect(p).toBe(0);
          else expect(p).toBeGreaterThanOrEqual(f(law.epsilon / 4) - 1e-7);
        });
      }),
    );
  });
});

describe('checkLaw', () => {
  it('refuses unknown laws, wrong numbers and a law without the spread that it needs', () => {
    expect(() => checkLaw({ kind: 'softmax', epsilon: 0 }, true)).toThrow('data.law.kind: got softmax');
    expect(() => checkLaw({ kind: 'greedy', epsilon: 2 }, true)).toThrow('data.law.epsilon: got 2, wanted');
    expect(() => checkLaw({ kind: 'bonus', epsilon: 0, alpha: 1 }, false)).toThrow('needs the spread');
    expect(() => checkLaw(thompson({ draws: 1.5 }), true)).toThrow('data.law.draws: got 1.5, wanted a whole');
    expect(checkLaw(thompson(), true)).toEqual(thompson());
  });
});
