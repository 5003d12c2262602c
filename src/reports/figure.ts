import { type Chart, type ChartDefinition, narrow, type Place, wide } from './chart.ts';
import { tableHtml } from './dataTable.ts';
import { type Html, html, trusted } from './html.ts';
import { draw } from './render.ts';

/**
 * A chart on the page: its finding as a heading, the picture in two sizes of which the style sheet shows one, how to
 * read it, and its numbers folded away.
 */
export async function figureHtml(chart: Chart): Promise<Html> {
  const [large, small] = await Promise.all([picture(chart, wide), picture(chart, narrow)]);
  return html`<figure class="chart">
<h4>${chart.title}</h4>
<div class="picture large">${large}</div>
<div class="picture small">${small}</div>
<figcaption>${chart.caption}</figcaption>
<details${chart.unfolded ? trusted(' open') : ''}><summary>The numbers</summary>${tableHtml(chart.table)}</details>
</figure>
`;
}

/** The figures of all charts of the list that stand at a place and have something to show. */
export async function figuresAt<Subject>(
  definitions: readonly ChartDefinition<Subject>[],
  place: Place,
  subject: Subject,
): Promise<Html[]> {
  const charts = definitions.filter((definition) => definition.place === place).map((d) => d.chart(subject));
  return Promise.all(charts.filter((chart) => chart !== null).map(figureHtml));
}

async function picture(chart: Chart, width: number): Promise<Html> {
  return trusted((await draw({ ...chart.spec(width), description: chart.alt })).svg);
}
