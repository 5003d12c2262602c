import { expect, it } from 'vitest';
import { retail, software, telecom } from '../comparison.fixture.ts';
import { verdictOf, verdictOfAll } from './verdict.ts';

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

it('counts the clear wins over several scenarios', () => {
  expect(verdictOfAll([telecom, retail])).toBe(
    'The learned policy clearly beats the rules in all two scenarios',
  );
  expect(verdictOfAll([telecom, software])).toBe(
    'The learned policy clearly beats the rules in one of two scenarios',
  );
  expect(verdictOfAll([software, software])).toBe(
    'No policy learned here clearly beats the rules in any of two scenarios',
  );
});
