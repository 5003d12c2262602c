import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { assemble } from '../../simulator/kernel/assemble.ts';
import { init } from '../init.ts';
import { importFile } from '../log/importFile.ts';
import { openScenario } from '../scenarioFile.ts';
import { schema } from '../schema.ts';
import { show } from './show.ts';

const home = mkdtempSync(join(tmpdir(), 'nextmove-show-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const textOf = async (path: string) => (await show(path)).lines.join('\n');

describe('show', () => {
  it('says of a scenario who reads what, in which unit', async () => {
    const path = await init(join(home, 'club.yaml'));
    const text = await textOf(path);
    expect(text).toMatch(/regular +<.* +70% start here; conversion/);
    expect(text).toMatch(/drifting +<.* +seen as regular/);
    expect(text).toMatch(
      /touchy +trait +hidden +.*channels\.email\.optOut, stages\.newcomer\.exits\.gone\.logit/,
    );
    expect(text).toMatch(/complaint +signal +seen +chance +features\.complaints, today\[2\]\.when/);
    expect(text).toMatch(
      /stages\.regular\.exits\.drifting\.logit +log-odds against staying, a tick +-5 - 0\.5/,
    );
    expect(text).toMatch(/call_effect +1\.2 +0\.4 to 1\.8 +log-odds +our own calls of last spring, few/);
    expect(text).toMatch(/discount@email: when count\(complaint, 28d\) > 0, once/);
  });

  it('draws the exits of a scenario as arrows, from its stage out to a lane and back in', async () => {
    const text = await textOf('exact/myopic');
    const map = text.slice(text.indexOf('Stages\n'), text.indexOf('\nColumns'));
    expect(map.split('\n').slice(1, 9)).toEqual([
      '  browsing ╌╌╌╌╌╌┐  50% start here',
      '           ──┐   ╎',
      '           <─│─┐ ╎',
      '  engaged  <─┘ │ ╎  50% start here',
      '           ────┘ ╎',
      '           ╌╌┐   ╎',
      '  left     <╌┘   ╎  the end',
      '           <╌╌╌╌╌┘',
    ]);
  });

  it('shows the kernel of a scenario, and writes its page', async () => {
    const { lines } = await show('exact/myopic', { kernel: true });
    expect(lines[0]).toBe('(module');
    expect(() => assemble(lines.join('\n'))).not.toThrow();
    const out = join(home, 'page');
    await show('exact/myopic', { out });
    const page = readFileSync(join(out, 'scenario.html'), 'utf8');
    expect(page).toMatch(/<svg role="img" aria-label="Stages with arrows. browsing to engaged/);
    await expect(show('exact/myopic', { out })).rejects.toThrow(/path that is taken/);
    await expect(show('agents', { kernel: true })).rejects.toThrow(
      /got something else \(agents\), wanted a scenario/,
    );
  });

  it('says of a CSV file, a mapping and an imported log what they hold', async () => {
    const csv = join(home, 'mail.csv');
    const rows = ['a,0.5,1', 'b,0.5,0', 'a,0.5,1', 'b,0.5,x'].map((row, i) => `c${i},${row}`);
    writeFileSync(csv, `id,arm,p,visit\n${rows.join('\n')}\n`);
    expect(await textOf(csv)).toMatch(/arm +text +2 +0 +a, b +action/);
    const mapping = join(home, 'mail.mapping.yaml');
    writeFileSync(
      mapping,
      'mapping: 1\naction: arm\npropensity: { column: p }\ncustomer: id\ncontext: {}\n' +
        'outcomes: { visit: { column: visit, unit: count } }\nlegality: all\n',
    );
    expect(await textOf(mapping)).toMatch(/propensity +p/);
    const out = join(home, 'mail');
    const { warnings } = await importFile({ file: csv, mapping, out });
    expect(warnings.map(({ code }) => code)).toContain('import/rejected');
    const text = await textOf(out);
    expect(text).toMatch(/3 decisions of 3 customers, 2 outcomes/);
    expect(text).toMatch(/a +2 +66\.67% +2/);
    await expect(importFile({ file: csv, mapping, out })).rejects.toThrow(/a log lies here already/);
  });

  it('says from when to when a log goes that was imported with times, and of one without that it has none', async () => {
    const csv = join(home, 'timed.csv');
    writeFileSync(csv, 'arm,at,y\na,2025-03-02,1\nb,2025-03-01T10:00:00Z,0\n');
    const mapping = join(home, 'timed.yaml');
    const text = 'mapping: 1\naction: arm\ncontext: {}\noutcomes: { y: { column: y } }\n';
    writeFileSync(mapping, `${text}time: at\n`);
    await importFile({ file: csv, mapping, out: join(home, 'timed') });
    expect(await textOf(join(home, 'timed'))).toContain(
      'a log of import, from 2025-03-01T10:00:00.000Z to 2025-03-02T00:00:00.000Z, without a clock: outcomes stay',
    );
    writeFileSync(mapping, text);
    await importFile({ file: csv, mapping, out: join(home, 'untimed') });
    expect(await textOf(join(home, 'untimed'))).toContain('a log of import, without times;');
  });

  it('says of an agent what it can be told', async () => {
    expect(await textOf('linUcb')).toMatch(/alpha +1 +0 to \d+/);
    expect(await textOf('agents')).toMatch(/^linUcb +bandit +LinUCB +alpha, epsilon/m);
  });

  it('says what a folder is not', async () => {
    mkdirSync(join(home, 'empty'));
    await expect(show(join(home, 'empty'))).rejects.toThrow(/no run, no bundle and no log/);
    await expect(show(join(home, 'nowhere.yaml'))).rejects.toThrow(/no such file/);
  });

  it('lists what it can show, or the nearest name, or what a stopped run left', async () => {
    await expect(show('nosuch')).rejects.toThrow(
      /no file, folder, scenario or agent of that name\. The library has .*exact\/far-sighted, .*telecom-retention.*; .*a bundle, a log\.$/,
    );
    await expect(show('telecom-retentoin')).rejects.toThrow(/Did you mean `telecom-retention`\?/);
    await expect(show('linThomson')).rejects.toThrow(/Did you mean `linThompson`\?/);
    mkdirSync(join(home, 'cc.partial'));
    await expect(show(join(home, 'cc'))).rejects.toThrow(/there is no such folder.*cc\.partial is there/);
    await expect(openScenario('retail-intend')).rejects.toThrow(
      /no such file, wanted a scenario\. Did you mean `retail-intent`\?/,
    );
  });
});

describe('init', () => {
  it('never overwrites', async () => {
    const path = join(home, 'mine.yaml');
    writeFileSync(path, 'mine');
    await expect(init(path)).rejects.toThrow(/there already/);
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });
});

it('the schema is that of scenario files', () => {
  const whole = { else: { required: expect.arrayContaining(['nextmove', 'stages']) } };
  expect(schema()).toMatchObject({
    type: 'object',
    allOf: [whole, {}],
  });
});
