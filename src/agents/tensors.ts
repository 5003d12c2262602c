/**
 * The one door to tensors with gradients: tfjs-node where its native library loads, else TensorFlow.js on its
 * WebAssembly backend. Both are loaded when first asked for. What they compute is outside the claim of equal bits.
 */
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { GradConfig, Rank, Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import { issue, NextmoveError } from '../core/issue.ts';
import { deriveKey } from '../core/luck.ts';
import {
  checkTraining,
  initialWeights,
  type MlpTrained,
  type MlpTraining,
  type MlpWeights,
  shuffled,
} from './mlpTraining.ts';

export type Backend = 'tfjs-node' | 'wasm';

export type Tensors = {
  readonly backend: Backend;
  /** One line for people: which backend, and why not the other. */
  readonly note: string;
  /**
   * Weighted least squares by Adam (Kingma and Ba 2015) with their beta1 = 0.9 and beta2 = 0.999. Throws NextmoveError
   * where shapes do not fit or the loss stops being a number.
   */
  trainMlp(training: MlpTraining): Promise<MlpTrained>;
};

type Core = typeof import('@tensorflow/tfjs-core');

const require = createRequire(import.meta.url);

/** Opens the backend that is asked for; `auto` takes tfjs-node where it loads, else WebAssembly. */
export async function openTensors(options: { readonly backend?: 'auto' | Backend } = {}): Promise<Tensors> {
  const { backend = 'auto' } = options;
  const core = await loadCore();
  const missing = backend === 'wasm' ? 'not asked for' : await tryTfjsNode();
  registerGradients(core); // after tfjs-node, which brings its own
  if (missing === null) return tensors(core, 'tfjs-node', 'tfjs-node (native libtensorflow)');
  if (backend === 'tfjs-node') throw unusable('tfjs-node', missing, remedyOfTfjsNode);
  await loadWasm(core);
  return tensors(core, 'wasm', `tfjs on WebAssembly (tfjs-node: ${missing})`);
}

const remedyOfTfjsNode =
  'Install @tensorflow/tfjs-node, build it by scripts/build-tfjs-node.sh where its download is blocked, or use wasm.';
const remedyOfTfjs = 'Run: npm install @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0';

const unusable = (what: string, why: string, hint: string) =>
  new NextmoveError(issue('tensors/unusable', `the tensor backend ${what} does not load: ${why}`, { hint }));

async function loadCore(): Promise<Core> {
  return import('@tensorflow/tfjs-core').catch((error: unknown) => {
    throw unusable('tfjs', reasonOf(error), remedyOfTfjs);
  });
}

/** Loads the native addon, which registers itself as the backend `tensorflow`; says why where it does not. */
async function tryTfjsNode(): Promise<string | null> {
  const util = require('node:util');
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined; // gone since Node 23
  util.isArray ??= Array.isArray;
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  process.env.TF_ENABLE_ONEDNN_OPTS ??= '0'; // quicker without at our sizes
  return import('@tensorflow/tfjs-node').then(() => null, reasonOf);
}

async function loadWasm(core: Core): Promise<void> {
  try {
    const wasm = await import('@tensorflow/tfjs-backend-wasm');
    const file = require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm');
    if (!('wasm' in core.engine().registry)) wasm.setWasmPaths(dirname(file) + sep); // refused once it runs
    if (!(await core.setBackend('wasm'))) throw new Error('it does not start');
  } catch (error) {
    throw unusable('wasm', reasonOf(error), remedyOfTfjs);
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message: string };
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') return 'not installed';
  if (message.includes('native addon module')) return 'its native library is not built';
  return message.split('\n')[0];
}

const registeredName = { 'tfjs-node': 'tensorflow', wasm: 'wasm' } as const;

function tensors(core: Core, backend: Backend, note: string): Tensors {
  return {
    backend,
    note,
    async trainMlp(training) {
      checkTraining(training);
      select(core, backend);
      const model = startModel(core, training);
      const loss: number[] = [];
      try {
        for (let epoch = 0; epoch < training.epochs; epoch++) {
          await setImmediate(); // others may run, and may select the other backend
          select(core, backend);
          loss.push(trainEpoch(core, { training, model, epoch }));
        }
        return { weights: model.read(), loss };
      } finally {
        model.dispose();
      }
    },
  };
}

/** The selected backend is tfjs-core's one global: a backend that is open is selected before setBackend returns. */
function select(core: Core, backend: Backend): void {
  void core.setBackend(registeredName[backend]);
}

type Model = {
  readonly variables: readonly Variable[];
  readonly optimiser: import('@tensorflow/tfjs-core').Optimizer;
  loss(x: Tensor, y: Tensor, weights: Tensor): Scalar;
  read(): MlpWeights;
  dispose(): void;
};

function startModel(core: Core, training: MlpTraining): Model {
  const start = training.initial ?? initialWeights(training.layers, training.key);
  const variable = (values: Float32Array, shape: number[]) =>
    core.tidy(() => core.variable(core.tensor(values, shape)));
  const layers = start.map(({ inputs, outputs, kernel, bias }) => ({
    kernel: variable(kernel, [inputs, outputs]),
    bias: variable(bias, [outputs]),
  }));
  const variables = layers.flatMap(({ kernel, bias }) => [kernel, bias]);
  const optimiser = core.train.adam(training.learningRate);
  const predict = (x: Tensor) =>
    layers.reduce((h, { kernel, bias }, at) => {
      const linear = core.add(core.matMul(h as Tensor<Rank.R2>, kernel as Tensor<Rank.R2>), bias);
      return at < layers.length - 1 ? core.relu(linear) : linear;
    }, x);
  return {
    variables,
    optimiser,
    loss: (x, y, weights) => meanSquares(core, predict(x), y, weights),
    read: () =>
      layers.map(({ kernel, bias }, at) => ({
        inputs: start[at].inputs,
        outputs: start[at].outputs,
        kernel: Float32Array.from(kernel.dataSync()),
        bias: Float32Array.from(bias.dataSync()),
      })),
    dispose: () => {
      core.dispose([...variables]);
      optimiser.dispose();
    },
  };
}

type GradSaver = (tensors: Tensor[]) => void;

/** The mean over rows of sum_k w (f - y)^2, with its gradient 2 w (f - y) / rows. */
function meanSquares(core: Core, prediction: Tensor, y: Tensor, weights: Tensor): Scalar {
  const rows = prediction.shape[0];
  const squares = core.customGrad((...args) => {
    const [f, save] = args as unknown as [Tensor, GradSaver];
    const weighted = core.div(core.mul(weights, core.sub(f, y)), rows);
    save([weighted]);
    return {
      value: core.sum(core.mul(weighted, core.sub(f, y))),
      gradFunc: (dy, [kept]) => core.mul(core.mul(2, dy), kept),
    };
  });
  return squares(prediction) as Scalar;
}

/** One pass over all rows in an order of its own; returns their mean loss. */
function trainEpoch(
  core: Core,
  { training, model, epoch }: { training: MlpTraining; model: Model; epoch: number },
): number {
  const { x, y, layers, batchSize, weights } = training;
  const [d, k] = [layers[0], layers[layers.length - 1]];
  const n = x.length / d;
  const width = weights ? weights.length / n : 1;
  const order = shuffled(n, deriveKey(training.key, `epoch/${epoch}`));
  let sum = 0;
  for (let from = 0; from < n; from += batchSize) {
    const rows = order.subarray(from, Math.min(n, from + batchSize));
    sum += core.tidy(() => {
      const batch = [
        core.tensor2d(take(x, rows, d), [rows.length, d]),
        core.tensor2d(take(y, rows, k), [rows.length, k]),
        weights ? core.tensor2d(take(weights, rows, width), [rows.length, width]) : core.scalar(1),
      ] as const;
      const cost = model.optimiser.minimize(() => model.loss(...batch), true, [...model.variables]);
      return cost!.dataSync()[0] * rows.length;
    });
  }
  if (!Number.isFinite(sum / n)) throw diverged(epoch, training.learningRate);
  return sum / n;
}

const diverged = (epoch: number, learningRate: number) =>
  new NextmoveError(
    issue(
      'tensors/diverged',
      `the loss is not a number in epoch ${epoch + 1} at learning rate ${learningRate}`,
      {
        hint: 'Lower the learning rate, or standardise the features and targets.',
      },
    ),
  );

/** Rows of a row-major matrix, one after the other. */
function take(values: Float32Array, rows: Int32Array, width: number): Float32Array {
  const out = new Float32Array(rows.length * width);
  rows.forEach((row, at) => {
    out.set(values.subarray(row * width, (row + 1) * width), at * width);
  });
  return out;
}

/**
 * Tells tfjs-core, which comes without any, the gradients of the three operations that a net consists of.
 * That of matMul takes explicit transposes in place of transposed operands, which the WebAssembly kernel runs on a
 * slow path: a training step is some three times faster than with the stock gradient of @tensorflow/tfjs.
 */
function registerGradients(core: Core): void {
  const gradients: GradConfig[] = [
    {
      kernelName: 'Add',
      inputsToSave: ['a', 'b'],
      gradFunc: (dy, [a, b]) => addGradient(core, dy as Tensor, a, b),
    },
    {
      kernelName: 'Relu',
      inputsToSave: ['x'],
      gradFunc: (dy, [x]) => ({ x: () => core.mul(dy as Tensor, core.step(x)) }),
    },
    {
      kernelName: 'BatchMatMul',
      inputsToSave: ['a', 'b'],
      gradFunc: (dy, [a, b], how) =>
        matMulGradient(core, { dc: dy as Tensor, a, b, ...(how as unknown as Transposes) }),
    },
  ];
  for (const gradient of gradients) {
    if (core.getGradient(gradient.kernelName)) core.unregisterGradient(gradient.kernelName);
    core.registerGradient(gradient);
  }
}

/** Sums over the axes along which an operand was broadcast. */
function addGradient(core: Core, dc: Tensor, a: Tensor, b: Tensor) {
  const reduced = ({ shape }: Tensor) =>
    core.reshape(core.sum(dc, core.broadcast_util.getReductionAxes(shape, dc.shape)), shape);
  return { a: () => reduced(a), b: () => reduced(b) };
}

type Transposes = { readonly transposeA: boolean; readonly transposeB: boolean };

/** With C = A B: dA = dC B' and dB = A' dC, and likewise where an operand is transposed. */
function matMulGradient(
  core: Core,
  { dc, a, b, transposeA, transposeB }: { dc: Tensor; a: Tensor; b: Tensor } & Transposes,
) {
  const product = (left: Tensor, right: Tensor) => core.matMul(left, right);
  const swap = (t: Tensor) => {
    const axes = t.shape.map((_, i) => i);
    return core.transpose(t, [...axes.slice(0, -2), t.rank - 1, t.rank - 2]);
  };
  if (transposeA && transposeB)
    return { a: () => product(swap(b), swap(dc)), b: () => product(swap(dc), swap(a)) };
  if (transposeA) return { a: () => product(b, swap(dc)), b: () => product(a, dc) };
  if (transposeB) return { a: () => product(dc, b), b: () => product(swap(dc), a) };
  return { a: () => product(dc, swap(b)), b: () => product(swap(a), dc) };
}
