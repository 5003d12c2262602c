import { deriveKey, drawWord, type Key, purposeOf, uniform24 } from '../../core/luck.ts';
import { openPolicy } from '../../policies/index.ts';
import type { PolicyBody } from '../../policies/policy.ts';
import { type RulesData, thresholdValues, withThresholds } from '../../policies/rules.ts';
import type { World } from '../../scenario/world.ts';
import { report, type Watch } from '../progress.ts';
import { mean, planFor, valuePolicy } from '../valuation.ts';

export type TuneOptions = Watch & {
  readonly root: Key;
  /** Simulated customer-ticks that the search may spend: those of the agent's training. */
  readonly customerTicks: number;
};

export type Tuned = {
  readonly body: PolicyBody;
  readonly value: number;
  readonly tried: number;
  readonly customerTicks: number;
};

/** Candidates a generation, and the number that live on. */
const GENERATION = 8;
const SURVIVORS = 2;

/**
 * Searches the thresholds of today's rules: generations of candidates around the best so far, ever closer (a
 * (2, 8) evolution strategy with a shrinking step; Beyer and Schwefel 2002), all candidates of a generation on the
 * same training luck, so that their differences are paired. Today's own thresholds are the first candidate. The best
 * of the last generation's luck wins.
 */
export async function tuneRules(world: World, options: TuneOptions): Promise<Tuned> {
  const { rules } = world;
  const { thresholds, graph } = rules.data as RulesData;
  if (thresholds.length === 0) return { body: rules, value: Number.NaN, tried: 0, customerTicks: 0 };
  const key = deriveKey(deriveKey(options.root, 'learner'), 'tune rules');
  const generations = Math.max(
    3,
    Math.min(10, Math.round(Math.sqrt(options.customerTicks / (world.clock.ticks * 1000)))),
  );
  const share = options.customerTicks / (generations * GENERATION * world.clock.ticks);
  const customers = Math.max(50, Math.floor(share));
  const worlds = Math.max(1, Math.round(share / world.scenario.population.size));
  const whole = thresholds.map(({ node }) => graph.types[node] === 'count');
  let parents = [{ values: thresholdValues(rules), value: Number.NaN }];
  let spent = 0;
  for (let generation = 0; generation < generations; generation++) {
    const step = 0.5 * (1 - generation / generations) + 0.05;
    const candidates = parents.map((parent) => parent.values);
    for (let child = 0; candidates.length < GENERATION; child++) {
      const parent = parents[child % parents.length].values;
      candidates.push(
        parent.map((value, t) => {
          const u = uniform24(drawWord(key, generation, child, t, purposeOf('step')));
          const { low, high } = thresholds[t];
          const moved = Math.min(high, Math.max(low, value + (2 * u - 1) * step * (high - low)));
          return whole[t] ? Math.round(moved) : moved;
        }),
      );
    }
    const plan = planFor(world, options.root, 'training', { customers, worlds, block: 1_000 + generation });
    const valued = [];
    for (const values of candidates) {
      const policy = openPolicy(withThresholds(rules, values), world.spec);
      const lived = await valuePolicy(world, policy, plan, options);
      spent += lived.lives.reduce((sum, { customers: n }) => sum + n, 0) * world.clock.ticks;
      valued.push({ values, value: mean(lived.units.value) });
    }
    parents = valued.sort((a, b) => b.value - a.value).slice(0, SURVIVORS);
    report(options, { stage: 'tune rules', done: generation + 1, total: generations, unit: 'generations' });
  }
  const [best] = parents;
  return {
    body: withThresholds(rules, best.values),
    value: best.value,
    tried: generations * GENERATION,
    customerTicks: spent,
  };
}
