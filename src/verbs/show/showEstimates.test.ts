import { expect, it } from 'vitest';
import type { Estimate } from '../../evaluation/estimate.ts';
import { evaluationTable } from './showEstimates.ts';

/** IPS of the Open Bandit Dataset as its authors' quickstart prints it: 0.00455288, 1.198126 times 0.0038. */
const ips: Estimate = {
  estimator: 'ips',
  value: 0.00455288,
  standardError: 0.0016,
  interval: [0.0014, 0.0077],
  level: 0.95,
  decisions: 10_000,
  clusters: 10_000,
  censored: 0,
  effectiveSampleSize: 1534.2,
  largestWeight: 33,
  behaviourValue: 0.0038,
  estimand: 'click',
  clusteredBy: 'row',
  warnings: [],
  withheld: null,
};
const evaluation = (estimates: readonly Estimate[]) =>
  evaluationTable({ title: '', log: '', currency: null, estimates, truth: null });

it('prints what can be held against published figures: six digits, and the ratio to the logged policy', () => {
  const lines = evaluation([
    ips,
    { ...ips, estimator: 'dr', value: Number.NaN, withheld: 'too little support' },
  ]);
  expect(lines[0]).toMatch(/^estimator +value +interval +over logged +effective size +decisions +clusters$/);
  expect(lines[1]).toMatch(/^ips +0\.00455288 +0\.0014 to 0\.0077 +1\.198126 +1534 +10000 +10000$/);
  expect(lines[2]).toMatch(/^dr +withheld +1534 +10000 +10000$/);
  expect(lines).toContain('over logged: the value over that of the logged policy, 0.0038');
  expect(lines).toContain('dr is withheld: too little support');
});

it('gives no ratio to a policy that earned nothing or lost', () => {
  const [, line, ...rest] = evaluation([{ ...ips, behaviourValue: -0.5 }]);
  expect(line).toMatch(/^ips +0\.00455288 +0\.0014 to 0\.0077 +1534 +10000 +10000$/);
  expect(rest.join()).toContain('the logged policy, -0.5');
});
