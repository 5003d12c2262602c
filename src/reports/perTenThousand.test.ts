import { expect, it } from 'vitest';
import { perTenThousand } from './perTenThousand.ts';

it('scales every count by the customers there are at the end, and leaves days alone', () => {
  const stages = [
    { stage: 'active', entered: 200, atEnd: 150, medianDays: 30, lost: 50 },
    { stage: 'gone', entered: 50, atEnd: 50, medianDays: 90, lost: 0 },
  ];
  const flow = perTenThousand({
    policy: 'a',
    stages,
    moves: [{ from: 'active', to: 'gone', count: 50, loss: true }],
  });
  expect(flow.stages[0]).toEqual({
    stage: 'active',
    entered: 10_000,
    atEnd: 7_500,
    medianDays: 30,
    lost: 2_500,
  });
  expect(flow.moves[0].count).toBe(2_500);
});

it('gives zeros for a flow without customers', () => {
  const stages = [{ stage: 'active', entered: 0, atEnd: 0, medianDays: 0, lost: 0 }];
  expect(perTenThousand({ policy: 'a', stages, moves: [] }).stages[0].atEnd).toBe(0);
});
