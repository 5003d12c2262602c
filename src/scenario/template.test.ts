import { expect, it } from 'vitest';
import { formatIssue, unwrap } from '../core/issue.ts';
import { compileWorld } from './compileWorld.ts';
import { parseScenario } from './parse.ts';
import { scenarioTemplate } from './template.ts';

it('is a scenario about which nothing is said', async () => {
  const parsed = parseScenario(scenarioTemplate(), 'scenario.yaml');
  expect((parsed.ok ? parsed.warnings : parsed.issues).map(formatIssue)).toEqual([]);
  const world = await compileWorld(unwrap(parsed));
  expect((world.ok ? world.warnings : world.issues).map(formatIssue)).toEqual([]);
});
