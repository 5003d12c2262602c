import type { Comparison } from '../../evaluation/comparison.ts';
import type { ChartDefinition } from '../chart.ts';
import { learningCharts } from '../charts/index.ts';
import { figuresAt } from '../figure.ts';
import { type Html, html, type Part } from '../html.ts';
import { listed, words } from '../names.ts';
import { assumptionsSection } from './assumptions.ts';
import { methodSection } from './method.ts';
import { policiesSection } from './policies.ts';

type Detail = { readonly id: string; readonly title: string; readonly content: Part };

/** What follows page one, each with its own anchor below `id`. */
export async function detailsOf(
  comparison: Comparison,
  charts: readonly ChartDefinition<Comparison>[],
  id: string,
): Promise<Detail[]> {
  const at = (place: Parameters<typeof figuresAt>[1]) => figuresAt(charts, place, comparison);
  const { learning, scenario, headline } = comparison;
  const learned = { learning, currency: scenario.currency, chosen: headline.agent };
  return [
    {
      id: `${id}-policies`,
      title: 'Every policy compared',
      content: await policiesSection(comparison, charts),
    },
    {
      id: `${id}-stages`,
      title: 'Where customers move, and where they leak',
      content: orElse(await at('stages'), 'How customers move between stages was not recorded.'),
    },
    {
      id: `${id}-interventions`,
      title: 'Which intervention, at which stage, for whom',
      content: orElse(await at('interventions'), 'What the policies do by stage was not recorded.'),
    },
    {
      id: `${id}-customer`,
      title: 'One customer, two lives',
      content: [traits(comparison), orElse(await at('customer'), 'No customer’s life was recorded.')],
    },
    { id: `${id}-assumptions`, title: 'The assumptions', content: assumptionsSection(comparison) },
    {
      id: `${id}-learning`,
      title: 'How it learned',
      content: orElse(
        await figuresAt(learningCharts, 'learning', learned),
        'The learning curve was not recorded.',
      ),
    },
    { id: `${id}-method`, title: 'Method', content: methodSection(comparison) },
  ];
}

export function detailsHtml(details: readonly Detail[]): Html {
  return html`${details.map(({ id, title, content }) => html`<h3 id="${id}">${title}</h3>\n${content}\n`)}`;
}

function orElse(figures: readonly Html[], missing: string): Part {
  return figures.length > 0 ? figures : html`<p>${missing}</p>`;
}

function traits({ story }: Comparison): Html | null {
  if (story === null || story.traits.length === 0) return null;
  const seen = story.traits.filter((t) => t.seen).map((t) => `${words(t.name)} ${t.value}`);
  const hidden = story.traits.filter((t) => !t.seen).map((t) => `${words(t.name)} ${t.value}`);
  const unseen = hidden.length === 0 ? '' : ` Hidden from it: ${listed(hidden)}.`;
  return html`<p>Customer ${story.customer}. The business sees: ${seen.length === 0 ? 'nothing' : listed(seen)}.${unseen}</p>`;
}
