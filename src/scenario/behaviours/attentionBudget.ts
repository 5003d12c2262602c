import type { Behaviour } from '../behaviour.ts';
import { ranges } from '../reading/leaves.ts';

export const attentionBudget: Behaviour = {
  kind: 'attentionBudget',
  title: 'Reach and attention budget',
  description:
    'Attention is scarce: each contact that arrives spends some of it, and it fills up again day by day, whoever sent the contact. The column is what is left, between 0 and 1, to be read by the reach of channels (such as 0.6 * attention); the effect is what is left over or missing against a rested customer, 0 at best.',
  source:
    'Simon (1971), Designing organizations for an information-rich world, in Greenberger (ed.), Computers, Communications, and the Public Interest, 37-72; Kahneman (1973), Attention and Effort, chapter 1: a limited capacity.',
  parameters: {
    costPerContact: {
      description: 'Share of the budget that a contact spends.',
      unit: 'share',
      default: 0.25,
      range: ranges.share,
    },
    refillPerDay: {
      description: 'Share of the budget that comes back a day.',
      unit: 'share',
      default: 0.05,
      range: ranges.share,
    },
  },
  refers: { of: { kind: 'contact', description: 'What spends attention.', default: 'any' } },
  state: {
    self: { start: '1', next: 'clamp(self + refillPerDay * tickDays - costPerContact * reached(of), 0, 1)' },
  },
  effect: 'self - 1',
  example: {},
};
