import { expect, it } from 'vitest';
import type { JourneyBlock } from '../journey/records.ts';
import { openPolicy, uniformBody } from '../policies/index.ts';
import { type Cohort, everybodyOf, partOf } from './cohort.ts';
import { rollout } from './rollout.ts';
import { sampledOf } from './sampledJournal.ts';
import { streamsOf } from './streams.ts';
import { tinyWorld } from './tiny.fixture.ts';

const SECTIONS = `
clock: { start: "2025-01-06", tick: 1d, horizon: 8d }
decide: [every 2d]
population: { size: 300, traits: { luck: { seen: false, uniform: [0, 1] } } }
signals: { visit: { chance: 0.3, pays: { sale: 2 } } }
stages:
  here: { pays: { margin: { perDay: "1 + luck" } }, exits: { gone: { perDay: 0.05, loss: true } } }
  gone: { terminal: true, seenAs: here, seenAfter: 1d }
reward: { of: [margin, sale, -contact_cost], window: 1d }
`;
type Level = 'events' | 'decisions' | 'full';
const TABLES = ['decisions', 'outcomes', 'events', 'endings', 'hidden'] as const;

type Of = { readonly text?: string; readonly cohortOf?: (everybody: Cohort) => Cohort };

async function logged(level: Level, sample: number, { text = SECTIONS, cohortOf = (all) => all }: Of = {}) {
  const world = await tinyWorld(text);
  const policy = openPolicy(uniformBody(world.spec), world.spec);
  const streams = streamsOf([1, 2], 'evaluation');
  const log = rollout(world, policy, {
    streams,
    cohort: cohortOf(everybodyOf(world, streams.population)),
    level,
    sample,
    blockSize: 64,
  });
  const rows: { [table: string]: string[] } = Object.fromEntries(TABLES.map((table) => [table, []]));
  for await (const block of log.blocks()) {
    for (const table of TABLES) rows[table].push(...rowsOf(block, table));
  }
  return rows;
}

/** Each row as its customer and a text of all its columns, wide ones cut to the row. */
function rowsOf(block: JourneyBlock, table: (typeof TABLES)[number]): string[] {
  const columns = block[table] as unknown as { n: number; [column: string]: unknown } | null;
  if (columns === null) return [];
  const { n } = columns;
  const arrays = Object.values(columns).filter((one): one is Float64Array => ArrayBuffer.isView(one));
  const wide = (one: Float64Array) => Math.floor(one.length / Math.max(1, n));
  return Array.from({ length: n }, (_, i) =>
    arrays.map((one) => [...one.slice(i * wide(one), (i + 1) * wide(one))].join(' ')).join('|'),
  );
}
const customersOf = (rows: readonly string[]) => new Set(rows.map((row) => row.split('|')[0]));

it.each([
  ['uncoupled', SECTIONS],
  ['uncoupled, with newcomers', SECTIONS.replace('size: 300,', 'size: 200, arrivals: { perDay: 20 },')],
  [
    'coupled',
    SECTIONS.replace(
      'reward:',
      'guardrails: { budgets: [{ amount: 9, per: 2d, calendar: true, charge: send }] }\nreward:',
    ),
  ],
])('logs whole lives of some customers as the whole log has them: %s', async (_, text) => {
  const [whole, some] = [await logged('full', 1, { text }), await logged('full', 0.2, { text })];
  const chosen = customersOf(some.hidden);
  expect(chosen.size).toBeGreaterThan(30);
  expect(chosen.size).toBeLessThan(100);
  for (const table of TABLES) {
    const key = (row: string) => row.split('|')[table === 'decisions' ? 1 : table === 'outcomes' ? 2 : 0];
    expect(some[table]).toEqual(whole[table].filter((row) => chosen.has(key(row))));
  }
});

it('logs some of a cohort that begins anywhere, and nothing where nobody is chosen', async () => {
  const text = SECTIONS.replace('size: 300,', 'size: 200, arrivals: { perDay: 20 },');
  const cohortOf = (everybody: Cohort) => partOf(everybody, 37, 200);
  const [whole, some] = [
    await logged('full', 1, { text, cohortOf }),
    await logged('full', 0.3, { text, cohortOf }),
  ];
  const { members } = sampledOf({ from: 37, count: 200 }, 0.3);
  expect(customersOf(some.endings)).toEqual(new Set([...members!].map(String)));
  const isChosen = (row: string) => members!.includes(Number(row.split('|')[0]));
  for (const table of ['endings', 'events', 'hidden'] as const) {
    expect(some[table]).toEqual(whole[table].filter(isChosen));
  }
  const none = await logged('full', 1e-9, { text, cohortOf });
  expect(Object.values(none).flat()).toEqual([]);
});

it('gathers copies of one customer all together or not at all', () => {
  const copies = (from: number) => sampledOf({ from, count: 3, copies: true }, 0.5);
  const counts = Array.from({ length: 40 }, (_, id) => copies(id).count);
  expect(new Set(counts)).toEqual(new Set([0, 3]));
  const { members } = sampledOf({ from: 0, count: 40 }, 0.5);
  expect([...members!]).toEqual([...counts.keys()].filter((id) => counts[id] === 3));
});

it('chooses the customers of a smaller share among those of a larger', async () => {
  const [few, more] = [
    customersOf((await logged('events', 0.1)).endings),
    customersOf((await logged('events', 0.4)).endings),
  ];
  expect(more.size).toBeGreaterThan(few.size);
  for (const customer of few) expect(more.has(customer)).toBe(true);
});

it('logs no decisions and no recurring pay at level `events`', async () => {
  const { decisions, outcomes, hidden, events } = await logged('events', 1);
  const full = await logged('full', 1);
  expect(decisions).toEqual([]);
  expect(hidden).toEqual([]);
  expect(events).toEqual(full.events);
  expect(outcomes.length).toBeGreaterThan(0);
  expect(outcomes.length).toBeLessThan(full.outcomes.length);
});
