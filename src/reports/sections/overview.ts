import type { Comparison, PolicyRole } from '../../evaluation/comparison.ts';
import { share, stepOfMeans, write, writeInterval } from '../amounts.ts';
import { type Cell, type DataTable, tableHtml } from '../dataTable.ts';
import { type Html, html } from '../html.ts';
import { brief, capitalised, policyInText, policyLabel } from '../names.ts';
import { differenceOf, pairOf, valueStep } from '../pair.ts';
import { bestOf } from './policies.ts';
import { withRange } from './summary.ts';
import { verdictOf } from './verdict.ts';

/** Several scenarios at once: one sentence each, who beats whom in each, and value by scenario and policy. */
export function overviewSection(comparisons: readonly Comparison[], idOf: (index: number) => string): Html {
  const sentences = comparisons.map(
    (comparison, i) =>
      html`<div><dt><a href="#${idOf(i)}">${comparison.scenario.name}</a></dt><dd>${verdictOf(comparison)}.</dd></div>`,
  );
  return html`<dl class="advice wide">${sentences}</dl>
${tableHtml(differencesTable(comparisons), 'stacked')}
${tableHtml(valuesTable(comparisons), 'stacked')}`;
}

/** Policy and reference of each column. */
const SHOWN: readonly (readonly [PolicyRole, PolicyRole])[] = [
  ['rules', 'none'],
  ['rules', 'uniform'],
  ['agent', 'rules'],
  ['agent', 'tunedRules'],
];

const heading = ({ scenario }: Comparison) => `${brief(scenario.name)}, ${scenario.currency}`;

/** Scenarios down; across, whether today's rules beat nothing and chance, and the agent the rules. */
function differencesTable(comparisons: readonly Comparison[]): DataTable {
  const title = ([policy, reference]: (typeof SHOWN)[number]) => {
    const named = [policy, reference].map((role) => ({ role, title: role }));
    return `${capitalised(policyInText(named, policy).replace(/^the /, ''))} less ${policyInText(named, reference)}`;
  };
  return {
    caption:
      'Value a customer, one policy less another on the same luck, mean and interval. Bold: clear of zero. The last column is the share of the way from today’s rules to the oracle that the learned policy goes.',
    columns: [
      { title: 'Scenario' },
      ...SHOWN.map((pair) => ({ title: title(pair), numeric: true })),
      { title: 'To the oracle', numeric: true },
    ],
    rows: comparisons.map((comparison) => [
      heading(comparison),
      ...SHOWN.map((pair) => differenceCell(comparison, pair)),
      comparison.gap.share === null ? 'withheld' : share(comparison.gap.share, 1),
    ]),
  };
}

function differenceCell(comparison: Comparison, [policy, reference]: (typeof SHOWN)[number]): Cell {
  const titleOf = (role: PolicyRole) => comparison.policies.find((one) => one.role === role)?.title ?? '';
  const difference = differenceOf(comparison, titleOf(policy), titleOf(reference), 'value');
  if (difference === null) return '–';
  const { mean, interval } = difference;
  const [unit, step] = [pairOf(comparison).money, valueStep(comparison)];
  const number = write(mean, unit, { step, bare: true, signed: true });
  const clear = interval[0] > 0 || interval[1] < 0;
  return withRange(
    clear ? html`<span class="best">${number}</span>` : number,
    writeInterval(interval, unit, step),
  );
}

/** Scenarios down, policies across; policies of one role share a column, and each scenario keeps its currency. */
function valuesTable(comparisons: readonly Comparison[]): DataTable {
  const columns = [
    ...new Set(comparisons.flatMap(({ policies }) => policies.map((p) => policyLabel(policies, p.title)))),
  ];
  return {
    caption:
      'Mean value a customer by scenario and policy; the intervals stand with each scenario. Bold: the best of those that a business could run.',
    columns: [{ title: 'Scenario' }, ...columns.map((title) => ({ title, numeric: true }))],
    rows: comparisons.map((comparison) => [
      heading(comparison),
      ...columns.map((column) => valueCell(comparison, column)),
    ]),
  };
}

function valueCell(comparison: Comparison, column: string): Cell {
  const { policies } = comparison;
  const unit = pairOf(comparison).money;
  const policy = policies.find((p) => policyLabel(policies, p.title) === column);
  if (policy === undefined) return '–';
  const { mean } = policy.means.value;
  const step = stepOfMeans(
    policies.map((p) => p.means.value),
    unit,
  );
  const number = write(mean, unit, { step, bare: true });
  const best = bestOf(policies, 'value', 'more') === policy;
  return best ? html`<span class="best">${number}</span>` : number;
}
