import { type StageMap, stageMap } from './charts/stageMap.ts';
import { type DataTable, tableHtml } from './dataTable.ts';
import { figureHtml } from './figure.ts';
import { html } from './html.ts';
import { pageHtml } from './page.ts';

export type ScenarioPage = {
  readonly name: string;
  readonly description: string;
  /** How many customers, for how long, in which currency. */
  readonly summary: string;
  readonly map: StageMap;
  readonly tables: readonly { readonly heading: string; readonly table: DataTable }[];
  readonly version: string;
};

/** The page of a scenario: its stages drawn, then its tables. */
export async function renderScenario(page: ScenarioPage): Promise<string> {
  const chart = stageMap.chart(page.map);
  return pageHtml({
    title: `${page.name} (nextmove scenario)`,
    header: html`<p class="kicker">A scenario</p>
<h1>${page.name}</h1>
<p class="lede">${page.description}</p>
<p class="note">${page.summary}</p>`,
    body: html`<section aria-label="Stages"><h2 class="unseen">Stages</h2>
${chart && (await figureHtml(chart))}</section>
${page.tables.map(({ heading, table }) => html`<section><h3>${heading}</h3>\n${tableHtml(table)}</section>\n`)}`,
    footer: `Made by nextmove ${page.version}.`,
  });
}
