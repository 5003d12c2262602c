import { describe, expect, it } from 'vitest';
import { constantBody, openPolicy, uniformBody } from '../policies/index.ts';
import type { Policy } from '../policies/policy.ts';
import { checkPolicy, rowsOf } from './checkPolicy.ts';
import { syntheticProblem } from './syntheticLog.ts';

const { spec, batch } = syntheticProblem();

async function broken(policy: Policy): Promise<string[]> {
  const failed: string[] = [];
  for (const { name, run } of checkPolicy(policy, batch)) await run().catch(() => failed.push(name));
  return failed;
}

/** A policy with fixed probabilities a row. */
const fixed = (rowOf: (row: number, legal: (action: number) => boolean) => number[]): Policy => ({
  ...openPolicy(uniformBody(spec), spec),
  probabilities({ n, legality }, out) {
    for (let i = 0; i < n; i++)
      out.set(
        rowOf(i, (a) => legality![3 * i + a] === 0),
        3 * i,
      );
  },
});

describe('checkPolicy', () => {
  it.each([uniformBody(spec), constantBody(spec, 'call')])('finds nothing wrong with $kind', async (body) => {
    expect(await broken(openPolicy(body, spec))).toEqual([]);
  });

  it('finds weight on what is illegal, and rows that sum to something else', async () => {
    const first = 'gives each row a distribution over its legal actions';
    expect(await broken(fixed(() => [0, 0, 1]))).toEqual([first]);
    expect(await broken(fixed(() => [0.5, 0.4, 0]))).toEqual([first]);
    expect(await broken(fixed(() => [2, -1, 0]))).toEqual([first]);
  });

  it('finds a policy that looks at the place of a row, or changes its mind', async () => {
    const byPlace = fixed((row) => (row % 2 === 0 ? [1, 0, 0] : [0, 1, 0]));
    expect(await broken(byPlace)).toEqual([
      'decides for a row the same, alone, in a part of the batch or in another order',
    ]);
    let calls = 0;
    const moody = fixed((row) => {
      if (row === 0) calls++;
      return calls % 2 === 0 ? [1, 0, 0] : [0, 1, 0];
    });
    expect(await broken(moody)).toContain('decides the same each time');
  });
});

describe('rowsOf', () => {
  it('takes rows with all that belongs to them, in the order given', () => {
    const part = rowsOf(batch, [5, 2]);
    expect(part.n).toBe(2);
    expect(part.context).toEqual(
      Float32Array.from([...batch.context.subarray(15, 18), ...batch.context.subarray(6, 9)]),
    );
    expect(part.ids).toEqual(Uint32Array.of(batch.ids[10], batch.ids[11], batch.ids[4], batch.ids[5]));
  });
});
