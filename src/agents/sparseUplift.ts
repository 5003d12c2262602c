import { dot, ridge } from '../core/linearAlgebra.ts';
import type { Encoding } from '../policies/encoding.ts';
import { linearBody } from '../policies/linear.ts';
import { uniformBody } from '../policies/uniform.ts';
import type { Agent, AgentProblem, OptionValues } from './agent.ts';
import { checkLog } from './fitting/checkLog.ts';
import { instrument, makeContrasts } from './fitting/contrasts.ts';
import { encodingFor } from './fitting/lessons.ts';
import { epsilonOption, knotsOption, ridgeOption } from './fitting/options.ts';
import { type EffectSums, type SelectedEffect, selectEffect } from './fitting/robustSelection.ts';
import { banditSteps, encodeSteps, type Steps } from './fitting/steps.ts';

type State = {
  readonly problem: AgentProblem;
  readonly options: OptionValues;
  /** The rest is null before the first log; encoding and level are fitted to that log, then fixed. */
  readonly encoding: Encoding | null;
  /** m(z) = z' level, what is taken off every reward. */
  readonly level: Float64Array | null;
  /** By action; the base action's stay zero. */
  readonly sums: readonly EffectSums[];
  readonly effects: readonly (SelectedEffect | null)[];
};

/** Rows that the level is fitted to. */
const LEVEL_ROWS = 40_000;
/** Value of an action of which nothing is known: below any other. */
const UNKNOWN = -1e6;
/** Below this share a base row tells next to nothing of the variance of an action's moment. */
const TELLING_SHARE = 0.1;

/**
 * Uplift of each action over the base on the windowed reward, as a sparse linear effect with a cautious sign. Level
 * and instruments as in linearUplift; the columns of an effect are chosen one by one by robust t statistics
 * (fitting/robustSelection.ts), and each coefficient is then pulled towards no effect by `caution` standard errors,
 * the intercept downwards, so that an action is taken where its effect is clear and not where its noise is large.
 */
export const sparseUplift: Agent<State> = {
  kind: 'sparseUplift',
  version: 1,
  title: 'Sparse cautious uplift',
  source:
    'R-learner: Nie and Wager 2021, Biometrika 108(2), section 2; robust variance: White 1980, Econometrica 48(4); ' +
    'soft thresholding: Tibshirani 1996, JRSS B 58(1). Pessimism: Jin, Yang and Wang 2021, ICML, section 3.',
  family: 'bandit',
  options: {
    epsilon: epsilonOption(0.1),
    ridge: ridgeOption,
    knots: knotsOption(2),
    threshold: {
      default: 3.3,
      low: 1,
      high: 10,
      description: 'Robust t that a column needs to enter an effect.',
    },
    columns: { default: 8, low: 1, high: 40, integer: true, description: 'Columns of an effect at most.' },
    caution: {
      default: 1,
      low: 0,
      high: 5,
      description: 'Standard errors that each coefficient is pulled back.',
    },
  },
  init: (problem, options) => ({ problem, options, encoding: null, level: null, sums: [], effects: [] }),
  async learn(state, log) {
    const { problem, options } = state;
    checkLog(log, problem);
    const steps = await banditSteps(log, problem);
    const encoding = await encodingFor(log, problem, { encoding: state.encoding, knots: options.knots });
    const level = state.level ?? fitLevel(steps, encoding, options.ridge);
    const actions = problem.spec.actions.actions.length;
    const contrasts = makeContrasts(steps, problem.spec.actions.none ?? 0, actions);
    const sums = grownSums(state.sums, actions, encoding.width);
    let decisions = 0;
    for (const block of steps) {
      addBlock(sums, block, encodeSteps(encoding, block).z, { level, contrasts });
      decisions += block.n;
    }
    const { threshold, columns: most } = options;
    const effects = sums.map((own, a) =>
      a === contrasts.base ? null : selectEffect(own, { threshold, most }),
    );
    const chosen = effects.reduce((total, effect) => total + (effect?.columns.length ?? 0), 0);
    return {
      state: { problem, options, encoding, level, sums, effects },
      report: { decisions, metrics: { columns: chosen, width: encoding.width } },
    };
  },
  freeze({ problem, options, encoding, effects }, { explore }) {
    if (encoding === null) return uniformBody(problem.spec);
    const k = encoding.width;
    const theta = new Float32Array(effects.length * k);
    effects.forEach((effect, a) => {
      if (a === (problem.spec.actions.none ?? 0)) return;
      // Nothing is known of it, so nothing speaks for it.
      if (effect === null) theta[a * k] = UNKNOWN;
      else writeCautious(theta, a * k, effect, options.caution);
    });
    const law = { kind: 'greedy', epsilon: explore ? options.epsilon : 0 } as const;
    return linearBody(problem.spec, { encoding, theta, factor: null, law });
  },
};

function writeCautious(theta: Float32Array, from: number, effect: SelectedEffect, caution: number): void {
  effect.columns.forEach((column, i) => {
    const c = effect.coefficients[i];
    const margin = caution * effect.standardErrors[i];
    theta[from + column] = column === 0 ? c - margin : Math.sign(c) * Math.max(0, Math.abs(c) - margin);
  });
}

function fitLevel(steps: readonly Steps[], encoding: Encoding, penalty: number): Float64Array {
  const total = steps.reduce((sum, { n }) => sum + n, 0);
  const stride = Math.max(1, Math.floor(total / LEVEL_ROWS));
  const x: number[] = [];
  const y: number[] = [];
  let row = 0;
  for (const block of steps) {
    const { z } = encodeSteps(encoding, block);
    for (let i = 0; i < block.n; i++, row++) {
      if (row % stride !== 0) continue;
      for (let j = 0; j < encoding.width; j++) x.push(z[i * encoding.width + j]);
      y.push(block.reward[i]);
    }
  }
  return ridge(Float64Array.from(x), Float64Array.from(y), null, penalty);
}

function grownSums(earlier: readonly EffectSums[], actions: number, k: number): EffectSums[] {
  return Array.from({ length: actions }, (_, a) => ({
    moment: earlier[a]?.moment.slice() ?? new Float64Array(k),
    gram: earlier[a]?.gram.slice() ?? new Float64Array(k * k),
    meat: earlier[a]?.meat.slice() ?? new Float64Array(k * k),
  }));
}

function addBlock(
  sums: readonly EffectSums[],
  steps: Steps,
  z: Float32Array,
  {
    level,
    contrasts,
  }: { readonly level: Float64Array; readonly contrasts: ReturnType<typeof makeContrasts> },
): void {
  const k = level.length;
  for (let i = 0; i < steps.n; i++) {
    const row = z.subarray(i * k, (i + 1) * k);
    const y = steps.reward[i] - dot(level, row);
    for (let a = 0; a < contrasts.actions; a++) {
      const w = instrument(steps, i, a, contrasts);
      if (w === 0) continue;
      const own = steps.action[i] === a;
      const { moment, gram, meat } = sums[a];
      for (let j = 0; j < k; j++) moment[j] += w * y * row[j];
      if (!own && -w < TELLING_SHARE) continue;
      addOuter(own ? gram : null, meat, row, { gram: w, meat: w * w * y * y });
    }
  }
}

/** Adds multiples of z z' to two lower triangles; most of z is zero, and is passed over. */
function addOuter(
  gram: Float64Array | null,
  meat: Float64Array,
  z: Float32Array,
  by: { readonly gram: number; readonly meat: number },
): void {
  const k = z.length;
  for (let r = 0; r < k; r++) {
    if (z[r] === 0) continue;
    for (let c = 0; c <= r; c++) {
      const product = z[r] * z[c];
      if (gram !== null) gram[r * k + c] += by.gram * product;
      meat[r * k + c] += by.meat * product;
    }
  }
}
