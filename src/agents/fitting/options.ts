import type { AgentOption } from '../agent.ts';

/** Share of uniform random actions while exploring: the floor under every legal action's probability. */
export const epsilonOption = (value: number): AgentOption => ({
  default: value,
  low: 0,
  high: 1,
  description: 'Share of uniform random actions while exploring.',
});

export const drawsOption: AgentOption = {
  default: 32,
  low: 1,
  high: 1000,
  integer: true,
  description: 'Posterior draws a decision; probabilities come in steps of 1 / draws.',
};

export const ridgeOption: AgentOption = {
  default: 1,
  low: 1e-6,
  high: 1e6,
  description: 'Ridge penalty: prior precision of a coefficient, in units of one observation.',
};

export const knotsOption = (value: number): AgentOption => ({
  default: value,
  low: 0,
  high: 20,
  integer: true,
  description: 'Knots of piecewise linear effects of every numeric feature; 0 for straight lines.',
});
