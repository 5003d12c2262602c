import { type LivedLife, life } from './charts/life.ts';
import { type DataTable, tableHtml } from './dataTable.ts';
import { figureHtml } from './figure.ts';
import { html } from './html.ts';
import { prose } from './names.ts';
import { pageHtml } from './page.ts';

export type TracePage = {
  readonly life: LivedLife;
  /** What it came to, and what the reader must know. */
  readonly remarks: readonly string[];
  readonly tables: readonly { readonly heading: string; readonly table: DataTable }[];
  readonly version: string;
};

/** The page of one customer's life: the picture, then tables. */
export async function renderTrace({ life: lived, remarks, tables, version }: TracePage): Promise<string> {
  const chart = life.chart(lived)!;
  return pageHtml({
    title: `${lived.title} (nextmove trace)`,
    header: html`<p class="kicker">One simulated life</p>
<h1>${prose(lived.title)}</h1>
${remarks.map((remark) => html`<p class="lede">${remark}</p>\n`)}`,
    body: html`<section aria-label="The life"><h2 class="unseen">The life</h2>
${await figureHtml({ ...chart, title: 'Stages, contacts, and what happened' })}</section>
${tables.map(({ heading, table }) => html`<section><h3>${heading}</h3>\n${tableHtml(table)}</section>\n`)}`,
    footer: `Made by nextmove ${version}.`,
  });
}
