import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type Behaviour,
  behaviourPicture,
  behaviours,
  behavioursPage,
  catalogue,
  compileWorld,
  digestLog,
  openPolicy,
  openScenario,
  rollout,
  scenarioFromText,
  schema,
  show,
  simulate,
  streamsOf,
  unwrap,
  withSettings,
} from '../../index.ts';
import { tinyScenario } from '../../simulator/tiny.fixture.ts';
import { checkBehaviour } from '../../testing/index.ts';

/** What a newcomer writes: one file. People who got something feel that they owe something, and forget it. */
const gratitude: Behaviour = {
  kind: 'gratitude',
  title: 'Gratitude',
  description:
    'Every gift that arrives adds to a stock that fades day by day; the effect is what is left of it, which brings people back.',
  source: 'Gouldner (1960), The norm of reciprocity, American Sociological Review 25(2), 161-178.',
  parameters: {
    keep: {
      description: 'Share of it that is left a day later.',
      unit: 'share',
      default: 0.5,
      range: { min: 0, max: 1 },
    },
  },
  refers: { gift: { kind: 'contact', description: 'What is given.' } },
  state: { self: { start: '0', next: 'pow(keep, tickDays) * self + reached(gift)' } },
  effect: 'self',
  example: { gift: 'message' },
};

const home = mkdtempSync(join(tmpdir(), 'nextmove-newcomer-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const mine = { ...catalogue, behaviours: [...catalogue.behaviours, gratitude] };
const text = tinyScenario(`
behaviours: { thankful: { use: gratitude, gift: hello, keep: { value: 0.25, low: 0, high: 1 }, adds: { signals.visit: 2 } } }
signals: { visit: { perDay: 0 } }
features: { visits: "count(visit, 7d)" }
today: [{ do: hello, every: 2d }]
`);

it('a newcomer adds a behaviour by one file: a scenario uses it through the public API', async () => {
  const { parsed } = scenarioFromText(text, 'x.yaml', {}, mine);
  const world = unwrap(await compileWorld(parsed));
  const policy = openPolicy(world.rules, world.spec);
  const log = rollout(world, policy, { streams: streamsOf([1, 2], 'evaluation'), level: 'full' });
  const column = log.schema.hidden.indexOf('thankful');
  const stock: number[] = [];
  for await (const { hidden } of log.blocks()) {
    const { values, customer, tick, n } = hidden!;
    for (let i = 0; i < n; i++) {
      if (customer[i] === customer[0] && tick[i] < 5)
        stock.push(values[i * log.schema.hidden.length + column]);
    }
  }
  // hello arrives at 0, 2 and 4, and a quarter is left a day later.
  expect(stock).toEqual([1, 0.25, 1.0625, 0.265625, 1.06640625]);
});

it('its numbers can be set, and a schema holds it', () => {
  const file = scenarioFromText(text, 'x.yaml', {}, mine);
  const other = withSettings(file, { 'behaviours.thankful.keep': 1 });
  expect(other.scenario.state.thankful.next).toBe('pow(1, 1) * thankful + reached(hello)');
  expect(JSON.stringify(schema(mine))).toContain('"gratitude"');
  expect(JSON.stringify(schema())).not.toContain('"gratitude"');
});

it('the list of this package stays as it is', () => {
  expect(behaviours.map(({ kind }) => kind)).not.toContain('gratitude');
  expect(() => scenarioFromText(text, 'x.yaml')).toThrow(/got "gratitude", wanted the kind of a behaviour/);
});

describe('the kit of behaviours finds nothing wrong:', () => {
  for (const { name, run } of checkBehaviour(gratitude)) it(name, run);
});

it('its scenario comes to the same bits in both back ends', async () => {
  const world = unwrap(await compileWorld(scenarioFromText(text, 'x.yaml', {}, mine).parsed));
  const policy = openPolicy(world.rules, world.spec);
  const digest = (backend: 'kernel' | 'interpreter') =>
    digestLog(rollout(world, policy, { streams: streamsOf([1, 2], 'evaluation'), level: 'full', backend }));
  expect(await digest('kernel')).toBe(await digest('interpreter'));
});

it('its scenario is a file that is opened, simulated and shown', async () => {
  const path = join(home, 'thankful.yaml');
  writeFileSync(path, text);
  const { parsed } = await openScenario(path, {}, mine);
  const { measures } = await simulate({ scenario: parsed, customers: 50 });
  expect(measures.contacts.mean).toBe(10);
  const { lines } = await show(path, { catalogue: mine, out: join(home, 'page') });
  expect(lines.join('\n')).toMatch(
    /thankful +state +hidden +real +signals\.visit\.perDay, state\.thankful\.next/,
  );
  expect(lines.join('\n')).toContain('pow(0.25, 1) * thankful + reached(hello)');
  expect(readFileSync(join(home, 'page', 'scenario.html'), 'utf8')).toContain('thankful');
  await expect(show(path)).rejects.toThrow(/got "gratitude", wanted the kind of a behaviour/);
});

it('it has its place and its picture in the reference', async () => {
  const page = behavioursPage(mine.behaviours);
  expect(page).toContain('- [Gratitude](#gratitude): `gratitude`');
  expect(page).toContain('| `keep` | Share of it that is left a day later. | share, 0 to 1 | 0.5 |');
  expect(page).toContain('Source: Gouldner (1960)');
  expect(await behaviourPicture(gratitude)).toMatch(
    /^<svg role="img" aria-label="Line chart over a year. Gratitude/,
  );
});
