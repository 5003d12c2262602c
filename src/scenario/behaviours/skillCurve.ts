import type { Behaviour } from '../behaviour.ts';
import { ranges } from '../reading/leaves.ts';

export const skillCurve: Behaviour = {
  kind: 'skillCurve',
  title: 'Skill curve in onboarding',
  description:
    'Practice makes perfect, quickly at first: each bit of practice takes away the same share of what is still to be learned, at a pace that differs between people, and a lesson is worth so many bits of practice. The column lies between 0 and 1 and is never forgotten.',
  source:
    'Heathcote, Brown and Mewhort (2000), The power law repealed: the case for an exponential law of practice, Psychonomic Bulletin and Review 7(2), 185-207.',
  parameters: {
    start: { description: 'What customers begin with.', unit: 'share', default: 0.1, range: ranges.share },
    median: {
      description: 'Median of the pace: share of what is left that a bit of practice teaches, about.',
      unit: 'share',
      default: 0.03,
      range: ranges.positive,
    },
    sigma: {
      description: 'Standard deviation of its logarithm.',
      unit: '',
      default: 0.5,
      range: ranges.positive,
    },
    lessonWorth: {
      description: 'Bits of practice that a lesson is worth.',
      unit: 'practices',
      default: 8,
      range: ranges.amount,
    },
  },
  refers: {
    practice: { kind: 'signal', description: 'A bit of practice.' },
    lesson: { kind: 'contact', description: 'What teaches.' },
  },
  traits: { self_pace: { seen: false, logNormal: { median: 'median', sigma: 'sigma' } } },
  state: {
    self: {
      start: 'start',
      next: 'self + (1 - exp(-self_pace * (count(practice) + lessonWorth * reached(lesson)))) * (1 - self)',
    },
  },
  effect: 'self',
  example: { practice: 'visit', lesson: 'help' },
};
