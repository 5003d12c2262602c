import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
