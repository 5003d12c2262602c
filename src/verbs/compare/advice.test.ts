import { expect, it } from 'vitest';
import type { Treatment, Uplift } from '../../evaluation/comparison.ts';
import type { World } from '../../scenario/world.ts';
import { adviceOf } from './advice.ts';

const world = {
  seenStages: ['basket', 'gone'],
  scenario: { currency: 'EUR' },
} as unknown as World;
const done = (policy: string, stage: string, action: string, share: number): Treatment => ({
  ...{ policy, stage, action, share },
  decisions: 100 * share,
});
const gain = (segment: string, mean: number): Uplift => ({
  ...{ stage: 'basket', action: 'tips@email', segment, customers: 50 },
  effect: { mean, interval: [mean - 1, mean + 1] },
});
const evidence = {
  treatments: [
    done('rules', 'basket', 'none', 0.6),
    done('rules', 'basket', 'offer@email', 0.4),
    done('agent', 'basket', 'none', 0.75),
    done('agent', 'basket', 'tips@email', 0.25),
    done('agent', 'basket', 'offer@email', 0),
    done('rules', 'gone', 'none', 1),
    done('agent', 'gone', 'none', 1),
    done('agent', 'gone', 'tips@email', 0),
  ],
  uplifts: [gain('everybody', 9), gain('phone', 2), gain('desktop', 3.5), gain('search', 0.5)],
  rules: 'rules',
  agent: 'agent',
  better: true,
};

it('says what to do with the largest effect’s interval, and nothing of a stage where nothing is done', () => {
  expect(adviceOf(world, evidence)).toEqual([
    {
      stage: 'basket',
      sentence:
        'Use tips@email (25% of decisions), and less offer@email; 25% of decisions act, today 40%; it is worth most for desktop (3.50 EUR each time, 2.50 to 4.50, the largest of 3 segments).',
    },
  ]);
});

it('tells and does not advise where the agent is not clearly better', () => {
  const [{ sentence }] = adviceOf(world, { ...evidence, better: false });
  expect(sentence).toMatch(/^It uses tips@email/);
  const idle = evidence.treatments.filter(({ action }) => action !== 'tips@email');
  const [{ sentence: left }] = adviceOf(world, { ...evidence, treatments: idle, better: false });
  expect(left).toBe('It mostly leaves customers alone: 0% of decisions act, today 40%.');
});
