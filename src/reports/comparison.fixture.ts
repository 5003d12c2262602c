/** Invented comparisons with the awkward things of real ones: long names, a withheld share, flips, nobody harmed. */

import type { Estimate } from '../evaluation/estimate.ts';
import type { Evaluation } from './charts/estimates.ts';
import type { TrainingRun } from './sections/run.ts';
import { telecom } from './telecom.fixture.ts';

export { retail } from './retail.fixture.ts';
export { software } from './software.fixture.ts';
export { telecom } from './telecom.fixture.ts';

const estimate = (
  estimator: string,
  value: number,
  half: number,
  more: Partial<Estimate> = {},
): Estimate => ({
  estimator,
  value,
  standardError: half / 1.96,
  interval: [value - half, value + half],
  level: 0.95,
  decisions: 1_374_327,
  clusters: 1_374_327,
  censored: 12,
  effectiveSampleSize: 120_345,
  largestWeight: 42.1,
  behaviourValue: 0.0038,
  estimand: 'this decision by the evaluated policy, the logging policy afterwards',
  clusteredBy: 'row',
  warnings: [],
  withheld: null,
  ...more,
});

const nameless = {
  code: 'evaluation/rows',
  message: 'The intervals count rows, since the log names no customer.',
  severity: 'warning',
} as const;

export const evaluation: Evaluation = {
  title: 'the Thompson policy on the random log',
  estimates: [
    estimate('IPS', 0.004553, 0.0003),
    estimate('SNIPS', 0.0045, 0.00028, { warnings: [nameless] }),
    estimate('DM', 0.0043, 0.0001, { effectiveSampleSize: null, largestWeight: null }),
    estimate('DR', Number.NaN, Number.NaN, {
      withheld: 'the effective sample size is 31, below the 100 asked for.',
    }),
  ],
};

export const run: TrainingRun = {
  title: 'Linear Thompson sampling on Telecom retention',
  scenario: { name: 'Telecom retention', hash: 'sha256:9f31c2aa' },
  currency: 'EUR',
  agent: {
    title: 'Linear Thompson sampling',
    kind: 'linear-thompson',
    options: { floor: 0.02, samples: 100 },
  },
  seed: 'spring-2026',
  learning: telecom.learning,
  metrics: [
    { title: 'Value a customer', unit: 'money', value: 278.7, interval: [275.6, 281.8] },
    { title: 'Retained', unit: 'share', value: 0.752 },
    { title: 'Decisions', unit: 'count', value: 504_000 },
  ],
  evaluations: [evaluation],
  notes: ['Stopped after 12 rounds, since the validation value no longer rose.'],
  version: '0.1.0',
  machine: 'linux x64, 2 cores, Node 20.20.2',
  seconds: 41,
};
