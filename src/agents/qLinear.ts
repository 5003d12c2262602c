import type { Agent } from './agent.ts';
import { type EffectsState, freezeEffects, initEffects, learnEffects } from './fitting/effectsLearner.ts';
import { epsilonOption, knotsOption, ridgeOption } from './fitting/options.ts';
import { journeySteps } from './fitting/steps.ts';

/**
 * Fitted Q iteration with Q(s, a) = z' v + z' c_a. Each sweep takes the best effect among the next legal actions as
 * part of the target and solves for the level v and the effects c_a anew (fitting/advantage.ts), so that a sweep is a
 * step of policy iteration and few are needed, even at a discount near 1. Terminal steps have no future; a horizon is
 * bootstrapped from the final observation. Deviations from the paper: the level is solved for exactly, as in LSTD,
 * instead of step by step; effects are estimated by their instruments, as in A-learning, instead of by a regression
 * of Q; and the sums of earlier logs are kept with the effects ahead as last worked out.
 */
export const qLinear: Agent<EffectsState> = {
  kind: 'qLinear',
  version: 1,
  title: 'Fitted Q iteration on linear effects',
  source:
    'Ernst, Geurts and Wehenkel 2005, JMLR 6, figure 1; LSTD: Bradtke and Barto 1996; A-learning: Robins 2004, ' +
    'Schulte and others 2014, Statistical Science 29(4).',
  family: 'rl',
  options: {
    sweeps: { default: 8, low: 1, high: 200, integer: true, description: 'Steps of policy iteration a log.' },
    epsilon: epsilonOption(0.1),
    ridge: ridgeOption,
    knots: knotsOption(3),
  },
  init: initEffects,
  learn: async (state, log) =>
    learnEffects(state, log, { steps: await journeySteps(log, state.problem), sweeps: state.options.sweeps }),
  freeze: freezeEffects,
};
