import { describe, expect, it } from 'vitest';
import { formatIssue, unwrap } from '../core/issue.ts';
import { makeBlock } from '../simulator/makeBlock.ts';
import { resetBlock } from '../simulator/reset.ts';
import { streamsOf } from '../simulator/streams.ts';
import { tinyScenario } from '../simulator/tiny.fixture.ts';
import { compileWorld } from './compileWorld.ts';
import { parseScenario } from './parse.ts';

const DATA = 'data: { bill: [20, 30, 50], contract: [monthly, yearly, monthly], id: ["01", "02", "03"] }';
const scenario = (rows: string, traits = '{}') =>
  tinyScenario(`population: { size: 4, rows: { ${rows} }, traits: ${traits} }\n`);

function told(rows: string, traits = '{}'): string[] {
  const result = parseScenario(scenario(rows, traits), 'x.yaml');
  const errors = result.ok ? [] : result.issues.filter(({ severity }) => severity === 'error');
  return errors.map((one) => formatIssue(one).replace(/^x\.yaml:\d+:\d+ population\./, ''));
}

describe('rows of a table', () => {
  it('are drawn whole and evenly, and formulas read them as numbers and categories', async () => {
    const traits = `{
      yearly: { seen: true, formula: "contract == 'yearly'" }, double: { seen: true, formula: "2 * bill" } }`;
    const text = scenario(
      `${DATA}, columns: { bill: bill, contract: contract, id: { column: id, as: category } }`,
      traits,
    );
    const world = unwrap(await compileWorld(unwrap(parseScenario(text, 'x.yaml'))));
    const count = 9000;
    const block = makeBlock(world, count);
    resetBlock(block, streamsOf([5, 6], 'evaluation'), { from: 0, count });
    const [bill, contract, id, yearly, double] = block.own.traits;
    const times = [0, 0, 0];
    for (let i = 0; i < count; i++) {
      const row = id[i];
      times[row]++;
      expect([bill[i], contract[i], yearly[i], double[i]]).toEqual(
        [
          [20, 0, 0, 40],
          [30, 1, 1, 60],
          [50, 0, 0, 100],
        ][row],
      );
    }
    // 3,000 each; the standard deviation is sqrt(9000 / 3 * 2 / 3) = 45
    for (const often of times) expect(Math.abs(often - 3000)).toBeLessThan(150);
    expect(world.traits.map(({ type }) => type)).toEqual([
      'real',
      { category: ['monthly', 'yearly'] },
      { category: ['01', '02', '03'] },
      'bool',
      'real',
    ]);
  });

  it.each([
    ['columns: { bill: bill }', 'rows: got none, wanted exactly one of `file`, `data`'],
    [
      'file: x.csv, columns: { bill: bill }',
      'rows.file: got `x.csv`, which a text alone cannot be read with. Open the file with `openScenario`, or give `sources`; `data` in the place of `file` holds rows.',
    ],
    [
      'data: { bill: [20, ten] }, columns: { bill: bill }',
      'rows.data.bill[1]: got "ten", wanted a number. Mend the cell, or write `{ column: bill, as: category }`.',
    ],
    [
      'data: { a: [1, 2], b: [1] }, columns: { a: a }',
      'rows.data: got columns of 2 and 1 cells, wanted one length',
    ],
    ['data: { a: [] }, columns: { a: a }', 'rows.columns.a: got no rows, wanted at least one'],
    [
      'data: { a: [1] }, columns: { a: b }',
      'rows.columns.a: got "b", wanted a column of the rows. Known: `a`.',
    ],
    [
      `data: { a: [${Array.from({ length: 101 }, (_, i) => `x${i}`)}] }, columns: { a: a }`,
      'rows.columns.a: got `a`, of more than 100 different texts, wanted a category or numbers',
    ],
    [
      'data: { a: [1, 2, 3] }, columns: { a: a }, resample: false',
      'rows.resample: got 3 rows for 4 customers, wanted a row for each. Leave `resample` out, so that each customer draws a row, or lower `population.size`.',
    ],
    [
      'data: { a: [1, 2, 3, 4] }, columns: { a: a }, resample: false }, arrivals: { perDay: 1',
      'rows.resample: got false with customers who come later, wanted rows that they draw. Leave `resample` out, so that each customer draws a row.',
    ],
    ['data: { a: [1] }, columns: { a: a }, resample: 1', 'rows.resample: got 1, wanted true or false'],
  ])('refuse %s', (rows, expected) => {
    expect(told(rows)).toEqual([expected]);
  });

  it('are customers in order without resampling, and begin again behind the size', async () => {
    const rows =
      'data: { bill: [20, 30, 50, 60, 70], kind: [a, b, a, b, b] }, columns: { bill: bill, kind: kind }, resample: false';
    const text = scenario(rows, "{ double: { seen: true, formula: '2 * bill' } }");
    const world = unwrap(await compileWorld(unwrap(parseScenario(text, 'x.yaml'))));
    const block = makeBlock(world, 6);
    const bills = (from: number, count: number) => {
      resetBlock(block, streamsOf([5, 6], 'evaluation'), { from, count });
      return block.own.traits.map((column) => [...column.subarray(0, count)]);
    };
    // Four customers: the fifth row is nobody's.
    expect(bills(0, 6)).toEqual([
      [20, 30, 50, 60, 20, 30],
      [0, 1, 0, 1, 0, 1],
      [40, 60, 100, 120, 40, 60],
    ]);
    expect(bills(4002, 3)[0]).toEqual([50, 60, 20]);
  });

  it('refuse the name of another trait', () => {
    expect(told(`${DATA}, columns: { fee: bill }`, '{ fee: { seen: true, chance: 0.5 } }')).toEqual([
      'rows.columns.fee: got the name `fee`, already the name of a trait, wanted another',
    ]);
  });
});
