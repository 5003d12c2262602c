import { expect, it } from 'vitest';
import { tableHtml } from './dataTable.ts';

const table = {
  caption: 'Costs',
  columns: [{ title: 'Policy' }, { title: 'EUR & more', numeric: true }],
  rows: [
    ['<none>', '0.00'],
    ['rules', ''],
  ],
  marked: [1],
};

it('names rows and columns, escapes, marks, and leaves empty cells empty', () => {
  const { markup } = tableHtml(table, 'stacked');
  expect(markup).toContain('<caption>Costs</caption>');
  expect(markup).toContain('<th scope="col" role="columnheader" class="number">EUR &amp; more</th>');
  expect(markup).toContain('<th scope="row" role="rowheader">&lt;none&gt;</th>');
  expect(markup).toContain('<td role="cell" data-title="EUR &amp; more" class="number"><div>0.00</div></td>');
  expect(markup).toContain('<tr role="row" class="marked">');
  expect(markup).toContain('class="number"></td>');
});

it('scrolls inside a group that the keyboard reaches', () => {
  expect(tableHtml(table).markup).toMatch(
    /^<div class="scroll" role="group" tabindex="0" aria-label="Costs">/,
  );
});
