import type { Comparison } from '../evaluation/comparison.ts';
import {
  around,
  assumptionsOf,
  differencesOf,
  flowOf,
  learningOf,
  method,
  policiesOf,
  treatmentsOf,
  upliftsOf,
} from './comparisonParts.fixture.ts';
import { telecom, telecomStory } from './telecom.fixture.ts';

const retailPolicies = policiesOf([
  ['Contact nobody', 'none', 31.2, 0.221, 0.61, 0, 0, 0],
  ['Uniform random', 'uniform', 30.4, 0.244, 0.584, 7.2, 2.9, 0.092],
  ['Today’s rules', 'rules', 33.0, 0.262, 0.617, 3.9, 1.61, 0.05],
  ['Today’s rules, tuned', 'tunedRules', 33.9, 0.268, 0.621, 3.6, 1.55, 0.046],
  ['Response-greedy', 'responseGreedy', 32.1, 0.291, 0.598, 6.1, 3.4, 0.081],
  ['Neural-linear with shared representation', 'agent', 35.6, 0.283, 0.629, 2.7, 1.32, 0.031],
  ['Oracle (sees hidden traits)', 'oracle', 35.8, 0.284, 0.63, 2.6, 1.3, 0.029],
]);
const longAgent = 'Neural-linear with shared representation';

export const retail: Comparison = {
  ...telecom,
  scenario: {
    name: 'Retail: turning purchase intent into a first order without teaching everybody to wait for a voucher',
    description:
      'Prospects who have shown purchase intent on the site may get a targeted offer, within a monthly budget.',
    hash: 'sha256:41d0be77',
    currency: 'GBP',
    customers: 2_000,
    horizonDays: 180,
    coupled: true,
    stages: ['awareness', 'consideration_of_a_first_purchase', 'basket', 'customer', 'lapsed'].map(
      (name) => ({
        ...{ name, description: `Stage ${name}.`, seenAs: null },
      }),
    ),
    interventions: [
      {
        name: 'reminder_of_abandoned_basket',
        description: 'What is in the basket.',
        channels: ['email', 'push'],
      },
      { name: 'voucher', description: 'Ten per cent off the first order.', channels: ['email'] },
    ],
  },
  policies: retailPolicies,
  differences: differencesOf(retailPolicies, 'world', 30, 0.012),
  headline: {
    agent: longAgent,
    reference: 'Today’s rules, tuned',
    perCustomer: around(1.7, 0.6),
    perTenThousandAYear: around(34_500, 12_200),
    clearOfZero: true,
  },
  gap: {
    share: null,
    interval: null,
    withheld:
      'the oracle is not clearly better than the learned policy (0.20 GBP a customer, −0.31 to 0.71).',
    byStage: [
      { stage: 'awareness', difference: around(0.9, 0.5) },
      { stage: 'consideration_of_a_first_purchase', difference: around(2.8, 0.9) },
    ],
  },
  harm: {
    ...telecom.harm,
    customers: 2_000,
    worseOff: 212,
    betterOff: 903,
    totalLoss: 388.1,
    segments: [
      {
        segment: 'bought before without any voucher',
        customers: 611,
        worseOff: 201,
        difference: around(-1.1, 0.5),
      },
      { segment: 'never bought', customers: 1_389, worseOff: 11, difference: around(2.9, 0.8) },
    ],
  },
  assumptions: assumptionsOf(1.7, [
    [
      'voucher_effect',
      0.9,
      0.3,
      1.4,
      -0.4,
      3.1,
      'Experiments of comparable shops differ by a factor of four.',
      null,
    ],
    ['would_have_bought_anyway', 0.34, 0.2, 0.6, 2.9, -0.2, 'Nobody knows it before a holdout is run.', null],
    ['margin', 11.5, 8, 14, 1.1, 2.2, null, 'Finance, last year'],
  ]),
  flows: [
    flowOf(
      'Today’s rules, tuned',
      [
        ['awareness', 2_000, 340, 21, 610],
        ['consideration_of_a_first_purchase', 1_050, 120, 11, 290],
        ['basket', 702, 30, 3, 121],
        ['customer', 551, 402, 88, 149],
        ['lapsed', 1_170, 1_170, 60, 0],
      ],
      [
        ['awareness', 'consideration_of_a_first_purchase', 1_050],
        ['awareness', 'lapsed', 610, true],
        ['consideration_of_a_first_purchase', 'basket', 640],
        ['consideration_of_a_first_purchase', 'lapsed', 290, true],
        ['basket', 'customer', 551],
        ['basket', 'lapsed', 121, true],
        ['customer', 'basket', 62],
        ['customer', 'lapsed', 149, true],
      ],
    ),
    flowOf(
      longAgent,
      [
        ['awareness', 2_000, 350, 20, 580],
        ['consideration_of_a_first_purchase', 1_070, 130, 10, 255],
        ['basket', 745, 32, 3, 118],
        ['customer', 595, 451, 90, 144],
        ['lapsed', 1_097, 1_097, 61, 0],
      ],
      [
        ['awareness', 'consideration_of_a_first_purchase', 1_070],
        ['awareness', 'lapsed', 580, true],
        ['consideration_of_a_first_purchase', 'basket', 685],
        ['consideration_of_a_first_purchase', 'lapsed', 255, true],
        ['basket', 'customer', 595],
        ['basket', 'lapsed', 118, true],
        ['customer', 'basket', 60],
        ['customer', 'lapsed', 144, true],
      ],
    ),
  ],
  treatments: [
    ...treatmentsOf('Today’s rules, tuned', 'basket', 4_000, {
      none: 0.5,
      'voucher@email': 0.3,
      'reminder_of_abandoned_basket@email': 0.2,
    }),
    ...treatmentsOf(longAgent, 'basket', 4_000, {
      none: 0.44,
      'voucher@email': 0.12,
      'reminder_of_abandoned_basket@push': 0.44,
    }),
  ],
  uplifts: [
    ...upliftsOf('basket', 'voucher@email', {
      'never bought': [2.2, 0.7],
      'bought before without any voucher': [-1.6, 0.6],
    }),
    ...upliftsOf('basket', 'reminder_of_abandoned_basket@push', {
      'never bought': [1.9, 0.5],
      'bought before without any voucher': [0.8, 0.6],
    }),
  ],
  advice: [
    { stage: 'consideration_of_a_first_purchase', sentence: 'Hold the voucher back until the third visit.' },
    {
      stage: 'basket',
      sentence:
        'Remind by push within two days; give the voucher to people who never bought, and to nobody else.',
    },
  ],
  story: {
    ...telecomStory,
    lives: telecomStory.lives.map((life, i) => ({ ...life, policy: ['Today’s rules, tuned', longAgent][i] })),
  },
  learning: learningOf(longAgent, 33.8, 1.7),
  method: method('spring-2026/retail'),
};
