import { expect, it } from 'vitest';
import { heatGrid } from './heatGrid.ts';
import { colour } from './palette.ts';
import { draw } from './render.ts';

it('tints a cell by its level, frames the best, and leaves missing cells out', async () => {
  const cell = (text: string, level: number, framed = false) => ({ text, note: '', level, framed });
  const grid = {
    columns: ['a', 'b'],
    rows: [{ group: 'usage', label: 'call', cells: [cell('+6', 3, true), null] }],
  };
  const { svg, width, warnings } = await draw(heatGrid(grid, 358));
  expect(warnings).toEqual([]);
  expect(width).toBe(358);
  expect(svg).toContain(`fill="${colour('gain3')}"`);
  expect(svg.match(new RegExp(`<path[^>]*fill="${colour('ink')}"`, 'g'))).toHaveLength(1);
  expect(svg.match(/\+6/g)).toHaveLength(1);
});
