import { describe, expect, it } from 'vitest';
import { uniform24 } from '../core/luck.ts';
import { philox4x32 } from '../core/philox.ts';
import { makeFeatureSchema } from '../journey/features.ts';
import { openPolicy } from '../policies/index.ts';
import type { LinearData } from '../policies/linear.ts';
import type { PolicyBody } from '../policies/policy.ts';
import type { Agent, AgentProblem } from './agent.ts';
import { epsilonGreedyLinear } from './epsilonGreedyLinear.ts';
import { linearUplift } from './linearUplift.ts';
import { qLinear } from './qLinear.ts';
import { type LogEnd, type LogRow, optionValues, rowLog, rowProblem } from './rowLog.fixture.ts';

const key = [1, 2] as const;

async function frozen<State>(
  agent: Agent<State>,
  problem: AgentProblem,
  rows: LogRow[],
  ends: LogEnd[] = [],
) {
  const start = agent.init(
    problem,
    optionValues(agent, { ridge: 1e-3, ...('sweeps' in agent.options && { sweeps: 40 }) }),
    key,
  );
  const { state } = await agent.learn(start, rowLog(problem, rows, ends), key);
  return agent.freeze(state, { explore: false });
}

/** What acting adds at a context with one feature, by the policy's scores. */
function effectAt(body: PolicyBody, { spec }: AgentProblem, x: number): number {
  const batch = { n: 1, context: Float32Array.of(x), legality: null, ids: new Uint32Array(2), key };
  const scores = new Float32Array(2);
  openPolicy(body, spec).scores!(batch, scores);
  return scores[1] - scores[0];
}

describe('linearUplift', () => {
  /** The level curves, and the policy acts where it is high: y = 3 x^2 + a / 2 + noise, x in [-2, 2]. */
  function confounded(n: number): LogRow[] {
    const words = new Uint32Array(4);
    return Array.from({ length: n }, (_, i) => {
      philox4x32(3, 4, i, 0, 0, 0, words);
      const [u, v, noise] = [...words].map(uniform24);
      const x = 4 * u - 2;
      const q = Math.abs(x) > 1 ? 0.8 : 0.2;
      const action = v < q ? 1 : 0;
      return { x: [x], action, reward: 3 * x * x + action / 2 + 2 * noise - 1, q: [1 - q, q] };
    });
  }

  it('finds an effect where the level is badly modelled and the policy is confounded with it', async () => {
    const problem = rowProblem();
    const rows = confounded(20_000);
    expect(effectAt(await frozen(linearUplift, problem, rows), problem, 0)).toBeCloseTo(0.5, 0);
    // One regression an action takes for an effect that the policy acted where values were high anyway.
    expect(effectAt(await frozen(epsilonGreedyLinear, problem, rows), problem, 0)).toBeGreaterThan(2);
  });

  it('leaves customers alone where no effect stands clear of the noise', async () => {
    const problem = rowProblem();
    const rows = Array.from({ length: 40 }, (_, i) => {
      const action = i % 2;
      return { x: [i % 4 < 2 ? 1 : -1], action, reward: (i % 8 < 4 ? 10 : -10) + action * 0.5 };
    });
    const body = await frozen(linearUplift, problem, rows);
    const batch = { n: 2, context: Float32Array.of(-1, 1), legality: null, ids: new Uint32Array(4), key };
    const q = new Float32Array(4);
    openPolicy(body, problem.spec).probabilities(batch, q);
    expect([...q]).toEqual([1, 0, 1, 0]);
    expect((body.data as LinearData).law).toEqual({ kind: 'bonus', alpha: -2, epsilon: 0 });
  });
});

describe('qLinear', () => {
  const features = makeFeatureSchema([{ name: 'state', kind: 'category', levels: ['poor', 'rich'] }]);
  const problem = rowProblem({ features });

  /** The world of qLearning.test.ts: acting costs 1 and leads to riches, which pay 4 a tick; gamma = 0.5. */
  function journeys(): { rows: LogRow[]; ends: LogEnd[] } {
    const rows: LogRow[] = [];
    const ends: LogEnd[] = [];
    for (let customer = 1; customer <= 64; customer++) {
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

  it('pays now for what comes later: acting adds 3 - 1.5 to the poor, and costs the rich 1', async () => {
    const { rows, ends } = journeys();
    const body = await frozen(qLinear, problem, rows, ends);
    expect(effectAt(body, problem, 0)).toBeCloseTo(1.5, 1);
    expect(effectAt(body, problem, 1)).toBeCloseTo(-1, 1);
  });

  it('does not where it sees the windowed reward alone', async () => {
    const { rows, ends } = journeys();
    expect(effectAt(await frozen(linearUplift, problem, rows, ends), problem, 0)).toBeCloseTo(-1, 1);
  });
});
