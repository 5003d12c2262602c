import { deriveKey } from '../core/luck.ts';
import type { Key } from '../core/philox.ts';
import { momentsOf, varianceOf } from '../core/statistics.ts';
import type { JourneyLog } from '../journey/records.ts';
import type { Encoding } from '../policies/encoding.ts';
import { type DenseLayer, runLayers, withIntercept } from '../policies/layers.ts';
import { neuralLinearBody } from '../policies/neuralLinear.ts';
import { uniformBody } from '../policies/uniform.ts';
import type { Agent, AgentProblem, LearnReport, OptionValues } from './agent.ts';
import { checkLog } from './fitting/checkLog.ts';
import { encodingFor, type Lessons, lessonsOf } from './fitting/lessons.ts';
import { packThetas } from './fitting/linearBandit.ts';
import { drawsOption, epsilonOption, ridgeOption } from './fitting/options.ts';
import {
  addLessons,
  emptyRidge,
  fitRidge,
  packFactors,
  pooledVariance,
  type RidgeSums,
} from './fitting/ridge.ts';
import type { MlpWeights } from './mlpTraining.ts';

export type NeuralLinearState = {
  readonly problem: AgentProblem;
  readonly options: OptionValues;
  readonly encoding: Encoding | null;
  /** The reward network with one output an action; empty before the first log. */
  readonly network: MlpWeights;
  /** By action, over [1, last hidden layer]. */
  readonly sums: readonly RidgeSums[];
};

/**
 * A network learns the windowed reward, one output an action; its last hidden layer is the context of a Bayesian
 * linear regression an action, from which Thompson sampling draws. Each log trains the network further, from where it
 * was, on that log alone, and starts the regressions anew, since the layer under them has moved (the paper keeps all
 * data instead). Rewards are standardised for training. Training with tensors is outside the claim of equal bits.
 */
export const neuralLinear: Agent<NeuralLinearState> = {
  kind: 'neuralLinear',
  version: 1,
  title: 'Thompson sampling on a neural layer',
  source: 'Riquelme, Tucker and Snoek 2018 (ICLR), section 3, NeuralLinear.',
  family: 'bandit',
  options: {
    units: {
      default: 32,
      low: 1,
      high: 512,
      integer: true,
      description: 'Units of each of two hidden layers.',
    },
    epochs: { default: 10, low: 1, high: 1000, integer: true, description: 'Passes over a log.' },
    learningRate: { default: 0.003, low: 1e-6, high: 1, description: "Adam's step size." },
    scale: { default: 1, low: 0, high: 10, description: 'Posterior standard deviations per estimated one.' },
    draws: drawsOption,
    epsilon: epsilonOption(0.02),
    ridge: ridgeOption,
  },
  init: (problem, options) => ({ problem, options, encoding: null, network: [], sums: [] }),
  async learn(state, log, key) {
    const { problem, options } = state;
    checkLog(log, problem);
    const encoding = await encodingFor(log, problem, { encoding: state.encoding, knots: 0 });
    const lessons = await allLessons(log, problem, encoding);
    if (lessons.n === 0) return unchanged(state);
    const { network, loss } = await trainNetwork(state, lessons, key);
    const context = withIntercept(runLayers(hidden(network), lessons.z, lessons.n), lessons.n);
    const fresh = problem.spec.actions.actions.map(() => emptyRidge(options.units + 1));
    const sums = addLessons(fresh, { ...lessons, z: context });
    const next = { problem, options, encoding, network, sums };
    return { state: next, report: { decisions: lessons.n, metrics: { loss } } };
  },
  freeze({ problem, options, encoding, network, sums }, { explore }) {
    if (encoding === null || sums.length === 0) return uniformBody(problem.spec);
    const fits = sums.map((own) => fitRidge(own, options.ridge));
    const theta = packThetas(fits.map((fit) => fit.theta));
    const base = { encoding, layers: hidden(network), theta };
    if (!explore) {
      return neuralLinearBody(problem.spec, { ...base, factor: null, law: { kind: 'greedy', epsilon: 0 } });
    }
    const noise = Math.sqrt(pooledVariance(sums, fits));
    const factor = packFactors(
      fits.map((fit) => fit.factor),
      noise,
    );
    const { draws, scale, epsilon } = options;
    const law = { kind: 'thompson', posterior: 'gaussian', draws, scale, epsilon } as const;
    return neuralLinearBody(problem.spec, { ...base, factor, law });
  },
};

function unchanged(state: NeuralLinearState): { state: NeuralLinearState; report: LearnReport } {
  return { state, report: { decisions: 0, metrics: {} } };
}

/** The layers below the outputs. */
function hidden(network: MlpWeights): DenseLayer[] {
  return network.slice(0, -1).map(({ inputs, outputs, kernel, bias }) => ({ inputs, outputs, kernel, bias }));
}

async function allLessons(log: JourneyLog, problem: AgentProblem, encoding: Encoding): Promise<Lessons> {
  const parts: Lessons[] = [];
  for await (const part of lessonsOf(log, problem, encoding)) parts.push(part);
  const n = parts.reduce((sum, part) => sum + part.n, 0);
  const z = new Float32Array(n * encoding.width);
  const [action, reward] = [new Uint16Array(n), new Float64Array(n)];
  let at = 0;
  for (const part of parts) {
    z.set(part.z, at * encoding.width);
    action.set(part.action, at);
    reward.set(part.reward, at);
    at += part.n;
  }
  return { n, z, action, reward };
}

/** Trains on standardised rewards, each row telling of the output of its action alone. */
async function trainNetwork(
  { problem, options, network }: NeuralLinearState,
  { n, z, action, reward }: Lessons,
  key: Key,
): Promise<{ network: MlpWeights; loss: number }> {
  const actions = problem.spec.actions.actions.length;
  const width = z.length / n;
  const moments = momentsOf(reward);
  const deviation = Math.sqrt(varianceOf(moments)) || 1;
  const y = new Float32Array(n * actions);
  const weights = new Float32Array(n * actions);
  for (let i = 0; i < n; i++) {
    y[i * actions + action[i]] = (reward[i] - moments.mean) / deviation;
    weights[i * actions + action[i]] = 1;
  }
  const { openTensors } = await import('./tensors.ts');
  const tensors = await openTensors();
  const trained = await tensors.trainMlp({
    layers: [width, options.units, options.units, actions],
    ...{ x: z, y, weights, epochs: options.epochs, batchSize: 256, learningRate: options.learningRate },
    key: deriveKey(key, 'network'),
    ...(network.length > 0 && { initial: network }),
  });
  return { network: trained.weights, loss: trained.loss[trained.loss.length - 1] };
}
