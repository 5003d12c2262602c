import type { Comparison } from '../evaluation/comparison.ts';
import { around, differencesOf, method, policiesOf } from './comparisonParts.fixture.ts';
import { telecom } from './telecom.fixture.ts';

const softwarePolicies = policiesOf([
  ['Contact nobody', 'none', 118.2, 0.31, 0.55, 0, 0, 0],
  ['Today’s rules', 'rules', 127.3, 0.352, 0.604, 5.1, 3.2, 0.022],
  ['Today’s rules, tuned', 'tunedRules', 129.9, 0.36, 0.611, 4.7, 3.05, 0.02],
  ['Q-learning over bins', 'agent', 130.4, 0.362, 0.613, 4.1, 3.3, 0.017],
]);

export const software: Comparison = {
  ...telecom,
  scenario: {
    ...telecom.scenario,
    name: 'Software onboarding',
    description: 'New customers of a subscription who may get help before they give up.',
    hash: 'sha256:77aa0c12',
    currency: 'USD',
    customers: 10_000,
    horizonDays: 365,
    coupled: false,
  },
  policies: softwarePolicies,
  differences: differencesOf(softwarePolicies, 'seed', 5, 0.008),
  headline: {
    agent: 'Q-learning over bins',
    reference: 'Today’s rules, tuned',
    perCustomer: around(0.5, 1.1),
    perTenThousandAYear: around(5_000, 11_000),
    clearOfZero: false,
  },
  gap: { share: null, interval: null, withheld: 'no oracle was trained.', byStage: [] },
  harm: { ...telecom.harm, customers: 10_000, worseOff: 0, betterOff: 402, totalLoss: 0, segments: [] },
  assumptions: [],
  flows: [],
  treatments: [],
  uplifts: [],
  advice: [],
  story: null,
  learning: [],
  method: { ...method('spring-2026/software'), notes: [] },
};
