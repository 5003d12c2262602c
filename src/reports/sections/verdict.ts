import type { Comparison } from '../../evaluation/comparison.ts';
import { stepOfMeans, write, writeInterval, writeMean } from '../amounts.ts';
import { capitalised, inWords } from '../names.ts';
import { pairOf } from '../pair.ts';

/** The whole report in a sentence: what the agent is worth, or that it is not clear. */
export function verdictOf(comparison: Comparison): string {
  const pair = pairOf(comparison);
  const { perTenThousandAYear: year, clearOfZero } = comparison.headline;
  const step = stepOfMeans([year], pair.money);
  const amount = write(Math.abs(year.mean), pair.money, { step });
  const forWhom = 'a year for every 10,000 customers';
  if (!clearOfZero) {
    const [low, high] = year.interval.map((x) => write(x, pair.money, { step, signed: true }));
    return `No clear gain over ${pair.referenceText}: between ${low} and ${high} ${forWhom}`;
  }
  if (year.mean < 0) return `Keep ${pair.referenceText}: ${pair.agentText} costs ${amount} ${forWhom}`;
  return `${capitalised(pair.agentText)} is worth ${amount} ${forWhom}`;
}

/** What the verdict rests on: the comparison, its interval, and the same for one customer. */
export function ledeOf(comparison: Comparison): string {
  const pair = pairOf(comparison);
  const { headline, scenario, method } = comparison;
  const step = stepOfMeans([headline.perTenThousandAYear], pair.money);
  const interval = writeInterval(headline.perTenThousandAYear.interval, pair.money, step);
  const customer = writeMean(headline.perCustomer, pair.money, { signed: true });
  return (
    `From ${interval}${pair.money.suffix} (${Math.round(100 * method.level)}% interval), against ${pair.referenceText} on the ` +
    `same luck: ${customer} a customer over ${scenario.horizonDays} days.`
  );
}

/** The verdict over several scenarios. */
export function verdictOfAll(comparisons: readonly Comparison[]): string {
  const clear = comparisons.filter(
    ({ headline }) => headline.clearOfZero && headline.perCustomer.mean > 0,
  ).length;
  const all = comparisons.length;
  if (clear === 0)
    return `No policy learned here clearly beats the rules in any of ${inWords(all)} scenarios`;
  if (clear === all) return `The learned policy clearly beats the rules in all ${inWords(all)} scenarios`;
  return `The learned policy clearly beats the rules in ${inWords(clear)} of ${inWords(all)} scenarios`;
}
