import { type Html, html, type Part, trusted } from './html.ts';

export type Cell = Part;

export type Column = {
  readonly title: string;
  /** Numbers stand right, words left. */
  readonly numeric?: boolean;
  /** Never broken into lines, such as a date. */
  readonly whole?: boolean;
};

/** A table with its caption; the first column names the row. */
export type DataTable = {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** What stands under each row, across all columns; nothing where it is empty. */
  readonly under?: readonly Cell[];
  /** Rows that stand out, by index. */
  readonly marked?: readonly number[];
};

/**
 * On a phone each row becomes a block of `title: value` lines (`stacked`) or the table scrolls sideways. The roles
 * repeat what the elements say, since some browsers forget it when the style sheet lays a table out as blocks.
 */
export function tableHtml(table: DataTable, layout: 'stacked' | 'scrolled' = 'scrolled'): Html {
  const head = table.columns.map(
    (column) => html`<th scope="col" role="columnheader"${kind(column)}>${column.title}</th>`,
  );
  const body = table.rows.map((_, i) => rowHtml(table, i, layout));
  const inner = html`<table role="table" class="${layout}"><caption>${table.caption}</caption>
<thead role="rowgroup"><tr role="row">${head}</tr></thead>
<tbody role="rowgroup">${body}</tbody></table>`;
  if (layout === 'stacked') return inner;
  return html`<div class="scroll" role="group" tabindex="0" aria-label="${table.caption}">${inner}</div>`;
}

function rowHtml(
  { columns, rows, under = [], marked = [] }: DataTable,
  index: number,
  layout: 'stacked' | 'scrolled',
): Html {
  const title = (i: number) => (layout === 'stacked' ? html` data-title="${columns[i].title}"` : null);
  const cells = rows[index].map((cell, i) =>
    i === 0
      ? html`<th scope="row" role="rowheader"${kind(columns[0])}>${cell}</th>`
      : html`<td role="cell"${title(i)}${kind(columns[i])}>${cell === '' ? null : html`<div>${cell}</div>`}</td>`,
  );
  const below = under[index] ?? '';
  if (below !== '')
    return html`<tr role="row" class="over">${cells}</tr>
<tr role="row" class="under"><td role="cell" colspan="${String(columns.length)}"><div>${below}</div></td></tr>`;
  return html`<tr role="row"${marked.includes(index) ? trusted(' class="marked"') : ''}>${cells}</tr>`;
}

const kind = ({ numeric = false, whole = false }: Column) =>
  numeric ? trusted(' class="number"') : whole ? trusted(' class="whole"') : '';
