import { exp32 } from '../core/transcendental.ts';
import { actionMatches } from '../journey/actions.ts';
import type { Leaf } from '../language/graph.ts';
import { makeWorkspace, prepareProgram, runProgram } from '../language/interpret.ts';
import type { World } from './world.ts';

/**
 * A world small enough to solve: states are (trait combination, stage), everything seen, one decision a tick, sends
 * that always arrive, outcomes and moves that depend on this tick's action alone. State s = combination x stages + stage.
 */
export type ExactWorld = {
  readonly world: World;
  readonly states: readonly ExactState[];
  /** [s x A] expected signed payments of one tick, in currency. */
  readonly reward: Float64Array;
  /** [s x A x S] probability of each stage at the next tick, S the number of stages; the traits stay. */
  readonly next: Float64Array;
  /** [s] share of customers at tick 0. */
  readonly start: Float64Array;
};

export type ExactState = { readonly traits: readonly number[]; readonly stage: number };

/** Values [s] of a stationary policy or of the best one, with the latter's action [s]. */
export type ExactSolution = { readonly values: Float64Array; readonly actions: Uint16Array };

/** Throws RangeError naming what makes the world too rich to be solved. */
export function makeExactWorld(world: World): ExactWorld {
  const refusal = whyNotExact(world);
  if (refusal) throw new RangeError(`"${world.scenario.name}" cannot be solved exactly: ${refusal}`);
  const combinations = traitCombinations(world);
  const states = combinations.flatMap(({ traits }) => world.stages.map((_, stage) => ({ traits, stage })));
  const start = Float64Array.from(states, ({ stage }, s) => {
    return combinations[Math.floor(s / world.stages.length)].share * world.start[stage];
  });
  const A = world.actions.actions.length;
  const S = world.stages.length;
  const reward = new Float64Array(states.length * A);
  const next = new Float64Array(states.length * A * S);
  for (let action = 0; action < A; action++) {
    const values = evaluateAction(world, states, action);
    states.forEach(({ stage }, s) => {
      reward[s * A + action] = expectedPay(world, values, s, { stage, action });
      next.set(stageChances(world, values, s, stage), (s * A + action) * S);
    });
  }
  return { world, states, reward, next, start };
}

function whyNotExact(world: World): string | null {
  if (world.states.length > 0) return 'it has hidden state columns';
  const trait = world.traits.find(
    ({ seen, distribution: { kind } }) => !seen || (kind !== 'oneOf' && kind !== 'chance'),
  );
  if (trait) return `trait ${trait.name} is hidden or not a category`;
  if (world.coupled) return 'budgets or capacities couple its customers';
  const leaf = world.graph.leaves.find(({ source: { kind } }) => !['trait', 'stage', 'now'].includes(kind));
  if (leaf) return `a formula reads the past: ${leaf.key}`;
  const signal = world.graph.leaves.find(({ source }) => source.kind === 'now' && source.view === 'signal');
  if (signal) return `a formula reads the chance event ${signal.key}`;
  if (world.signals.some(({ form }) => form !== 'chance')) return 'a signal is not of the form chance';
  if (world.interventions.some(({ offer }) => offer !== null)) return 'an intervention carries an offer';
  if (world.seenStages.length < world.stages.length) return 'a stage is hidden';
  if (!world.triggers.some((trigger) => trigger.kind === 'every' && trigger.ticks === 1)) {
    return 'not every customer is up for a decision at each tick';
  }
  return null;
}

function traitCombinations(world: World): { traits: number[]; share: number }[] {
  let combinations = [{ traits: [] as number[], share: 1 }];
  for (const { distribution } of world.traits) {
    const shares =
      distribution.kind === 'oneOf'
        ? Object.values(distribution.shares)
        : distribution.kind === 'chance'
          ? [1 - distribution.p, distribution.p]
          : [1];
    combinations = combinations.flatMap(({ traits, share }) =>
      shares.map((part, level) => ({ traits: [...traits, level], share: share * part })),
    );
  }
  return combinations;
}

/** Every node of the world's graph that behaviour needs, for all states under one action. */
function evaluateAction(
  world: World,
  states: readonly ExactState[],
  action: number,
): (node: number, s: number) => number {
  const nodes = behaviourNodes(world);
  const program = prepareProgram(world.graph, nodes);
  const workspace = makeWorkspace(program, states.length);
  const columns = world.graph.leaves.map((leaf) =>
    Float32Array.from(states, (state) => leafValue(world, leaf, state, action)),
  );
  runProgram(program, workspace, columns, null, states.length);
  const place = new Map(nodes.map((node, k) => [node, k]));
  return (node, s) => workspace.results[place.get(node) as number][s];
}

function behaviourNodes(world: World): number[] {
  const exits = world.stages.flatMap((stage) => stage.exits);
  const paying = [...world.stages, ...exits, ...world.signals];
  const pays = paying.flatMap((payer) => payer.pays.map((pay) => pay.node));
  return [
    ...new Set([...pays, ...exits.map((exit) => exit.node), ...world.signals.map((signal) => signal.node)]),
  ];
}

function leafValue(world: World, { source }: Leaf, { traits, stage }: ExactState, action: number): number {
  if (source.kind === 'trait') return traits[world.traits.findIndex(({ name }) => name === source.name)];
  if (source.kind === 'stage') return stage;
  if (source.kind !== 'now') return 0;
  const alive = !world.stages[stage].terminal;
  return alive && actionMatches(world.actions.actions[action], source.of) ? 1 : 0;
}

type Values = (node: number, s: number) => number;

function expectedPay(
  world: World,
  values: Values,
  s: number,
  { stage, action }: { readonly stage: number; readonly action: number },
): number {
  const shape = world.stages[stage];
  if (shape.terminal) return 0;
  const { valueSign, clock } = world;
  const contact = world.outcomes.findIndex(({ name }) => name === 'contact_cost');
  let total = (valueSign[contact] * world.actionCost[action]) / 10_000;
  for (const { outcome, node } of shape.pays) total += valueSign[outcome] * values(node, s) * clock.tickDays;
  for (const signal of world.signals) {
    const chance = Math.min(1, Math.max(0, values(signal.node, s)));
    for (const { outcome, node } of signal.pays) total += chance * valueSign[outcome] * values(node, s);
  }
  const chances = exitChances(world, values, s, stage);
  shape.exits.forEach((exit, k) => {
    for (const { outcome, node } of exit.pays) total += chances[k] * valueSign[outcome] * values(node, s);
  });
  return total;
}

function exitChances(world: World, values: Values, s: number, stage: number): number[] {
  const { exits, form } = world.stages[stage];
  const raw = exits.map((exit) => values(exit.node, s));
  if (form === 'logit') {
    const weights = raw.map((logit) => exp32(logit));
    const total = 1 + weights.reduce((a, b) => a + b, 0);
    return weights.map((weight) => weight / total);
  }
  const total = raw.reduce((a, b) => a + b, 0);
  if (total === 0) return raw.map(() => 0);
  return raw.map((rate) => ((1 - exp32(-total * world.clock.tickDays)) * rate) / total);
}

function stageChances(world: World, values: Values, s: number, stage: number): Float64Array {
  const row = new Float64Array(world.stages.length);
  const chances = exitChances(world, values, s, stage);
  world.stages[stage].exits.forEach((exit, k) => {
    row[exit.to] += chances[k];
  });
  row[stage] += 1 - chances.reduce((a, b) => a + b, 0);
  return row;
}

/** [s x A] value of each action now and of `values` afterwards: Q(s, a) = r(s, a) + gamma sum_s' p(s' | s, a) V(s'). */
export function actionValues(
  { world, states, reward, next }: ExactWorld,
  values: Float64Array,
): Float64Array {
  const A = world.actions.actions.length;
  const S = world.stages.length;
  const gamma = world.reward.discountPerTick;
  const q = new Float64Array(states.length * A);
  for (let s = 0; s < states.length; s++) {
    const first = Math.floor(s / S) * S;
    for (let a = 0; a < A; a++) {
      let ahead = 0;
      for (let to = 0; to < S; to++) ahead += next[(s * A + a) * S + to] * values[first + to];
      q[s * A + a] = reward[s * A + a] + gamma * ahead;
    }
  }
  return q;
}

/**
 * The best policy up to the horizon, by value iteration from the end (Puterman 1994, section 4.5); the actions are
 * those of tick 0, stationary but for a discounted remainder of gamma^H.
 */
export function solveExact(exact: ExactWorld): ExactSolution {
  const A = exact.world.actions.actions.length;
  let values = new Float64Array(exact.states.length);
  const actions = new Uint16Array(exact.states.length);
  for (let t = exact.world.clock.ticks; t > 0; t--) {
    const q = actionValues(exact, values);
    values = values.map((_, s) => {
      let best = 0;
      for (let a = 1; a < A; a++) if (q[s * A + a] > q[s * A + best]) best = a;
      actions[s] = best;
      return q[s * A + best];
    });
  }
  return { values, actions };
}

/** Values [s] of a stationary policy given as probabilities [s x A], up to the horizon. */
export function evaluateExact(exact: ExactWorld, policy: Float64Array): Float64Array {
  const A = exact.world.actions.actions.length;
  let values = new Float64Array(exact.states.length);
  for (let t = exact.world.clock.ticks; t > 0; t--) {
    const q = actionValues(exact, values);
    values = values.map((_, s) => {
      let total = 0;
      for (let a = 0; a < A; a++) total += policy[s * A + a] * q[s * A + a];
      return total;
    });
  }
  return values;
}

/** The policy that maximises each tick's own reward, as actions [s]: what a bandit can learn at best. */
export function myopicActions({ world, states, reward }: ExactWorld): Uint16Array {
  const A = world.actions.actions.length;
  return Uint16Array.from(states, (_, s) => {
    let best = 0;
    for (let a = 1; a < A; a++) if (reward[s * A + a] > reward[s * A + best]) best = a;
    return best;
  });
}

/** Expected value of a customer at tick 0. */
export function startValue({ start }: ExactWorld, values: Float64Array): number {
  return start.reduce((total, share, s) => total + share * values[s], 0);
}

/** One-hot probabilities [s x A] of actions [s]. */
export function deterministic({ world }: ExactWorld, actions: Uint16Array): Float64Array {
  const A = world.actions.actions.length;
  const policy = new Float64Array(actions.length * A);
  actions.forEach((action, s) => {
    policy[s * A + action] = 1;
  });
  return policy;
}
