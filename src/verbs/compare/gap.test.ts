import { expect, it } from 'vitest';
import { shareOfGap } from './gap.ts';

it('is what the agent gains of what the oracle gains, within a jackknife interval', () => {
  const { share, interval, withheld } = shareOfGap([5, 6, 5, 6], [10, 10, 10, 10], 0.95);
  expect(withheld).toBeNull();
  expect(share).toBeCloseTo(0.55, 12);
  // Pseudo-values 0.5, 0.6, 0.5, 0.6: standard error 0.0288675, Student's t with 3 degrees of freedom 3.18245.
  expect(interval?.[0]).toBeCloseTo(0.55 - 3.18245 * 0.0288675, 4);
  expect(interval?.[1]).toBeCloseTo(0.55 + 3.18245 * 0.0288675, 4);
});

it('is withheld where the oracle is not clearly better than today’s rules, even where it beats the agent', () => {
  expect(shareOfGap([-1.6, -1.7], [-0.15, -0.25], 0.95)).toEqual({
    share: null,
    interval: null,
    withheld: expect.stringContaining("does not beat today's rules"),
  });
  expect(shareOfGap([-5, -5.1], [0.3, -0.1], 0.95).withheld).toContain("does not beat today's rules");
});

it('is withheld where the oracle is not clearly better than the agent', () => {
  const { share, withheld } = shareOfGap([10, 12, 11], [11, 11, 11], 0.95);
  expect(share).toBeNull();
  expect(withheld).toContain('does not beat the agent');
});
