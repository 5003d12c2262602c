import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../core/issue.ts';
import { livedUnderRules } from '../verbs/reference/lived.ts';
import { plausibility } from '../verbs/reference/plausibility.ts';
import { compileWorld } from './compileWorld.ts';
import { loadScenario } from './load.ts';

const folder = fileURLToPath(new URL('../../scenarios/', import.meta.url));

it('holds every story against what is known', () => {
  const stories = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  expect(Object.keys(plausibility).sort()).toEqual(stories.map((name) => name.replace('.yaml', '')).sort());
});

describe.each(Object.entries(plausibility))('%s', (name, figures) => {
  it('comes to believable figures under today’s rules', async () => {
    const world = unwrap(await compileWorld(unwrap(await loadScenario(`${folder}${name}.yaml`))));
    const lived = await livedUnderRules(world);
    for (const { figure, of, low, high } of figures) {
      expect(of(lived), `${figure}, at least`).toBeGreaterThanOrEqual(low);
      expect(of(lived), `${figure}, at most`).toBeLessThanOrEqual(high);
    }
  });
});
