import type { Comparison } from '../../evaluation/comparison.ts';
import { stepOfMeans, write, writeInterval, writeMean } from '../amounts.ts';
import { capitalised, inWords } from '../names.ts';
import { pairOf, valueStep } from '../pair.ts';

/** The whole report in a sentence: what the agent is worth, or that it is not clear. */
export function verdictOf(comparison: Comparison): string {
  const pair = pairOf(comparison);
  const { perTenThousandAYear: year, clearOfZero } = comparison.headline;
  const small = Boolean(comparison.method.smallRun);
  const step = stepOfMeans([year], pair.money);
  const amount = write(Math.abs(year.mean), pair.money, { step });
  const forWhom = 'a year for every 10,000 customers';
  if (!clearOfZero) {
    const [low, high] = year.interval.map((x) => write(x, pair.money, { step, signed: true }));
    const between = `between ${low} and ${high} ${forWhom}`;
    if (small) return `A small run, no verdict: no clear gain over ${pair.referenceText}, ${between}`;
    return `No clear gain over ${pair.referenceText}: ${between}`;
  }
  if (small) {
    const ahead = year.mean < 0 ? pair.referenceText : pair.agentText;
    return `A small run, no verdict: ${ahead} came out ahead by ${amount} ${forWhom}`;
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
  const customer = writeMean(headline.perCustomer, pair.money, { step: valueStep(comparison), signed: true });
  return (
    `From ${interval}${pair.money.suffix} (${Math.round(100 * method.level)}% interval), against ${pair.referenceText} on the ` +
    `same luck: ${customer} a customer over ${scenario.horizonDays} days.`
  );
}

/** Where a run is too small: in what, and what to do about it. */
export function smallRunOf({ method }: Comparison): string | null {
  if (!method.smallRun) return null;
  return `This run has ${method.smallRun}. It shows what a report looks like and decides nothing: run it at full size before acting on it.`;
}

/** The verdict over several scenarios. */
export function verdictOfAll(comparisons: readonly Comparison[]): string {
  const clear = comparisons.filter(({ headline }) => headline.clearOfZero);
  const won = clear.filter(({ headline }) => headline.perCustomer.mean > 0).length;
  const lost = clear.length - won;
  const all = comparisons.length;
  const small = comparisons.filter(({ method }) => method.smallRun).length;
  const kept = lost === 0 ? '' : `; the rules clearly beat it in ${inWords(lost)}`;
  const verdict = `${wins(won, all)}${kept}`;
  if (small === 0) return verdict;
  const caution = small === all ? 'Small runs, no verdict' : 'No verdict, as some of the runs are small';
  return `${caution}: ${verdict.charAt(0).toLowerCase()}${verdict.slice(1)}`;
}

function wins(won: number, all: number): string {
  if (won === 0) return `No policy learned here clearly beats the rules in any of ${inWords(all)} scenarios`;
  if (won === all) return `The learned policy clearly beats the rules in all ${inWords(all)} scenarios`;
  return `The learned policy clearly beats the rules in ${inWords(won)} of ${inWords(all)} scenarios`;
}
