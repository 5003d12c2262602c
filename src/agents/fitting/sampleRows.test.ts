import { describe, expect, it } from 'vitest';
import { rowLog, rowProblem } from '../rowLog.fixture.ts';
import { sampleRows } from './sampleRows.ts';

const problem = rowProblem();
const logOf = (n: number) =>
  rowLog(
    problem,
    Array.from({ length: n }, (_, i) => ({ x: [i], action: 0, reward: 10 * i, tick: i === 3 ? 100 : 0 })),
  );

describe('sampleRows', () => {
  it('takes every row of a short log, NaN for a censored reward', async () => {
    const { n, context, reward } = await sampleRows(logOf(5), problem.reward, 8);
    expect(n).toBe(5);
    expect([...context]).toEqual([0, 1, 2, 3, 4]);
    expect([...reward]).toEqual([0, 10, 20, Number.NaN, 40]);
  });

  it('thins a long one evenly: 20 rows into 8 places leave every fourth', async () => {
    const { context, reward } = await sampleRows(logOf(20), problem.reward, 8);
    expect([...context]).toEqual([0, 4, 8, 12, 16]);
    expect([...reward]).toEqual([0, 40, 80, 120, 160]);
  });
});
