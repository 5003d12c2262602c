import { describe, expect, it } from 'vitest';
import { makeFeatureSchema } from '../journey/features.ts';
import { cellsOf } from '../policies/bins.ts';
import { qLearning } from './qLearning.ts';
import { type LogEnd, type LogRow, optionValues, rowLog, rowProblem } from './rowLog.fixture.ts';

const features = makeFeatureSchema([{ name: 'state', kind: 'category', levels: ['poor', 'rich'] }]);
const problem = rowProblem({ features });
const key = [1, 2] as const;

/**
 * Poor or rich; doing nothing keeps the state, which pays 0 or 4; acting costs 1 and leads to riches. gamma = 0.5 a
 * tick. Rich, none: 4 / (1 - 0.5) = 8. Poor, act: -1 + 0.5 * 8 = 3; poor, none: 0.5 * 3 = 1.5. Rich, act: 3 + 4 = 7.
 */
function journeys(): { rows: LogRow[]; ends: LogEnd[] } {
  const rows: LogRow[] = [];
  const ends: LogEnd[] = [];
  for (let customer = 1; customer <= 16; customer++) {
    let state = customer % 2;
    for (let tick = 0; tick < 4; tick++) {
      const action = (customer >> (tick + 1)) & 1;
      rows.push({ customer, tick, x: [state], action, reward: 4 * state - action });
      if (action === 1) state = 1;
    }
    ends.push({ customer, tick: 4, left: false, x: [state] });
  }
  return { rows, ends };
}

async function learnt(given: { [name: string]: number } = {}, { rows, ends } = journeys()) {
  const options = optionValues(qLearning, { prior: 0, sweeps: 60, ...given });
  return qLearning.learn(qLearning.init(problem, options, key), rowLog(problem, rows, ends), key);
}

describe('qLearning', () => {
  it('finds the fixed point of the Bellman equation', async () => {
    const { state, report } = await learnt();
    const cells = cellsOf(state.bins!, Float32Array.of(0, 1), 2);
    const q = (cell: number) => [...state.q.subarray(2 * cells[cell], 2 * cells[cell] + 2)];
    [1.5, 3].forEach((value, a) => {
      expect(q(0)[a]).toBeCloseTo(value, 9);
    });
    [8, 7].forEach((value, a) => {
      expect(q(1)[a]).toBeCloseTo(value, 9);
    });
    expect(report).toEqual({ decisions: 64, metrics: { cells: 2, dropped: 0 } });
  });

  it('ends where customers leave: what follows is worth nothing', async () => {
    const rows: LogRow[] = [
      { customer: 1, tick: 0, x: [1], action: 0, reward: 4 },
      { customer: 2, tick: 0, x: [1], action: 0, reward: 4 },
    ];
    const ends = [
      { customer: 1, tick: 1, left: true, x: [1] },
      { customer: 2, tick: 1, left: true, x: [1] },
    ];
    const { state } = await learnt({}, { rows, ends });
    expect(Math.max(...state.q)).toBe(4);
  });

  it('takes the best of the actions that are legal next', async () => {
    // From poor, with act forbidden next, nothing follows but more of 0.
    const rows: LogRow[] = [
      { customer: 1, tick: 0, x: [0], action: 0, reward: 0 },
      { customer: 1, tick: 1, x: [0], action: 0, reward: 0, legality: [0, 4] },
      { customer: 2, tick: 0, x: [0], action: 1, reward: 9 },
      { customer: 3, tick: 0, x: [1], action: 0, reward: 0 },
    ];
    const ends = [1, 2, 3].map((customer) => ({
      customer,
      tick: customer === 1 ? 2 : 1,
      left: true,
      x: [0],
    }));
    const { state } = await learnt({}, { rows, ends });
    const [poor] = cellsOf(state.bins!, Float32Array.of(0), 1);
    expect(state.q[2 * poor]).toBeCloseTo(0, 9);
    expect(state.q[2 * poor + 1]).toBe(9);
  });

  it('takes rarely tried actions for average, by pseudo-visits', async () => {
    const rows: LogRow[] = [0, 0, 0, 1].map((action, i) => ({
      customer: i + 1,
      tick: 0,
      x: [1],
      action,
      reward: 4 * action,
    }));
    const ends = rows.map((_, i) => ({ customer: i + 1, tick: 1, left: true, x: [1] }));
    const { state } = await learnt({ prior: 1 }, { rows, ends });
    // The mean target is 1: (0 + 1) / (3 + 1) and (4 + 1) / (1 + 1).
    expect([...state.q].filter((q) => q !== 1)).toEqual([0.25, 2.5]);
  });
});
