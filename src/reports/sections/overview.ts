import type { Comparison } from '../../evaluation/comparison.ts';
import { stepOfMeans, write, writeInterval } from '../amounts.ts';
import { type DataTable, tableHtml } from '../dataTable.ts';
import { type Html, html, type Part } from '../html.ts';
import { brief, policyLabel } from '../names.ts';
import { pairOf } from '../pair.ts';
import { bestOf } from './policies.ts';
import { withRange } from './summary.ts';
import { verdictOf } from './verdict.ts';

/** Several scenarios at once: one sentence each, and value by scenario and policy. */
export function overviewSection(comparisons: readonly Comparison[], idOf: (index: number) => string): Html {
  const sentences = comparisons.map(
    (comparison, i) =>
      html`<div><dt><a href="#${idOf(i)}">${comparison.scenario.name}</a></dt><dd>${verdictOf(comparison)}.</dd></div>`,
  );
  return html`<dl class="advice wide">${sentences}</dl>
${tableHtml(matrix(comparisons), 'stacked')}`;
}

/** Policies down, scenarios across; policies of one role share a row, and each scenario keeps its currency. */
function matrix(comparisons: readonly Comparison[]): DataTable {
  const rows = [
    ...new Set(comparisons.flatMap(({ policies }) => policies.map((p) => policyLabel(policies, p.title)))),
  ];
  return {
    caption:
      'Value a customer by policy and scenario, mean and interval. Bold: the best of those that a business could run.',
    columns: [
      { title: 'Policy' },
      ...comparisons.map(({ scenario }) => ({
        title: `${brief(scenario.name)}, ${scenario.currency}`,
        numeric: true,
      })),
    ],
    rows: rows.map((row) => [row, ...comparisons.map((comparison) => cellOf(comparison, row))]),
  };
}

function cellOf(comparison: Comparison, row: string): Part {
  const { policies } = comparison;
  const unit = pairOf(comparison).money;
  const policy = policies.find((p) => policyLabel(policies, p.title) === row);
  if (policy === undefined) return '–';
  const { mean, interval } = policy.means.value;
  const step = stepOfMeans(
    policies.map((p) => p.means.value),
    unit,
  );
  const number = write(mean, unit, { step, bare: true });
  const best = bestOf(policies, 'value', 'more') === policy;
  return withRange(
    best ? html`<span class="best">${number}</span>` : number,
    writeInterval(interval, unit, step),
  );
}
