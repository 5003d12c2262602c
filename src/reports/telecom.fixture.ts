import type { Comparison, Story } from '../evaluation/comparison.ts';
import {
  around,
  assumptionsOf,
  differencesOf,
  flowOf,
  learningOf,
  lifeOf,
  method,
  policiesOf,
  treatmentsOf,
  upliftsOf,
} from './comparisonParts.fixture.ts';

const telecomPolicies = policiesOf([
  ['Contact nobody', 'none', 262.4, 0.041, 0.702, 0, 0, 0],
  ['Uniform random over the legal interventions', 'uniform', 255.1, 0.047, 0.689, 9.8, 11.9, 0.143],
  ['Today’s rules', 'rules', 271.9, 0.052, 0.731, 4.4, 5.31, 0.061],
  ['Today’s rules, tuned', 'tunedRules', 274.6, 0.053, 0.738, 3.9, 5.02, 0.054],
  ['Response-greedy', 'responseGreedy', 268.2, 0.058, 0.717, 8.1, 9.9, 0.121],
  ['Linear Thompson sampling', 'agent', 278.7, 0.061, 0.752, 3.1, 6.12, 0.038],
  ['Oracle (sees hidden traits)', 'oracle', 281.2, 0.063, 0.758, 2.8, 5.88, 0.031],
]);

export const telecomStory: Story = {
  customer: '0x3f2a91c07d1e',
  chosen:
    'Picked at the upper decile of the realised differences of 143 of 200 customers whom both policies contact.',
  traits: [
    { name: 'bill', value: '46.20 EUR a month', seen: true },
    { name: 'contract', value: 'rolling', seen: true },
    { name: 'reactance', value: '0.61', seen: false },
  ],
  lives: [
    {
      policy: 'Today’s rules',
      value: 96.2,
      days: lifeOf(
        { 0: 'active', 92: 'slipping', 131: 'gone' },
        {
          21: { action: 'tips@email', reached: true },
          64: { action: 'tips@email', reached: false, happened: ['fault'] },
          70: { happened: ['called in'] },
          71: { action: 'rescue@call', reached: true },
          99: { action: 'discount@email', reached: true, happened: ['opted out of email'] },
          118: { happened: ['called in'] },
        },
        365,
      ),
    },
    {
      policy: 'Linear Thompson sampling',
      value: 182.4,
      days: lifeOf(
        { 0: 'active', 92: 'slipping', 114: 'active', 301: 'slipping', 322: 'active' },
        {
          64: { happened: ['fault'] },
          70: { happened: ['called in'] },
          71: { action: 'rescue@call', reached: true },
          98: { action: 'rescue@call', reached: true, happened: ['offer redeemed'] },
          215: { happened: ['fault'] },
          304: { action: 'discount@letter', reached: true, happened: ['offer redeemed'] },
        },
        365,
      ),
    },
  ],
};

export const telecom: Comparison = {
  format: 1,
  scenario: {
    name: 'Telecom retention',
    description: 'Long-term customers of a telecoms company who begin to disengage, quietly at first.',
    hash: 'sha256:9f31c2aa',
    currency: 'EUR',
    customers: 20_000,
    horizonDays: 365,
    coupled: false,
    stages: [
      { name: 'onboarding', description: 'First weeks of a contract.', seenAs: null },
      { name: 'active', description: 'Uses the service and pays for it.', seenAs: null },
      {
        name: 'slipping',
        description: 'Has begun to look around; the business cannot see it.',
        seenAs: 'active',
      },
      { name: 'complaining', description: 'Has called about a fault and waits.', seenAs: null },
      { name: 'advocate', description: 'Recommends the company to others.', seenAs: null },
      { name: 'gone', description: 'Has left.', seenAs: 'active' },
    ],
    interventions: [
      {
        name: 'tips',
        description: 'How to get more out of the contract.',
        channels: ['email', 'app_message'],
      },
      { name: 'discount', description: 'A tenth off for half a year.', channels: ['email', 'letter'] },
      { name: 'rescue', description: 'A call by the retention team.', channels: ['call'] },
    ],
  },
  policies: telecomPolicies,
  differences: differencesOf(telecomPolicies, 'seed', 5),
  headline: {
    agent: 'Linear Thompson sampling',
    reference: 'Today’s rules, tuned',
    perCustomer: around(4.1, 0.9),
    perTenThousandAYear: around(41_000, 9_000),
    clearOfZero: true,
  },
  gap: {
    share: 0.731,
    interval: [0.64, 0.83],
    withheld: null,
    byStage: [
      { stage: 'onboarding', difference: around(7.9, 1.4) },
      { stage: 'active', difference: around(6.6, 1.1) },
      { stage: 'complaining', difference: around(-0.4, 1.9) },
    ],
  },
  harm: {
    luckKeys: 64,
    customers: 20_000,
    worseOff: 624,
    betterOff: 11_208,
    totalLoss: 2_871.4,
    segments: [
      { segment: 'everybody', customers: 20_000, worseOff: 624, difference: around(3.83, 0.6) },
      {
        segment: 'contract = fixed, bill under 30 EUR',
        customers: 7_204,
        worseOff: 511,
        difference: around(-0.62, 0.4),
      },
      {
        segment: 'contract = fixed, bill 30 EUR or more',
        customers: 4_830,
        worseOff: 98,
        difference: around(2.3, 0.8),
      },
      { segment: 'contract = rolling', customers: 7_966, worseOff: 15, difference: around(9.4, 1.2) },
    ],
    method: 'Expected effect over 64 luck keys; worse off where the upper 95% bound is below zero.',
  },
  assumptions: assumptionsOf(4.1, [
    ['rescue_effect', 1.6, 0.6, 2.2, -0.8, 6.3, 'Saves reported by call centres vary widely.', null],
    [
      'reactance_harm',
      3,
      1,
      5,
      5.2,
      2.6,
      'Share who leave because of a contact; an estimate of the retention team.',
      null,
    ],
    [
      'call_reach',
      0.55,
      0.35,
      0.7,
      2.9,
      4.9,
      'Answered outbound calls in a normal week.',
      'Own call logs, 2025',
    ],
    ['discount_redeemed', 0.27, 0.15, 0.45, 4.9, 2.9, null, null],
    ['fatigue_half_life', 9, 4, 21, 4.6, 3.4, 'Days until half of the tiredness is gone.', 'Assumed'],
    [
      'terminal_margin_days',
      60,
      0,
      180,
      3.7,
      4.8,
      'Days of margin that a customer at the horizon is still worth.',
      null,
    ],
    ['fault_rate', 0.01, 0.005, 0.02, 3.8, 4.4, null, 'Network operations, yearly mean'],
  ]),
  flows: [
    flowOf(
      'Today’s rules',
      [
        ['onboarding', 4_000, 210, 34, 402],
        ['active', 19_100, 11_020, 148, 0],
        ['slipping', 8_940, 1_120, 31, 4_830],
        ['complaining', 3_310, 150, 12, 510],
        ['advocate', 2_240, 1_760, 203, 0],
        ['gone', 5_742, 5_742, 120, 0],
      ],
      [
        ['onboarding', 'active', 3_388],
        ['onboarding', 'gone', 402, true],
        ['active', 'slipping', 8_940],
        ['active', 'complaining', 3_310],
        ['active', 'advocate', 2_240],
        ['slipping', 'active', 2_990],
        ['slipping', 'gone', 4_830, true],
        ['complaining', 'active', 2_650],
        ['complaining', 'gone', 510, true],
        ['advocate', 'active', 480],
      ],
    ),
    flowOf(
      'Linear Thompson sampling',
      [
        ['onboarding', 4_000, 190, 33, 361],
        ['active', 19_240, 11_960, 161, 0],
        ['slipping', 8_410, 1_030, 26, 3_722],
        ['complaining', 3_290, 160, 12, 521],
        ['advocate', 2_410, 1_930, 206, 0],
        ['gone', 4_604, 4_604, 118, 0],
      ],
      [
        ['onboarding', 'active', 3_449],
        ['onboarding', 'gone', 361, true],
        ['active', 'slipping', 8_410],
        ['active', 'complaining', 3_290],
        ['active', 'advocate', 2_410],
        ['slipping', 'active', 3_658],
        ['slipping', 'gone', 3_722, true],
        ['complaining', 'active', 2_609],
        ['complaining', 'gone', 521, true],
        ['advocate', 'active', 480],
      ],
    ),
  ],
  treatments: [
    ...treatmentsOf('Today’s rules', 'onboarding', 18_000, { none: 0.55, 'tips@email': 0.45 }),
    ...treatmentsOf('Linear Thompson sampling', 'onboarding', 18_000, {
      none: 0.71,
      'tips@app_message': 0.25,
      'tips@email': 0.04,
    }),
    ...treatmentsOf('Today’s rules', 'active', 210_000, {
      none: 0.82,
      'tips@email': 0.11,
      'discount@email': 0.05,
      'rescue@call': 0.02,
    }),
    ...treatmentsOf('Linear Thompson sampling', 'active', 214_000, {
      none: 0.86,
      'tips@email': 0.01,
      'discount@letter': 0.03,
      'rescue@call': 0.1,
    }),
    ...treatmentsOf('Today’s rules', 'complaining', 6_100, { none: 0.38, 'rescue@call': 0.62 }),
    ...treatmentsOf('Linear Thompson sampling', 'complaining', 6_000, {
      none: 0.59,
      'rescue@call': 0.36,
      'discount@letter': 0.05,
    }),
  ],
  uplifts: [
    ...upliftsOf('onboarding', 'tips@email', {
      'rolling contract': [0.9, 0.7],
      'fixed contract': [0.2, 0.6],
    }),
    ...upliftsOf('onboarding', 'tips@app_message', {
      'rolling contract': [1.9, 0.8],
      'fixed contract': [1.1, 0.6],
    }),
    ...upliftsOf('active', 'tips@email', { 'rolling contract': [0.1, 0.4], 'fixed contract': [-0.5, 0.3] }),
    ...upliftsOf('active', 'discount@letter', {
      'rolling contract': [3.1, 1.2],
      'fixed contract': [-2.4, 0.9],
    }),
    ...upliftsOf('active', 'rescue@call', { 'rolling contract': [6.8, 1.5], 'fixed contract': [1.2, 1.4] }),
    ...upliftsOf('complaining', 'rescue@call', {
      'rolling contract': [4.2, 2.6],
      'fixed contract': [0.3, 2.9],
    }),
    ...upliftsOf('complaining', 'discount@letter', {
      'rolling contract': [-0.7, 2.1],
      'fixed contract': [-3.3, 2],
    }),
  ],
  advice: [
    {
      stage: 'onboarding',
      sentence: 'Send tips in the app instead of by email, and only after the second week.',
    },
    {
      stage: 'active',
      sentence:
        'Call customers on a rolling contract whose logins have halved; leave those on a fixed contract alone.',
    },
    { stage: 'complaining', sentence: 'Call back only where the fault is mended; otherwise wait.' },
    { stage: 'advocate', sentence: 'Do nothing: contact earns less than it costs.' },
  ],
  story: telecomStory,
  learning: learningOf('Linear Thompson sampling', 274.8, 4.1),
  method: method('spring-2026'),
};
