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
