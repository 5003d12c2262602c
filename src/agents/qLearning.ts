import { type Bins, cellCount } from '../policies/bins.ts';
import { tableBody } from '../policies/table.ts';
import { uniformBody } from '../policies/uniform.ts';
import type { Agent, AgentProblem, OptionValues } from './agent.ts';
import { type CellSteps, cellStepsOf } from './fitting/cellSteps.ts';
import { checkLog } from './fitting/checkLog.ts';
import { chooseBins } from './fitting/chooseBins.ts';
import { epsilonOption } from './fitting/options.ts';
import { sampleRows } from './fitting/sampleRows.ts';

const SAMPLE = 20_000;
/** Sweeps of value iteration that give the first values their level: 0.99^2000 is 2e-9. */
const LEVEL_SWEEPS = 2000;

export type QLearningState = {
  readonly problem: AgentProblem;
  readonly options: OptionValues;
  /** null before the first log. */
  readonly bins: Bins | null;
  /** [cells x A] decisions seen, their summed targets as last worked out, and Q. */
  readonly visits: Float64Array;
  readonly targets: Float64Array;
  readonly q: Float64Array;
};

/**
 * Tabular Q-learning over binned contexts, in batches: each sweep works out every transition's target
 * r + gamma^(t'-t) max over legal a' of Q(s', a') and sets Q(s, a) to the mean of its targets, the fixed point of
 * Watkins' rule with step size 1 / visits. Terminal steps have no future; a horizon is bootstrapped.
 *
 * Q starts at the value of the logging policy, cell by cell, so that a discount near 1 needs no thousand sweeps. Each
 * pair has `prior` pseudo-visits at the mean target of its cell: rarely tried actions look average, neither optimistic
 * nor pessimistic. Bins are chosen on the first log and then stay; targets of earlier logs stay as last worked out.
 */
export const qLearning: Agent<QLearningState> = {
  kind: 'qLearning',
  version: 1,
  title: 'Q-learning on a table',
  source:
    'Watkins 1989, thesis; Watkins and Dayan 1992, Machine Learning 8; batch updating: Sutton and Barto 2018, 6.3.',
  family: 'rl',
  options: {
    bins: { default: 4, low: 2, high: 20, integer: true, description: 'Bins of a numeric feature.' },
    features: { default: 4, low: 1, high: 10, integer: true, description: 'Most features to bin.' },
    cells: { default: 400, low: 1, high: 2000, integer: true, description: 'Most cells of the table.' },
    sweeps: {
      default: 30,
      low: 1,
      high: 1000,
      integer: true,
      description: 'Sweeps over the transitions of a log.',
    },
    prior: { default: 100, low: 0, high: 1e6, description: "Pseudo-visits at the cell's mean." },
    epsilon: epsilonOption(0.1),
  },
  init: (problem, options) => {
    const empty = new Float64Array(0);
    return { problem, options, bins: null, visits: empty, targets: empty, q: empty };
  },
  async learn(old, log) {
    checkLog(log, old.problem);
    const { problem, options } = old;
    const bins = old.bins ?? (await binsFor(old, log));
    const steps = await cellStepsOf(log, problem, bins);
    const size = cellCount(bins) * problem.spec.actions.actions.length;
    const before = old.bins === null ? firstTable(steps, size) : old;
    const visits = before.visits.slice();
    for (let i = 0; i < steps.n; i++) visits[steps.from[i] * steps.actions + steps.action[i]]++;
    let { q } = before;
    let targets = before.targets;
    for (let sweep = 0; sweep < options.sweeps; sweep++) {
      targets = addTargets(before.targets, steps, q);
      q = meanTargets(targets, visits, steps.actions, options.prior);
    }
    const metrics = { cells: cellCount(bins), dropped: steps.dropped };
    return { state: { problem, options, bins, visits, targets, q }, report: { decisions: steps.n, metrics } };
  },
  freeze({ problem, options, bins, q }, { explore }) {
    if (bins === null) return uniformBody(problem.spec);
    const law = { kind: 'greedy', epsilon: explore ? options.epsilon : 0 } as const;
    return tableBody(problem.spec, { bins, values: Float32Array.from(q), spreads: null, law });
  },
};

async function binsFor(
  { problem, options }: QLearningState,
  log: Parameters<typeof sampleRows>[0],
): Promise<Bins> {
  const { bins, features, cells } = options;
  const sample = await sampleRows(log, problem.reward, SAMPLE);
  return chooseBins(problem.spec.features, sample, { bins, features, cells });
}

/** Q at the value of the logging policy, by value iteration on the chain of cells that the log shows; no visits. */
function firstTable(steps: CellSteps, size: number): Pick<QLearningState, 'visits' | 'targets' | 'q'> {
  const cells = size / steps.actions;
  const count = new Float64Array(cells);
  const paid = new Float64Array(cells);
  const moves = new Float64Array(cells * cells);
  for (let i = 0; i < steps.n; i++) {
    count[steps.from[i]]++;
    paid[steps.from[i]] += steps.reward[i];
    moves[steps.from[i] * cells + steps.to[i]] += steps.discount[i];
  }
  const value = new Float64Array(cells);
  for (let sweep = 0; sweep < LEVEL_SWEEPS; sweep++) {
    for (let c = 0; c < cells; c++) {
      if (count[c] === 0) continue;
      let sum = paid[c];
      for (let to = 0; to < cells; to++) sum += moves[c * cells + to] * value[to];
      value[c] = sum / count[c];
    }
  }
  const q = Float64Array.from({ length: size }, (_, at) => value[Math.floor(at / steps.actions)]);
  return { visits: new Float64Array(size), targets: new Float64Array(size), q };
}

/** Sums of targets by pair, [cells x A], on top of those of earlier logs. */
function addTargets(earlier: Float64Array, steps: CellSteps, q: Float64Array): Float64Array {
  const targets = earlier.slice();
  const { actions } = steps;
  for (let i = 0; i < steps.n; i++) {
    let best = Number.NEGATIVE_INFINITY;
    for (let a = 0; a < actions; a++) {
      const open = steps.legality === null || steps.legality[i * actions + a] === 0;
      if (open) best = Math.max(best, q[steps.to[i] * actions + a]);
    }
    const ahead = steps.discount[i] > 0 ? steps.discount[i] * best : 0;
    targets[steps.from[i] * actions + steps.action[i]] += steps.reward[i] + ahead;
  }
  return targets;
}

function meanTargets(
  targets: Float64Array,
  visits: Float64Array,
  actions: number,
  prior: number,
): Float64Array {
  const q = new Float64Array(targets.length);
  const overall = ratio(sumOf(targets, 0, targets.length), sumOf(visits, 0, visits.length), 0);
  for (let at = 0; at < q.length; at += actions) {
    const mean = ratio(sumOf(targets, at, actions), sumOf(visits, at, actions), overall);
    for (let a = at; a < at + actions; a++) q[a] = ratio(targets[a] + prior * mean, visits[a] + prior, mean);
  }
  return q;
}

function sumOf(values: Float64Array, at: number, length: number): number {
  let sum = 0;
  for (let i = at; i < at + length; i++) sum += values[i];
  return sum;
}

const ratio = (above: number, below: number, otherwise: number) => (below > 0 ? above / below : otherwise);
