import type { Comparison } from '../../evaluation/comparison.ts';
import { count, money, write } from '../amounts.ts';
import { tableHtml } from '../dataTable.ts';
import { type Html, html } from '../html.ts';
import { label, listed, prose, words } from '../names.ts';
import { pairs } from '../page.ts';

/** The scenario's words, the agents tried, and what it takes to get the same numbers again. */
export function methodSection(comparison: Comparison): Html {
  const { method, scenario } = comparison;
  const { root, training, evaluation } = method.seeds;
  const notes = new Set([
    'A simulated interval covers luck and training, not whether the assumptions are right.',
    ...method.notes,
    'Intervals of counts, costs and shares are shown within what is possible: not below 0, nor above 100%.',
  ]);
  return html`<ul>${[...notes].map((note) => html`<li>${prose(note)}</li>`)}</ul>
${agentsTable(comparison)}
${pairs('facts', [
  ['Scenario', `${scenario.name}, ${scenario.hash}`],
  [
    'Customers',
    `${count(method.customers)}, ${scenario.coupled ? `coupled through ${scenario.coupling ?? 'budgets or capacities'}` : 'independent of one another'}`,
  ],
  ['Root seed', root],
  ['Training seeds', training.join(', ')],
  ['Evaluation luck', listed(evaluation)],
  ['Luck for effects', `${method.luckKeys} draws for each customer`],
  ['Intervals', `${Math.round(1000 * method.level) / 10}%`],
  ['Version', `nextmove ${method.version}`],
  ['Machine', `${method.machine}, ${count(method.seconds)} seconds`],
])}
${scenarioTables(comparison)}`;
}

function agentsTable({ method, scenario }: Comparison): Html | null {
  if (method.agents.length === 0) return null;
  const unit = money(scenario.currency);
  return tableHtml(
    {
      caption:
        'Agents trained; the one with the best value on validation luck was compared, once, on fresh luck.',
      columns: [
        { title: 'Agent' },
        { title: 'Kind' },
        { title: 'Options' },
        { title: 'Validation', numeric: true },
      ],
      rows: method.agents.map((agent) => [
        html`${agent.title}${agent.chosen ? html` <span class="tag">chosen</span>` : null}`,
        agent.kind,
        Object.entries(agent.options)
          .map(([name, value]) => `${name} ${value}`)
          .join(', '),
        write(agent.validationValue, unit, { step: 0.01 }),
      ]),
    },
    'stacked',
  );
}

function scenarioTables({ scenario }: Comparison): Html {
  const stages = tableHtml(
    {
      caption: 'The stages of the scenario.',
      columns: [{ title: 'Stage' }, { title: 'What it means' }, { title: 'The business sees' }],
      rows: scenario.stages.map((s) => [label(s.name), s.description, words(s.seenAs ?? s.name)]),
    },
    'stacked',
  );
  const interventions = tableHtml(
    {
      caption: 'The interventions; besides them there is always the choice of no contact.',
      columns: [{ title: 'Intervention' }, { title: 'What it is' }, { title: 'Channels' }],
      rows: scenario.interventions.map((i) => [label(i.name), i.description, listed(i.channels.map(words))]),
    },
    'stacked',
  );
  return html`${stages}${interventions}`;
}
