import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { formatIssue, unwrap } from '../core/issue.ts';
import { compileWorld } from './compileWorld.ts';
import { loadScenario } from './load.ts';

const folder = fileURLToPath(new URL('../../scenarios/', import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.yaml'),
);
const stories = files.filter((name) => !name.includes('exact'));

describe.each(files)('scenarios/%s', (file) => {
  it('is read and compiled without a word', async () => {
    const parsed = await loadScenario(`${folder}${file}`);
    expect((parsed.ok ? parsed.warnings : parsed.issues).map(formatIssue)).toEqual([]);
    const world = await compileWorld(unwrap(parsed));
    expect((world.ok ? world.warnings : world.issues).map(formatIssue)).toEqual([]);
  });
});

describe.each(stories)('scenarios/%s', (file) => {
  it('is worth reading: stages, interventions, channels, hidden things, assumptions with reasons', async () => {
    const { scenario } = unwrap(await loadScenario(`${folder}${file}`));
    const { stages, interventions, channels, population, state, parameters, today } = scenario;
    expect(Object.keys(stages).length).toBeGreaterThanOrEqual(5);
    expect(Object.keys(interventions).length).toBeGreaterThanOrEqual(5);
    expect(Object.keys(channels).length).toBeGreaterThanOrEqual(3);
    expect(Object.keys(state)).toContain('fatigue');
    expect(Object.values(channels).every(({ optOut }) => optOut !== null)).toBe(true);
    expect(Object.values(population.traits).some(({ seen }) => !seen)).toBe(true);
    expect(Object.values(stages).some(({ seenAs }) => seenAs !== null)).toBe(true);
    expect(today.length).toBeGreaterThanOrEqual(4);
    const stated = Object.values(parameters).filter(
      ({ low, high, unit, why }) => low !== null && high !== null && unit && why,
    );
    expect(stated.length).toBeGreaterThanOrEqual(8);
  });
});

it('has one coupled scenario at most', async () => {
  const worlds = await Promise.all(
    stories.map(async (file) => unwrap(await compileWorld(unwrap(await loadScenario(`${folder}${file}`))))),
  );
  expect(stories).toHaveLength(9);
  expect(worlds.filter(({ coupled }) => coupled).map(({ scenario }) => scenario.population.size)).toEqual([
    2000,
  ]);
});
