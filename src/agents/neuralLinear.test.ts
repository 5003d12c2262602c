import { describe, expect, it } from 'vitest';
import { openPolicy } from '../policies/index.ts';
import type { NeuralLinearData } from '../policies/neuralLinear.ts';
import { neuralLinear } from './neuralLinear.ts';
import { optionValues, rowLog, rowProblem } from './rowLog.fixture.ts';

const problem = rowProblem();
const key = [1, 2] as const;
/** none pays 1, act pays 3 |x|, on a grid of [-1, 1]: no line through 0 tells where acting is better. */
const rows = Array.from({ length: 400 }, (_, i) => {
  const x = (i >> 1) / 100 - 1;
  return { x: [x], action: i % 2, reward: i % 2 === 0 ? 1 : 3 * Math.abs(x) };
});

async function learnt() {
  const options = optionValues(neuralLinear, { units: 16, epochs: 60, learningRate: 0.01 });
  return neuralLinear.learn(neuralLinear.init(problem, options, key), rowLog(problem, rows), key);
}

describe('neuralLinear', () => {
  it('bends where rewards do: it acts where 3 |x| > 1', async () => {
    const { state, report } = await learnt();
    expect(report.decisions).toBe(400);
    const xs = [-0.9, -0.6, -0.1, 0, 0.1, 0.6, 0.9];
    const batch = {
      ...{
        n: xs.length,
        context: Float32Array.from(xs),
        legality: null,
        ids: new Uint32Array(2 * xs.length),
        key,
      },
    };
    const q = new Float32Array(2 * xs.length);
    openPolicy(neuralLinear.freeze(state, { explore: false }), problem.spec).probabilities(batch, q);
    expect(xs.map((_, i) => q[2 * i + 1])).toEqual([1, 1, 0, 0, 0, 1, 1]);
  });

  it('keeps every layer but the outputs, and starts its regressions anew with each log', async () => {
    const { state } = await learnt();
    const { layers, theta, factor } = neuralLinear.freeze(state, { explore: true }).data as NeuralLinearData;
    expect(layers.map(({ inputs, outputs }) => [inputs, outputs])).toEqual([
      [2, 16],
      [16, 16],
    ]);
    expect(theta.length).toBe(2 * 17);
    expect(factor!.length).toBe(17 * 18);
    const again = (await neuralLinear.learn(state, rowLog(problem, rows), key)).state;
    expect(again.sums.map((sums) => sums.rows)).toEqual([200, 200]);
    expect(again.network[0].kernel).not.toEqual(state.network[0].kernel);
  });
});
