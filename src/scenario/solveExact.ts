import type { ExactSolution, ExactWorld } from './exactWorld.ts';

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

/** The legal action of the greatest value [s x A] in each state; the first of several. */
function greedyActions({ world, states, legal }: ExactWorld, q: Float64Array): Uint16Array {
  const A = world.actions.actions.length;
  return Uint16Array.from(states, (_, s) => {
    let best = -1;
    for (let a = 0; a < A; a++) {
      if (legal[s * A + a] === 1 && (best < 0 || q[s * A + a] > q[s * A + best])) best = a;
    }
    return best;
  });
}

/**
 * The best policy up to the horizon, by value iteration from the end (Puterman 1994, section 4.5); the actions are
 * those of tick 0, stationary but for a discounted remainder of gamma^H.
 */
export function solveExact(exact: ExactWorld): ExactSolution {
  const A = exact.world.actions.actions.length;
  let values = new Float64Array(exact.states.length);
  let actions: Uint16Array = new Uint16Array(exact.states.length);
  for (let t = exact.world.clock.ticks; t > 0; t--) {
    const q = actionValues(exact, values);
    actions = greedyActions(exact, q);
    values = Float64Array.from(actions, (action, s) => q[s * A + action]);
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
export function myopicActions(exact: ExactWorld): Uint16Array {
  return greedyActions(exact, exact.reward);
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
