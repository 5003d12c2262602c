import type { Agent } from './agent.ts';
import { type EffectsState, freezeEffects, initEffects, learnEffects } from './fitting/effectsLearner.ts';
import { epsilonOption, knotsOption, ridgeOption } from './fitting/options.ts';
import { banditSteps } from './fitting/steps.ts';

/**
 * Uplift on the windowed reward: one level m(z) for all actions and one effect z' c_a an action, estimated on what is
 * left of the reward after the level, weighted by how far the action departs from its logged probability. Where
 * rewards are far noisier than effects, that leaves what separate regressions an action would get wrong alike.
 */
export const linearUplift: Agent<EffectsState> = {
  kind: 'linearUplift',
  version: 1,
  title: 'Linear uplift',
  source:
    'Nie and Wager 2021, Biometrika 108(2), sections 2 and 4 (the R-learner), with the logged propensities.',
  family: 'bandit',
  options: { epsilon: epsilonOption(0.1), ridge: ridgeOption, knots: knotsOption(3) },
  init: initEffects,
  learn: async (state, log) =>
    learnEffects(state, log, { steps: await banditSteps(log, state.problem), sweeps: 2 }),
  freeze: freezeEffects,
};
