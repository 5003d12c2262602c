import { type Comparison, type Measure, measures, type PolicyResult } from '../../evaluation/comparison.ts';
import { percent, write } from '../amounts.ts';
import type { ChartDefinition } from '../chart.ts';
import { type DataTable, tableHtml } from '../dataTable.ts';
import { figuresAt } from '../figure.ts';
import { type Html, html, type Part } from '../html.ts';
import { measureForm, measureStep, writeRange } from '../measure.ts';
import { capitalised, policyLabel, prose } from '../names.ts';
import { differenceOf } from '../pair.ts';
import { withRange } from './summary.ts';

/** Every policy on every measure, then who gains by how much. */
export async function policiesSection(
  comparison: Comparison,
  charts: readonly ChartDefinition<Comparison>[],
): Promise<Html> {
  const { gap, scenario, headline, policies } = comparison;
  const agent = policies.find((policy) => policy.title === headline.agent);
  const withheld =
    gap.withheld === null
      ? null
      : html`<p class="withheld">The share of the gap from today’s rules to the oracle is withheld: ${prose(gap.withheld).replace(/\.$/, '')}.</p>`;
  const truncated =
    agent === undefined
      ? null
      : html`<p class="note">Value is discounted, up to day ${scenario.horizonDays}, plus what a customer is still worth then: ${write(agent.truncatedShare, percent, { step: 1 })} of the learned policy’s value. ${coupling(comparison)}</p>`;
  return html`${tableHtml(policyTable(comparison), 'stacked')}
${truncated}
${withheld}
${await figuresAt(charts, 'policies', comparison)}`;
}

function coupling(comparison: Comparison): string {
  const { scenario, headline } = comparison;
  const one = differenceOf(comparison, headline.agent, headline.reference, 'value');
  if (one === null) return '';
  const what = { customer: 'customers', world: 'whole simulated worlds', seed: 'training seeds' }[one.unit];
  const ways = scenario.coupling ?? 'budgets or capacities';
  const why = scenario.coupled
    ? `${ways[0].toUpperCase()}${ways.slice(1)} let customers touch one another, so intervals of differences`
    : 'Intervals of differences';
  return `${why} are over ${one.units.toLocaleString('en-GB')} ${what}.`;
}

function policyTable(comparison: Comparison): DataTable {
  const { policies, scenario, headline } = comparison;
  const forms = measures.map((measure) => measureForm(measure, scenario.currency));
  const steps = measures.map((measure) => measureStep(comparison, measure));
  const best = measures.map((measure, i) => bestOf(policies, measure, forms[i].better));
  const cell = (policy: PolicyResult, i: number): Part => {
    const { mean } = policy.means[measures[i]];
    const number = write(mean, forms[i].unit, { step: steps[i] });
    const shown = best[i] === policy ? html`<span class="best">${number}</span>` : number;
    return withRange(shown, writeRange(policy.means[measures[i]], forms[i], steps[i]));
  };
  return {
    caption:
      'Each policy on each measure, mean and interval. Bold: the best of those that a business could run, where more is better.',
    columns: [{ title: 'Policy' }, ...forms.map(({ title }) => ({ title, numeric: true }))],
    rows: policies.map((policy) => [nameOf(policies, policy), ...measures.map((_, i) => cell(policy, i))]),
    marked: policies.flatMap((policy, i) => (policy.title === headline.agent ? [i] : [])),
  };
}

/** The best policy of those that could be run, or null where more is not better. */
export function bestOf(
  policies: readonly PolicyResult[],
  measure: Measure,
  better: 'more' | null,
): PolicyResult | null {
  const run = policies.filter(({ role, means }) => role !== 'oracle' && Number.isFinite(means[measure].mean));
  if (better === null || run.length === 0) return null;
  return run.reduce((a, b) => (b.means[measure].mean > a.means[measure].mean ? b : a));
}

/** The agent's row says which learner it is. */
function nameOf(policies: readonly PolicyResult[], { title, role }: PolicyResult): Html {
  const short = policyLabel(policies, title);
  return role !== 'agent' || short === title
    ? html`${short}`
    : html`${short}<br><span class="note">${capitalised(title)}</span>`;
}
