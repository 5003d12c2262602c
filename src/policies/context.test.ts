import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeFeatureSchema } from '../journey/features.ts';
import { makeGraphBuilder } from '../language/builder.ts';
import { makeLeaf } from '../language/leaves.ts';
import { type ContextProgram, makeContext } from './context.ts';

/** Two features: a tenth of the bill, and twice the logins of a week plus the stage's index. */
function example(): ContextProgram {
  const build = makeGraphBuilder();
  const bill = build.leaf(makeLeaf({ kind: 'trait', name: 'bill' }, 'real', true));
  const logins = build.leaf(makeLeaf({ kind: 'count', view: 'signal', of: 'login', days: 7 }, 'count', true));
  const tenth = build.binary('mul', bill, build.constant(0.1, 'real'));
  const twice = build.binary('add', logins, logins);
  const features = makeFeatureSchema([
    { name: 'bill_tenth', kind: 'real' },
    { name: 'logins', kind: 'count' },
    { name: 'bill', kind: 'real' },
  ]);
  return { graph: build.graph(), features, nodes: [tenth, twice, bill] };
}

const columns = [Float32Array.of(10, 20, 30), Float32Array.of(1, 2, 3)];

describe('makeContext', () => {
  it('writes one row of features a customer, in f32', () => {
    const out = new Float32Array(9);
    makeContext(example()).encode(columns, 3, null, out);
    const f = Math.fround;
    expect([...out]).toEqual([1, 2, 10, 2, 4, 20, f(f(30) * f(0.1)), 6, 30]);
  });

  it('reads the asked rows', () => {
    const out = new Float32Array(6);
    makeContext(example()).encode(columns, 2, Int32Array.of(2, 0), out);
    expect([out[2], out[5]]).toEqual([30, 10]);
  });

  it('gives a row the same bits alone and in any batch', () => {
    const { encode, d } = makeContext(example());
    const real = fc.float({ noNaN: true, noDefaultInfinity: true });
    const row = fc.tuple(real, fc.nat(50));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 1100 }), (people) => {
        const wide = [0, 1].map((k) => Float32Array.from(people, (values) => values[k]));
        const all = new Float32Array(d * people.length);
        encode(wide, people.length, null, all);
        const last = people.length - 1;
        const alone = new Float32Array(d);
        encode([wide[0].subarray(last), wide[1].subarray(last)], 1, null, alone);
        expect(alone).toEqual(all.subarray(d * last));
      }),
      { numRuns: 30 },
    );
  });

  it('refuses a program without one node a feature', () => {
    const program = example();
    expect(() => makeContext({ ...program, nodes: [0] })).toThrow('1 nodes for 3 features');
  });
});
