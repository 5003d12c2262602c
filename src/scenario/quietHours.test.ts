import { describe, expect, it } from 'vitest';
import { formatIssue, unwrap } from '../core/issue.ts';
import { Legality } from '../journey/records.ts';
import { openPolicy } from '../policies/index.ts';
import { uniformBody } from '../policies/uniform.ts';
import { rollout } from '../simulator/rollout.ts';
import { streamsOf } from '../simulator/streams.ts';
import { tinyScenario } from '../simulator/tiny.fixture.ts';
import { compileWorld } from './compileWorld.ts';
import { parseScenario } from './parse.ts';
import { scenarioHash } from './scenarioHash.ts';

const text = (hours: string, tick = '1h') =>
  tinyScenario(`
clock: { start: "2025-03-29", tick: ${tick}, horizon: 3d, zone: Europe/Berlin }
decide: [every ${tick}]
population: { size: 2 }
reward: { of: [-contact_cost], window: 1d }
guardrails: { ${hours} }`);

/** Hours of the clock at which somebody may be contacted, by the log of a rollout. */
async function legalHours(hours: string, backend: 'kernel' | 'interpreter'): Promise<number[]> {
  const world = unwrap(await compileWorld(unwrap(parseScenario(text(hours), 'x.yaml'))));
  const policy = openPolicy(uniformBody(world.spec), world.spec);
  const clock = new Intl.DateTimeFormat('en', {
    timeZone: 'Europe/Berlin',
    hour: 'numeric',
    hourCycle: 'h23',
  });
  const legal = new Set<number>();
  const quiet = new Set<number>();
  const log = rollout(world, policy, { streams: streamsOf([1, 2], 'evaluation'), level: 'full', backend });
  for await (const { decisions } of log.blocks()) {
    for (let i = 0; i < decisions.n; i++) {
      const code = decisions.legality![2 * i + 1];
      expect([Legality.legal, Legality.quietHours]).toContain(code);
      (code === Legality.legal ? legal : quiet).add(Number(clock.format(decisions.time[i])));
    }
  }
  // The hour that spring skips is that after it, so it is told by its tick.
  for (const hour of quiet) if (hour !== 3) expect(legal).not.toContain(hour);
  return [...legal].sort((a, b) => a - b);
}

const hoursFrom = (from: number, until: number) => Array.from({ length: until - from }, (_, k) => from + k);

describe('quiet hours', () => {
  it.each(['kernel', 'interpreter'] as const)(
    'are hours on the clock of the zone, also where clocks change, by the %s',
    async (backend) => {
      expect(await legalHours('quiet: { hours: 20-8 }', backend)).toEqual(hoursFrom(8, 20));
      expect(await legalHours('quiet: { hours: 12-14 }', backend)).toEqual([
        ...hoursFrom(0, 12),
        ...hoursFrom(14, 24),
      ]);
      expect(await legalHours('quiet: { hours: 21-24 }', backend)).toEqual(hoursFrom(0, 21));
    },
  );

  it('ask for ticks that tell them apart, and for two hours', () => {
    const told = (hours: string, tick?: string) => {
      const parsed = parseScenario(text(hours, tick), 'x.yaml');
      return parsed.ok ? '' : parsed.issues.map(formatIssue).join('\n');
    };
    expect(told('quiet: { hours: 20-8 }', '1d')).toMatch(
      /got quiet hours, finer than the tick of 1d, wanted quiet days/,
    );
    for (const wrong of ['8-8', '25-8', 'at night'])
      expect(told(`quiet: { hours: "${wrong}" }`)).toMatch(/wanted two hours of the day such as 20-8/);
    expect(told('quiet: { hours: 0-6 }')).toBe('');
  });

  it('leave the hash of a scenario without them as it was', async () => {
    const hash = async (hours: string) => scenarioHash(unwrap(parseScenario(text(hours), 'x.yaml')).scenario);
    expect(await hash('quiet: { days: [] }')).toBe(await hash(''));
    expect(await hash('quiet: { hours: 20-8 }')).not.toBe(await hash(''));
  });
});
