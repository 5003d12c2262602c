import type { Agent } from './agent.ts';
import {
  type EffectsState,
  effectsOptions,
  freezeEffects,
  initEffects,
  learnEffects,
} from './fitting/effectsLearner.ts';
import { journeySteps } from './fitting/steps.ts';

/**
 * Fitted Q iteration with Q(s, a) = z' v + z' c_a. A step reaches as far as the reward's window, since what is hidden
 * shows late in the contexts; its target is what was paid on the way, plus the level and the best legal effect there.
 * Each sweep solves for the level, by as many backups as make up the log's length (a policy is judged by what it
 * earns up to a horizon, and one that looks further overrates staying), and for the effects (fitting/advantage.ts).
 * Terminal steps have no future; a horizon is bootstrapped from the final observation. Deviations from the paper:
 * steps over several decisions, during which the logged policy goes on; effects by their instruments, as in
 * A-learning, instead of by a regression of Q; sums of earlier logs stay as they were last worked out.
 */
export const qLinear: Agent<EffectsState> = {
  kind: 'qLinear',
  version: 1,
  title: 'Fitted Q iteration on linear effects',
  source:
    'Ernst, Geurts and Wehenkel 2005, JMLR 6, figure 1; A-learning: Robins 2004, Schulte and others 2014, ' +
    'Statistical Science 29(4); evidence for a penalty: MacKay 1992.',
  family: 'rl',
  options: {
    sweeps: { default: 10, low: 1, high: 200, integer: true, description: 'Policy improvements a log.' },
    horizon: {
      default: 1,
      low: 0,
      high: 100,
      description: "Lengths of the log's clock that the level looks ahead.",
    },
    ...effectsOptions,
  },
  init: initEffects,
  async learn(state, log) {
    const { sweeps, horizon } = state.options;
    const { problem } = state;
    const { windowTicks } = problem.reward;
    const steps = await journeySteps(log, problem, windowTicks);
    const backups = Math.ceil((horizon * (log.schema.clock?.ticks ?? 0)) / windowTicks);
    return learnEffects(state, log, { steps, sweeps, backups });
  },
  freeze: freezeEffects,
};
