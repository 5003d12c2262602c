import { describe, expect, it } from 'vitest';
import { makeFeatureSchema } from '../../journey/features.ts';
import { chooseBins } from './chooseBins.ts';

const schema = makeFeatureSchema([
  { name: 'dull', kind: 'real' },
  { name: 'plan', kind: 'category', levels: ['x', 'y'] },
  { name: 'visits', kind: 'count' },
  { name: 'flag', kind: 'bool' },
]);
/** Rewards follow the visits above all, then the plan; the last one is censored. */
const rows = Array.from({ length: 41 }, (_, i) => [((i * 7) % 5) / 5, i % 2, Math.floor(i / 10), 1]);
const sample = {
  n: 41,
  context: Float32Array.from(rows.flat()),
  reward: Float64Array.from(rows, ([, plan, visits], i) => (i === 40 ? Number.NaN : 10 * visits + plan)),
};

describe('chooseBins', () => {
  it('bins what tells most of the reward, in the order of the schema', () => {
    const { inputs, features } = chooseBins(schema, sample, { bins: 4, features: 2, cells: 100 });
    expect(inputs).toBe(4);
    expect(features).toEqual([
      { feature: 1, count: 2, edges: new Float32Array(0) },
      { feature: 2, count: 4, edges: Float32Array.of(1, 2, 3) },
    ]);
  });

  it('keeps within the cells, and never bins a constant', () => {
    const chosen = chooseBins(schema, sample, { bins: 4, features: 9, cells: 5 }).features;
    expect(chosen.map(({ feature }) => feature)).toEqual([2]);
    const all = chooseBins(schema, sample, { bins: 2, features: 9, cells: 1000 }).features;
    expect(all.map(({ feature }) => feature)).toEqual([0, 1, 2]);
  });
});
