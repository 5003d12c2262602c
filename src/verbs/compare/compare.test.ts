import { expect, it } from 'vitest';

import { openScenario, withSettings } from '../scenarioFile.ts';
import { compare } from './compare.ts';
import type { CompareOptions, CompareSize } from './compareOptions.ts';

const tiny: CompareSize = {
  training: { rounds: 1, customers: 60, validationCustomers: 40, validationWorlds: 1 },
  customers: 40,
  worlds: 1,
  harmCustomers: 6,
  luckKeys: 4,
  sensitivityCustomers: 20,
  upliftCustomers: 20,
  upliftLuckKeys: 2,
};
const file = await openScenario('retail-intent');
const options: CompareOptions = {
  scenario: file.parsed,
  rescenario: (set) => withSettings(file, set),
  agents: ['sparseUplift'],
  seeds: 2,
  size: tiny,
};

it.each([1, 0, 2.5])('refuses %d seeds, over which there is no interval', async (seeds) => {
  await expect(compare({ ...options, seeds })).rejects.toThrow(
    /got .* training seeds?, wanted at least 2.*one seed gives no interval/,
  );
});

it('finds out one result in all its parts', async () => {
  const { headline, assumptions, treatments, method, gap, advice, story } = await compare(options);
  expect(assumptions.length).toBeGreaterThan(5);
  for (const { base, atLow, atHigh, flips } of assumptions) {
    expect(base).toBe(headline.perCustomer.mean);
    expect(flips).toBe(Math.sign(atLow) !== Math.sign(base) || Math.sign(atHigh) !== Math.sign(base));
  }
  expect(method.smallRun).toBe(
    '2 training seeds instead of 5 or more, 40 fresh customers a seed instead of 4,000',
  );
  expect(method.notes.join(' ')).toContain('terminal value), times 365/182');
  expect(gap.share === null).toBe(gap.withheld !== null);
  const of = (stage: string) =>
    new Set(treatments.filter((one) => one.stage === stage).map(({ action }) => action.split('@')[0]));
  const legal = Object.entries(file.parsed.scenario.interventions).filter(([, one]) =>
    one.in.includes('basket'),
  );
  expect(of('basket')).toEqual(new Set(['none', ...legal.map(([name]) => name)]));
  expect([...new Set(treatments.map(({ stage }) => stage))].length).toBeGreaterThan(advice.length - 1);
  expect(story?.chosen).toMatch(/upper decile/);
}, 60_000);
