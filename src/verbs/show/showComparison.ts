import { type Comparison, isAdvised, measures } from '../../evaluation/comparison.ts';
import { section } from './showScenario.ts';
import { figure, figuresOf, number, textTable, written } from './textTable.ts';

/** A comparison's verdict and its table of policies. */
export function showComparison(comparison: Comparison): string[] {
  const { headline, gap, harm, policies, assumptions, advice, scenario, method } = comparison;
  const [mean, interval] = figuresOf(headline.perCustomer.mean, headline.perCustomer.interval);
  const [year, yearInterval] = figuresOf(
    headline.perTenThousandAYear.mean,
    headline.perTenThousandAYear.interval,
  );
  const { currency } = scenario;
  return [
    ...section('Verdict', [
      ...(method.smallRun ? [`a small run, no verdict: ${method.smallRun}`] : []),
      ...(headline.clearOfZero && headline.perCustomer.mean < 0 && !method.smallRun
        ? [`keep ${headline.reference}`]
        : []),
      `${headline.agent} against ${headline.reference}: ${mean} ${currency} a customer (${interval}), ${headline.clearOfZero ? 'clear of zero' : 'not clear of zero'}`,
      `for 10,000 customers over a year: ${year} ${currency} (${yearInterval}), ${scenario.horizonDays} days with terminal value, by proportion`,
      gap.share === null
        ? `gap closed: withheld, ${gap.withheld}`
        : `gap from today's rules to the oracle closed: ${gapText(comparison)}`,
      `worse off: ${harm.worseOff} of ${harm.customers} customers, better off: ${harm.betterOff}; ${harm.method}`,
    ]),
    ...section('Policies', policyTable(policies)),
    ...section(
      isAdvised(comparison) ? 'What to do' : `What ${headline.agent} does`,
      advice.map(({ stage, sentence }) => `${stage}: ${sentence}`),
    ),
    ...section('What moves it most', assumptionTable(assumptions)),
  ];
}

function gapText({ gap }: Comparison): string {
  const [share, interval] = figuresOf(100 * (gap.share as number), scaled(gap.interval ?? [NaN, NaN]));
  return `${share}% (${interval})`;
}

const scaled = ([low, high]: readonly [number, number]): [number, number] => [100 * low, 100 * high];

function policyTable(policies: Comparison['policies']): string[] {
  const rows = policies.map(({ title, means, truncatedShare }) => [
    title,
    ...measures.map((measure) => figure(means[measure].mean)),
    `${written(Number((100 * truncatedShare).toFixed(1)))}%`,
  ]);
  return textTable([{ title: 'policy' }, ...measures.map(number), number('beyond horizon')], rows);
}

function assumptionTable(assumptions: Comparison['assumptions']): string[] {
  const rows = assumptions
    .slice(0, 5)
    .map(({ parameter, low, high, atLow, atHigh, flips }) => [
      parameter,
      `${written(low)} to ${written(high)}`,
      `${figure(atLow)} to ${figure(atHigh)}`,
      flips ? 'flips the winner' : '',
    ]);
  if (rows.length === 0) return [];
  return textTable(
    [{ title: 'assumption' }, { title: 'moved' }, { title: 'advantage' }, { title: '' }],
    rows,
  );
}
