import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { unwrap } from '../../core/issue.ts';
import { compileWorld } from '../../scenario/compileWorld.ts';
import { openScenario } from '../scenarioFile.ts';
import { openBundleFolder } from './bundleFolder.ts';

const folder = fileURLToPath(new URL('../../../models/', import.meta.url));
const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

it.each(names)(
  'models/%s is of the scenario as it is now: else run scripts/build-models.mjs',
  async (name) => {
    const { manifest } = await openBundleFolder(`${folder}${name}`);
    const world = unwrap(await compileWorld((await openScenario(name)).parsed));
    expect(manifest.origin.hash).toBe(world.hash);
  },
);
