import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { formatIssue, unwrap } from '../../core/issue.ts';
import { digestLog } from '../../journey/blocks.ts';
import { openPolicy } from '../../policies/index.ts';
import { uniformBody } from '../../policies/uniform.ts';
import { rollout, simulateLives } from '../../simulator/rollout.ts';
import { streamsOf } from '../../simulator/streams.ts';
import { compileWorld } from '../compileWorld.ts';
import { parseScenario } from '../parse.ts';
import { behaviours } from './index.ts';

const text = readFileSync(new URL('./everything.yaml', import.meta.url), 'utf8');
const streams = streamsOf([5, 6], 'evaluation');
const world = async (scenario: string) =>
  unwrap(await compileWorld(unwrap(parseScenario(scenario, 'everything.yaml'))));

describe('every behaviour at once', () => {
  it('uses all of the library, without a word', async () => {
    const uses = Object.values<{ use: string }>(parse(text).behaviours).map(({ use }) => use);
    expect(uses.sort()).toEqual(behaviours.map(({ kind }) => kind).sort());
    const parsed = parseScenario(text, 'everything.yaml');
    expect((parsed.ok ? parsed.warnings : parsed.issues).map(formatIssue)).toEqual([]);
  });

  it.each([
    ['a day', text],
    ['half a day', text.replace('tick: 1d, horizon: 180d', 'tick: 12h, horizon: 90d')],
    ['a day, and newcomers', text.replace('  size: 500', '  size: 200\n  arrivals: { perDay: 0.5 }')],
  ])('comes to the same bits in both back ends, with ticks of %s', async (_, scenario) => {
    const everything = await world(scenario);
    for (const body of [everything.rules, uniformBody(everything.spec)]) {
      const policy = openPolicy(body, everything.spec);
      const digest = (backend: 'kernel' | 'interpreter', blockSize: number) =>
        digestLog(
          rollout(everything, policy, {
            streams,
            cohort: { from: 7, count: 203 },
            level: 'full',
            backend,
            blockSize,
          }),
        );
      expect(await digest('kernel', 61)).toBe(await digest('interpreter', 203));
    }
  });

  it('leaves some in every stage after half a year', async () => {
    const everything = await world(text);
    const policy = openPolicy(everything.rules, everything.spec);
    const { tally } = simulateLives(everything, policy, { streams });
    expect(tally.atEnd.reduce((sum, count) => sum + count)).toBe(500);
    expect(Math.min(...tally.atEnd)).toBeGreaterThan(10);
  });
});
