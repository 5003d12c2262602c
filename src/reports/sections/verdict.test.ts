import { expect, it } from 'vitest';
import { retail, software, telecom } from '../comparison.fixture.ts';
import { smallRunOf, verdictOf, verdictOfAll } from './verdict.ts';

const said = (text: string) => text.replaceAll('\u00a0', ' ');

it('says what the policy is worth, or that it is not clear, or that it costs', () => {
  expect(said(verdictOf(telecom))).toBe(
    'The learned policy is worth 41,000 EUR a year for every 10,000 customers',
  );
  expect(said(verdictOf(software))).toBe(
    'No clear gain over tuned rules: between −6,000 USD and +16,000 USD a year for every 10,000 customers',
  );
  const perTenThousandAYear = { mean: -4_000, interval: [-5_000, -3_000] as const };
  const worse = { ...telecom, headline: { ...telecom.headline, perTenThousandAYear } };
  expect(said(verdictOf(worse))).toBe(
    'Keep tuned rules: the learned policy costs 4,000 EUR a year for every 10,000 customers',
  );
});

it('gives no verdict over a small run, whichever way it went', () => {
  const small = (comparison: typeof telecom) => ({
    ...comparison,
    method: { ...comparison.method, smallRun: '2 training seeds instead of 5 or more' },
  });
  expect(said(verdictOf(small(telecom)))).toBe(
    'A small run, no verdict: the learned policy came out ahead by 41,000 EUR a year for every 10,000 customers',
  );
  const perTenThousandAYear = { mean: -4_000, interval: [-5_000, -3_000] as const };
  const worse = { ...telecom, headline: { ...telecom.headline, perTenThousandAYear } };
  expect(said(verdictOf(small(worse)))).toMatch(
    /^A small run, no verdict: tuned rules came out ahead by 4,000/,
  );
  expect(said(verdictOf(small(software)))).toMatch(
    /^A small run, no verdict: no clear gain over tuned rules/,
  );
  expect(smallRunOf(small(telecom))).toContain('This run has 2 training seeds instead of 5 or more.');
  expect(smallRunOf(telecom)).toBeNull();
  expect(verdictOfAll([small(telecom), small(retail)])).toBe(
    'Small runs, no verdict: the learned policy clearly beats the rules in all two scenarios',
  );
  expect(verdictOfAll([small(telecom), retail])).toMatch(/^No verdict, as some of the runs are small: /);
});

it('counts the clear wins over several scenarios', () => {
  expect(verdictOfAll([telecom, retail])).toBe(
    'The learned policy clearly beats the rules in all two scenarios',
  );
  expect(verdictOfAll([telecom, software])).toBe(
    'The learned policy clearly beats the rules in one of two scenarios',
  );
  const perCustomer = { mean: -2, interval: [-3, -1] as const };
  const lost = { ...retail, headline: { ...retail.headline, perCustomer } };
  expect(verdictOfAll([telecom, lost])).toBe(
    'The learned policy clearly beats the rules in one of two scenarios; the rules clearly beat it in one',
  );
  expect(verdictOfAll([software, software])).toBe(
    'No policy learned here clearly beats the rules in any of two scenarios',
  );
});
