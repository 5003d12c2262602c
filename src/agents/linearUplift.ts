import type { Agent } from './agent.ts';
import {
  type EffectsState,
  effectsOptions,
  freezeEffects,
  initEffects,
  learnEffects,
} from './fitting/effectsLearner.ts';
import { banditSteps } from './fitting/steps.ts';

/**
 * Uplift on the windowed reward: one level z' v for all actions and one effect z' c_a an action, estimated on what is
 * left of the reward after the level, weighted by how far the action departs from its logged probability. Where
 * rewards are far noisier than effects, that leaves out what separate regressions an action would get wrong alike.
 */
export const linearUplift: Agent<EffectsState> = {
  kind: 'linearUplift',
  version: 1,
  title: 'Linear uplift',
  source:
    'Nie and Wager 2021, Biometrika 108(2), section 2 (the R-learner), with the logged propensities and the ' +
    'evidence for a penalty (MacKay 1992).',
  family: 'bandit',
  options: effectsOptions,
  init: initEffects,
  learn: async (state, log) =>
    learnEffects(state, log, { steps: await banditSteps(log, state.problem), sweeps: 3, backups: 0 }),
  freeze: freezeEffects,
};
