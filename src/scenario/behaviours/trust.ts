import type { Behaviour } from '../behaviour.ts';
import { ranges } from '../reading/leaves.ts';

export const trust: Behaviour = {
  kind: 'trust',
  title: 'Trust',
  description:
    'Quick to break, slow to mend: a tick with a breach takes a share of it at once, and without one it comes back towards its level by halves. The column lies between 0 and 1; the effect is its distance from the level, below zero after a breach.',
  source:
    'Slovic (1993), Perceived risk, trust, and democracy, Risk Analysis 13(6), 675-682: the asymmetry principle.',
  parameters: {
    level: {
      description: 'Where it starts, and what it comes back to.',
      unit: 'share',
      default: 0.6,
      range: ranges.share,
    },
    loss: {
      description: 'Share of it that a breach takes.',
      unit: 'share',
      default: 0.3,
      range: ranges.share,
    },
    rebuildHalfLifeDays: {
      description: 'Time after which half of the way back is done.',
      unit: 'days',
      default: 60,
      range: ranges.positive,
    },
  },
  refers: { breach: { kind: 'signal', description: 'What breaks it.' } },
  state: {
    self: {
      start: 'level',
      next: 'self + (1 - pow(0.5, tickDays / rebuildHalfLifeDays)) * (level - self) - loss * min(count(breach), 1) * self',
    },
  },
  effect: 'self - level',
  example: { breach: 'trouble' },
};
