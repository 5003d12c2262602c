import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { purposeOf, uniform24 } from '../core/luck.ts';
import { philox4x32 } from '../core/philox.ts';
import { makeActionSet } from '../journey/actions.ts';
import { makeFeatureSchema } from '../journey/features.ts';
import { makeProposals, propose, restrict } from './draw.ts';
import type { DecisionBatch, Policy } from './policy.ts';

const spec = { actions: makeActionSet(['none', 'email', 'call']), features: makeFeatureSchema([]) };

function fixed(rows: readonly number[]): Policy {
  return { id: '0', kind: 'fixed', spec, probabilities: (_, out) => out.set(rows) };
}

function batchOf(n: number): DecisionBatch {
  const ids = Uint32Array.from({ length: 2 * n }, (_, i) => (i % 2 === 0 ? i / 2 + 1 : 5));
  return { n, context: new Float32Array(0), legality: null, ids, key: [1, 2] };
}

/** The uniform of decision `id` as semantics.md states it. */
function uniformOf(id: number): number {
  const word = new Uint32Array(4);
  philox4x32(1, 2, id, 5, 0, purposeOf('action'), word);
  return uniform24(word[0]);
}

describe('propose', () => {
  it('takes the first action whose cumulative probability exceeds the uniform of the decision id', () => {
    const n = 200;
    const q = [0.25, 0.5, 0.25];
    const out = makeProposals(n, 3);
    propose(fixed(Array.from({ length: n }, () => q).flat()), batchOf(n), out);
    for (let i = 0; i < n; i++) {
      const u = uniformOf(i + 1);
      const action = u < 0.25 ? 0 : u < 0.75 ? 1 : 2;
      expect(out.proposed[i]).toBe(action);
      expect(out.propensity[i]).toBe(q[action]);
    }
    expect(out.proposed.filter((a) => a === 1).length).toBeGreaterThan(70);
  });

  it('takes the last possible action where rounding leaves the sum below the uniform', () => {
    const n = 50;
    const out = makeProposals(n, 3);
    const row = [0.0, 1e-9, 0]; // a sum far below 1 stands for a small gap
    propose(fixed(Array.from({ length: n }, () => row).flat()), batchOf(n), out);
    expect([...new Set(out.proposed)]).toEqual([1]);
    expect(out.propensity[0]).toBe(Math.fround(1e-9));
  });
});

describe('restrict', () => {
  const options = { n: 1, actions: 3, none: 0 };
  const restricted = (q: number[], legality: number[], none: number | null = 0) => {
    const probabilities = Float32Array.from(q);
    const unsupported = restrict(probabilities, Uint8Array.from(legality), { ...options, none });
    return { q: [...probabilities], unsupported: unsupported[0] };
  };

  it('renormalises over the legal set', () => {
    expect(restricted([0.5, 0.25, 0.25], [0, 0, 4])).toEqual({
      q: [Math.fround(2 / 3), Math.fround(1 / 3), 0],
      unsupported: 0,
    });
  });

  it('takes none where no mass is left, and marks the row where there is no none', () => {
    expect(restricted([0, 0.5, 0.5], [0, 4, 4])).toEqual({ q: [1, 0, 0], unsupported: 0 });
    expect(restricted([0, 0.5, 0.5], [0, 4, 4], null)).toEqual({ q: [0, 0, 0], unsupported: 1 });
    expect(restricted([0.5, 0.5, 0], [7, 7, 0])).toEqual({ q: [0, 0, 0], unsupported: 1 });
  });

  it('leaves rows alone that put no weight on what was illegal, to the bit', () => {
    const row = [Math.fround(0.1), Math.fround(0.9), 0];
    expect(restricted(row, [0, 0, 4])).toEqual({ q: row, unsupported: 0 });
    const untouched = Float32Array.of(0.3, 0.3, 0.4);
    expect([...restrict(untouched, null, options)]).toEqual([0]);
    expect(untouched).toEqual(Float32Array.of(0.3, 0.3, 0.4));
  });

  it('gives a distribution or a mark, whatever it is given', () => {
    const mass = fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 });
    const legal = fc.array(fc.constantFrom(0, 2), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(mass, legal, (raw, legality) => {
        const total = raw.reduce((a, b) => a + b);
        fc.pre(total > 1e-3);
        const found = restricted(
          raw.map((q) => q / total),
          legality,
        );
        const sum = found.q.reduce((a, b) => a + b);
        expect(found.unsupported === 1 ? sum : 1 - sum).toBeCloseTo(0, 5);
        found.q.forEach((q, a) => {
          if (legality[a] !== 0) expect(q).toBe(0);
        });
      }),
    );
  });
});
