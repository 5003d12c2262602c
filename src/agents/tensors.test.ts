import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Key } from '../core/philox.ts';
import { initialWeights, type MlpTraining, type MlpWeights } from './mlpTraining.ts';
import { type Backend, openTensors } from './tensors.ts';

const key: Key = [7, 11];
const built = existsSync(
  join(
    dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node/package.json')),
    'lib/napi-v8/tfjs_binding.node',
  ),
);
const backends: readonly Backend[] = built ? ['wasm', 'tfjs-node'] : ['wasm'];

/** y = |x| = relu(x) + relu(-x), on a grid of [-1, 1]. */
const absolute: MlpTraining = {
  layers: [1, 16, 1],
  x: Float32Array.from({ length: 200 }, (_, i) => i / 100 - 1),
  y: Float32Array.from({ length: 200 }, (_, i) => Math.abs(i / 100 - 1)),
  epochs: 60,
  batchSize: 32,
  learningRate: 0.02,
  key,
};
const train = async (backend: Backend, training: MlpTraining) =>
  (await openTensors({ backend })).trainMlp(training);
const line: MlpTraining = {
  layers: [1, 1],
  x: Float32Array.of(-1, 0, 1, 2),
  y: Float32Array.of(-1, 1, 3, 5),
  epochs: 400,
  batchSize: 4,
  learningRate: 0.05,
  key,
};

describe.each(backends)('tensors on %s', (backend) => {
  it('learn |x|', async () => {
    const { loss } = await train(backend, absolute);
    expect(loss).toHaveLength(60);
    expect(loss[59]).toBeLessThan(0.002);
    expect(loss[59]).toBeLessThan(loss[0] / 20);
  });

  it('find the line y = 2 x + 1', async () => {
    const { weights } = await train(backend, line);
    expect(weights).toHaveLength(1);
    expect(weights[0].kernel[0]).toBeCloseTo(2, 2);
    expect(weights[0].bias[0]).toBeCloseTo(1, 2);
  });

  it('give a row its weight: 0 twice and 3 once have the mean 1', async () => {
    const x = Float32Array.of(0, 0);
    const y = Float32Array.of(0, 3);
    const { weights } = await train(backend, { ...line, x, y, weights: Float32Array.of(2, 1) });
    expect(weights[0].bias[0]).toBeCloseTo(1, 2);
  });

  it('leave outputs of weight 0 as they were', async () => {
    const initial = initialWeights([1, 2], key);
    const { weights } = await train(backend, {
      ...line,
      layers: [1, 2],
      x: Float32Array.of(1, 2),
      y: Float32Array.of(5, 99, 5, 99),
      weights: Float32Array.of(1, 0, 1, 0),
      initial,
    });
    expect(weights[0].kernel[1]).toBe(initial[0].kernel[1]);
    expect(weights[0].bias[1]).toBe(0);
    expect(weights[0].kernel[0]).not.toBe(initial[0].kernel[0]);
  });

  it('repeat themselves with the same key alone', async () => {
    const short = { ...absolute, epochs: 2 };
    const first = await train(backend, short);
    expect(await train(backend, short)).toEqual(first);
    expect(await train(backend, { ...short, key: [7, 12] })).not.toEqual(first);
  });

  it('go on from weights that they returned', async () => {
    const first = await train(backend, absolute);
    const second = await train(backend, {
      ...absolute,
      epochs: 1,
      learningRate: 1e-9,
      initial: first.weights,
    });
    expect(second.loss[0]).toBeCloseTo(meanLoss(first.weights, absolute), 5);
  });

  it('keep no tensor', async () => {
    await train(backend, { ...line, epochs: 1 });
    const before = tf.memory().numTensors;
    await train(backend, { ...line, epochs: 1 });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('say when training diverges', async () => {
    const y = Float32Array.of(-1, 1, 3, Number.NaN);
    await expect(train(backend, { ...line, y })).rejects.toThrow(
      /the loss is not a number in epoch 1 at learning rate 0.05\. Lower the learning rate/,
    );
  });
});

it('auto takes tfjs-node where it is built, else WebAssembly, and says so', async () => {
  const { backend, note } = await openTensors();
  expect([backend, note]).toEqual(
    built
      ? ['tfjs-node', 'tfjs-node (native libtensorflow)']
      : ['wasm', 'tfjs on WebAssembly (tfjs-node: its native library is not built)'],
  );
});

it('asking for tfjs-node gives it, or an error with the remedy', async () => {
  const asked = await openTensors({ backend: 'tfjs-node' }).then((t) => t.backend, String);
  expect(asked).toMatch(
    built ? /^tfjs-node$/ : /does not load: its native library is not built. Install .*build-tfjs-node/,
  );
});

it('both backends used at once give what each gives alone', async () => {
  const open = await Promise.all(backends.map((backend) => openTensors({ backend })));
  const alone = [];
  for (const one of open) alone.push(await one.trainMlp({ ...absolute, epochs: 3 }));
  expect(await Promise.all(open.map((one) => one.trainMlp({ ...absolute, epochs: 3 })))).toEqual(alone);
});

it('shapes that do not fit are named, all of them', async () => {
  const { trainMlp } = await openTensors({ backend: 'wasm' });
  const broken = { ...line, y: Float32Array.of(1), weights: Float32Array.of(1, 1), epochs: 0.5, initial: [] };
  await expect(trainMlp(broken)).rejects.toThrow(
    [
      'trainMlp: y has 1 numbers, wanted 4 rows of 1',
      'trainMlp: weights has 2 numbers, wanted 4 or 4',
      'trainMlp: initial has layers none, wanted 1-1',
      'trainMlp: epochs is 0.5, wanted a whole number >= 1',
    ].join('\n'),
  );
});

it('first weights follow He: kernels spread over +-sqrt(6 / inputs), biases 0', () => {
  const [layer] = initialWeights([24, 500], key);
  expect(Math.max(...layer.kernel)).toBeCloseTo(0.5, 3);
  expect(Math.min(...layer.kernel)).toBeCloseTo(-0.5, 3);
  expect(layer.kernel.reduce((a, b) => a + b, 0) / layer.kernel.length).toBeCloseTo(0, 2);
  expect(layer.bias.every((b) => b === 0)).toBe(true);
});

describe('the gradient of matMul', () => {
  const cases = [false, true].flatMap((a) => [false, true].map((b): [boolean, boolean] => [a, b]));
  const a = [0.5, -1, 2, 1.5, 0.25, -0.75];
  const b = [1, 2, -1, 0.5, -0.5, 3];
  const weight = [1, -2, 0.5, 3]; // of the 2 x 2 product's cells in the scalar that is differentiated

  it.each(cases)(
    'equals the finite difference with transposed operands %s, %s',
    async (transposeA, transposeB) => {
      await openTensors({ backend: 'wasm' });
      const shapeA: [number, number] = transposeA ? [3, 2] : [2, 3];
      const shapeB: [number, number] = transposeB ? [2, 3] : [3, 2];
      const f = (x: tf.Tensor, y: tf.Tensor) =>
        tf.sum(tf.mul(tf.matMul(x, y, transposeA, transposeB), tf.tensor2d(weight, [2, 2])));
      const [da, db] = tf.grads(f)([tf.tensor2d(a, shapeA), tf.tensor2d(b, shapeB)]);
      const value = (x: number[], y: number[]) =>
        f(tf.tensor2d(x, shapeA), tf.tensor2d(y, shapeB)).dataSync()[0];
      // The product is linear in each operand, so a difference over a whole step is exact but for rounding.
      const nudged = (x: number[], i: number) => x.map((v, at) => (at === i ? v + 1 : v));
      a.forEach((_, i) => {
        expect(da.dataSync()[i]).toBeCloseTo(value(nudged(a, i), b) - value(a, b), 4);
      });
      b.forEach((_, i) => {
        expect(db.dataSync()[i]).toBeCloseTo(value(a, nudged(b, i)) - value(a, b), 4);
      });
    },
  );
});

/** The mean squared error of a net of one hidden layer, by loops. */
function meanLoss([hidden, last]: MlpWeights, { x, y }: MlpTraining): number {
  let sum = 0;
  x.forEach((value, row) => {
    let out = last.bias[0];
    for (let j = 0; j < hidden.outputs; j++)
      out += last.kernel[j] * Math.max(0, value * hidden.kernel[j] + hidden.bias[j]);
    sum += (out - y[row]) * (out - y[row]);
  });
  return sum / x.length;
}
