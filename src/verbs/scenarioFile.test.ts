import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FileValues, openParquetWriter } from '../logs/parquetFile.ts';
import { scenarioHash } from '../scenario/scenarioHash.ts';
import { openScenario, scenarioFromText, withSettings } from './scenarioFile.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scenario-file-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const complaint = async (path: string): Promise<string> =>
  openScenario(path).then(
    () => 'none',
    (error: Error) => error.message.replaceAll(folder, ''),
  );

const ROWS = `bill,contract,zip
20,monthly,01
"30",yearly,02

50.5,monthly,01
`;

const withRows = (columns: string) =>
  `extends: telecom-retention\npopulation:\n  rows: { file: customers.csv, columns: { ${columns} } }\n`;

describe('a file that draws customers from the rows of a CSV file', () => {
  it('holds the columns, typed, and keeps them in its text', async () => {
    await file('customers.csv', ROWS);
    const path = await file(
      'rows.yaml',
      withRows('paid: bill, paid_by: { column: contract, seen: false }, zip: { column: zip, as: category }'),
    );
    const opened = await openScenario(path);
    const { traits } = opened.parsed.scenario.population;
    expect(Object.keys(traits).slice(0, 3)).toEqual(['paid', 'paid_by', 'zip']);
    expect(traits.paid).toEqual({
      seen: true,
      unit: null,
      kind: 'row',
      values: [20, 30, 50.5],
      levels: null,
    });
    expect(traits.paid_by).toMatchObject({ seen: false, values: [0, 1, 0], levels: ['monthly', 'yearly'] });
    expect(traits.zip).toMatchObject({ values: [0, 1, 0], levels: ['01', '02'] });
    const again = scenarioFromText(opened.text, 'scenario.yaml');
    expect(await scenarioHash(again.parsed.scenario)).toBe(await scenarioHash(opened.parsed.scenario));
  });

  it.each([
    [
      'a cell that is no number',
      ROWS.replace('50.5', 'many'),
      'paid: bill',
      '/customers.csv:5 bill: got "many", wanted a number. Mend the cell, or write `{ column: bill, as: category }`.',
    ],
    [
      'an empty cell',
      ROWS.replace('yearly', ' '),
      'paid_by: contract',
      '/customers.csv:3 contract: got nothing, wanted a value. Fill the cell, or take its row away.',
    ],
    [
      'an unknown column',
      ROWS,
      'paid: bil',
      '/bad.yaml:3:49 population.rows.columns.paid: got "bil", wanted a column of the rows. Did you mean `bill`?',
    ],
    [
      'a short row',
      ROWS.replace('30",yearly,02', '30",yearly'),
      'paid: bill',
      '/customers.csv:3: got 2 fields, wanted 3, as in the header',
    ],
    [
      'a broken quote',
      ROWS.replace('"30"', '"30'),
      'paid: bill',
      expect.stringMatching(/^\/customers\.csv:\d+: cannot tell where this row ends/),
    ],
  ])('is told of %s', async (_, csv, columns, expected) => {
    await file('customers.csv', csv);
    expect(await complaint(await file('bad.yaml', withRows(columns)))).toEqual(expected);
  });

  it('is told where there is no such file', async () => {
    const text = withRows('paid: bill').replace('customers', 'clients');
    expect(await complaint(await file('none.yaml', text))).toBe(
      '/none.yaml:3:17 population.rows.file: got no such file, wanted a CSV file',
    );
  });
});

describe('a file that extends another', () => {
  it('finds scenarios of the library by name and others beside it, and keeps all in one text', async () => {
    await file(
      'dearer.yaml',
      'extends: telecom-retention\nname: Dearer\nchannels: { email: { cost: 0.05 } }\n',
    );
    const top = await file('top.yaml', 'extends: dearer.yaml\nname: On top\n');
    const opened = await openScenario(top, { 'channels.email.cost': 0.06 });
    expect(opened.parsed.scenario).toMatchObject({ name: 'On top', channels: { email: { cost: 0.06 } } });
    const base = await openScenario('telecom-retention');
    expect(Object.keys(opened.parsed.scenario.stages)).toEqual(Object.keys(base.parsed.scenario.stages));
    const again = scenarioFromText(opened.text, 'scenario.yaml', opened.set);
    expect(await scenarioHash(again.parsed.scenario)).toBe(await scenarioHash(opened.parsed.scenario));
    expect(withSettings(opened, { 'channels.email.cost': 0.07 }).scenario.channels.email.cost).toBe(0.07);
  });

  it('is told where the other is missing', async () => {
    const top = await file('lost.yaml', 'extends: telecom-retension\n');
    expect(await complaint(top)).toBe(
      '/lost.yaml:1:10 extends: got `telecom-retension`, no such scenario, wanted a file or one of the library. Did you mean `telecom-retention`?',
    );
  });
});

describe('a file that draws customers from the rows of a Parquet file', () => {
  type Column = { readonly name: string; readonly type: 'u64' | 'f64' | 'text' };
  const parquet = (name: string, columns: readonly Column[], values: readonly FileValues[]) => {
    const writer = openParquetWriter(join(folder, name), columns);
    writer.writeGroup(values);
    writer.finish();
  };
  const named = (name: string, columns: string) => withRows(columns).replace('customers.csv', name);

  it('is what the same rows from a CSV file are', async () => {
    const columns = [
      { name: 'bill', type: 'f64' },
      { name: 'contract', type: 'text' },
      { name: 'count', type: 'u64' },
    ] as const;
    parquet('a.parquet', columns, [
      Float64Array.of(20, 30, 50.5),
      ['monthly', 'yearly', 'monthly'],
      BigUint64Array.of(1n, 2n, 3n),
    ]);
    await file('a.csv', 'bill,contract,count\n20,monthly,1\n30,yearly,2\n50.5,monthly,3\n');
    const wanted = 'paid: bill, deal: contract, times: count';
    const [one, other] = await Promise.all(
      ['a.parquet', 'a.csv'].map(async (name) =>
        openScenario(await file(`${name}.yaml`, named(name, wanted))),
      ),
    );
    expect(await scenarioHash(one.parsed.scenario)).toBe(await scenarioHash(other.parsed.scenario));
    expect(one.parsed.scenario.population.traits.paid).toMatchObject({ kind: 'row', values: [20, 30, 50.5] });
    // The text stands alone, and is read again as it is.
    const again = scenarioFromText(one.text, 'again.yaml');
    expect(again.parsed.scenario.population).toEqual(one.parsed.scenario.population);
  });

  it('is told where a value is missing or odd, and what cannot be read', async () => {
    const columns = [
      { name: 'bill', type: 'f64' },
      { name: 'contract', type: 'text' },
    ] as const;
    parquet('b.parquet', columns, [Float64Array.of(20, Number.NaN), ['monthly', null]]);
    const path = await file('b.yaml', named('b.parquet', 'paid: bill, deal: contract'));
    expect((await complaint(path)).split('\n')).toEqual([
      '/b.parquet bill[1]: got "NaN", wanted a number. Mend the cell, or write `{ column: bill, as: category }`.',
      '/b.parquet contract[1]: got nothing, wanted a value. Fill the cell, or take its row away.',
    ]);
    await file('c.parquet', 'bill,contract');
    const broken = await file('c.yaml', named('c.parquet', 'paid: bill'));
    expect(await complaint(broken)).toMatch(
      /^\/c\.yaml:3:17 population\.rows\.file: got a file that cannot be read \(.+\), wanted a Parquet file of flat columns$/,
    );
    const none = await file('d.yaml', named('d.parquet', 'paid: bill'));
    expect(await complaint(none)).toBe(
      '/d.yaml:3:17 population.rows.file: got no such file, wanted a Parquet file of flat columns',
    );
  });
});
