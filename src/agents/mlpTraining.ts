/** What training a multilayer perceptron takes and gives: its shapes, first weights and orders of rows, without tensors. */
import { issue, NextmoveError } from '../core/issue.ts';
import { deriveKey } from '../core/luck.ts';
import { type Key, philox4x32 } from '../core/philox.ts';

/** One dense layer: h = x kernel + bias. */
export type MlpLayer = {
  readonly inputs: number;
  readonly outputs: number;
  /** [inputs x outputs] row-major. */
  readonly kernel: Float32Array;
  /** [outputs] */
  readonly bias: Float32Array;
};
/** A multilayer perceptron: relu after every layer but the last. */
export type MlpWeights = readonly MlpLayer[];

export type MlpTraining = {
  /** Units of every layer, from inputs d to outputs k. */
  readonly layers: readonly number[];
  /** [n x d] row-major. */
  readonly x: Float32Array;
  /** [n x k] row-major. */
  readonly y: Float32Array;
  /** [n], or [n x k] where outputs count apart (0: this output was not seen); 1 where absent. */
  readonly weights?: Float32Array;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** Of the initial weights and the order of rows. */
  readonly key: Key;
  /** Where to go on from, instead of fresh weights. */
  readonly initial?: MlpWeights;
};

export type MlpTrained = {
  readonly weights: MlpWeights;
  /** [epochs] The mean over rows of sum_k w (f(x) - y)^2, while training went on. */
  readonly loss: readonly number[];
};

/** He's uniform law (He and others 2015): kernel within +-sqrt(6 / inputs), bias 0. */
export function initialWeights(layers: readonly number[], key: Key): MlpWeights {
  return layers.slice(1).map((outputs, at) => {
    const inputs = layers[at];
    const bound = Math.sqrt(6 / inputs);
    const words = randomWords(inputs * outputs, deriveKey(key, `layer/${at}`));
    const kernel = Float32Array.from(words, (word) => bound * ((word + 0.5) / 2147483648 - 1));
    return { inputs, outputs, kernel, bias: new Float32Array(outputs) };
  });
}

/** The numbers 0 to n - 1 in random order (Fisher and Yates). */
export function shuffled(n: number, key: Key): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const words = randomWords(n, key);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor((words[i] / 4294967296) * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

function randomWords(n: number, key: Key): Uint32Array {
  const words = new Uint32Array(Math.ceil(n / 4) * 4);
  for (let at = 0; at < words.length; at += 4) philox4x32(key[0], key[1], at, 0, 0, 0, words, at);
  return words.subarray(0, n);
}

/** Throws NextmoveError with every shape that does not fit. */
export function checkTraining({ layers, x, y, weights, initial, epochs, batchSize }: MlpTraining): void {
  const [d, k] = [layers[0], layers[layers.length - 1]];
  const n = x.length / d;
  const shape = (of: MlpWeights) => of.map((l) => `${l.inputs}-${l.outputs}`).join(', ') || 'none';
  const wanted = layers
    .slice(1)
    .map((units, at) => `${layers[at]}-${units}`)
    .join(', ');
  const wrong = [
    (layers.length < 2 || !layers.every(isCount)) &&
      `layers are ${layers.join('-')}, wanted two or more sizes >= 1`,
    !isCount(n) && `x has ${x.length} numbers, wanted one or more rows of ${d}`,
    y.length !== n * k && `y has ${y.length} numbers, wanted ${n} rows of ${k}`,
    weights &&
      ![n, n * k].includes(weights.length) &&
      `weights has ${weights.length} numbers, wanted ${n} or ${n * k}`,
    initial && shape(initial) !== wanted && `initial has layers ${shape(initial)}, wanted ${wanted}`,
    !isCount(epochs) && `epochs is ${epochs}, wanted a whole number >= 1`,
    !isCount(batchSize) && `batchSize is ${batchSize}, wanted a whole number >= 1`,
  ].filter((message) => typeof message === 'string');
  if (wrong.length)
    throw new NextmoveError(wrong.map((message) => issue('tensors/shape', `trainMlp: ${message}`)));
}

const isCount = (value: number) => Number.isInteger(value) && value >= 1;
