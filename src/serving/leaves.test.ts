import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeZone } from '../core/calendar.ts';
import { formatIssue } from '../core/issue.ts';
import { DAY_MS as DAY } from '../core/zone.ts';
import { actionMatches, makeActionSet } from '../journey/actions.ts';
import { makeFeatureSchema } from '../journey/features.ts';
import { makeGraphBuilder } from '../language/builder.ts';
import type { Leaf, LeafSource, ValueType } from '../language/graph.ts';
import { makeLeaf } from '../language/leaves.ts';
import { type ContextProgram, makeContext } from '../policies/context.ts';
import { checkShape } from './checkRequest.ts';
import type { Contact } from './contactLeaves.ts';
import { makeLeafReader } from './leaves.ts';
import type { DecisionRequest } from './request.ts';
import { type CustomerMemory, STRANGER } from './store.ts';
import { makeWallClock } from './wallClock.ts';

const stages = { category: ['active', 'slipping'] };
const contract = { category: ['rolling', 'fixed'] };
const sent = (source: Omit<Extract<LeafSource, { kind: 'count' }>, 'view' | 'kind'> & { kind: string }) =>
  ({ ...source, view: 'sent' }) as unknown as LeafSource;

/** One leaf of every kind that can be served. */
const leaves: readonly Leaf[] = (
  [
    [{ kind: 'trait', name: 'bill' }, 'real'],
    [{ kind: 'trait', name: 'contract' }, contract],
    [{ kind: 'trait', name: 'children' }, 'count'],
    [{ kind: 'trait', name: 'vip' }, 'bool'],
    [{ kind: 'stage', view: 'seen' }, stages],
    [{ kind: 'inStage', view: 'seen' }, 'duration'],
    [{ kind: 'consent', channel: 'email' }, 'bool'],
    [{ kind: 'count', view: 'signal', of: 'login', days: 7 }, 'count'],
    [{ kind: 'since', view: 'signal', of: 'call_in', never: 999 }, 'duration'],
    [{ kind: 'adstock', view: 'signal', of: 'login', halfLifeDays: 3 }, 'real'],
    [sent({ kind: 'count', of: 'any', days: 14 }), 'count'],
    [sent({ kind: 'count', of: 'email', days: 3 }), 'count'],
    [sent({ kind: 'recent', of: 'tips', days: 14 }), 'count'],
    [{ kind: 'since', view: 'sent', of: 'rescue@call', never: 60 }, 'duration'],
    [sent({ kind: 'lag', of: 'any', days: 2 }), 'count'],
    [{ kind: 'adstock', view: 'sent', of: 'any', halfLifeDays: 10 }, 'real'],
    [{ kind: 'now', view: 'sent', of: 'any' }, 'count'],
    [{ kind: 'weekday' }, 'count'],
    [{ kind: 'dayOfYear' }, 'count'],
    [{ kind: 'dayOfMonth' }, 'count'],
    [{ kind: 'hourOfDay' }, 'count'],
  ] as readonly [LeafSource, ValueType][]
).map(([source, type]) => makeLeaf(source, type, true));

/** Noon of tick 0, a Wednesday: 2025-01-01. */
const START = Date.UTC(2025, 0, 1, 12);
const noonOf = (tick: number) => START + tick * DAY;
const reader = makeLeafReader(leaves, { wall: makeWallClock(makeZone('UTC')), tickDays: 1 });

/** What the simulator's definition in ticks says of contacts, independently of any clock. */
function inTicks(source: LeafSource, contacts: readonly (readonly [number, string])[], t: number): number {
  if (!('of' in source) || source.kind === 'now') return 0;
  const ages = contacts
    .filter(([, name]) => actionMatches(makeActionSet([name]).actions[0]!, source.of))
    .map(([tick]) => t - tick);
  if (source.kind === 'count') return ages.filter((age) => age <= source.days).length;
  if (source.kind === 'recent') return ages.filter((age) => age < source.days).length;
  if (source.kind === 'lag') return ages.filter((age) => age === source.days).length;
  if (source.kind === 'since') return Math.min(source.never, ...ages);
  return ages.reduce((sum, age) => sum + 2 ** (-age / source.halfLifeDays), 0);
}

/** A context of all leaves as they are, and one formula. */
function program(): ContextProgram {
  const build = makeGraphBuilder();
  const nodes = leaves.map((leaf) => build.leaf(leaf));
  nodes.push(build.binary('div', nodes[0]!, build.binary('add', nodes[10]!, build.constant(1, 'count'))));
  const features = nodes.map((_, j) => ({ name: `f${j}`, kind: 'real' as const }));
  return { graph: build.graph(), features: makeFeatureSchema(features), nodes };
}

const customer = fc.record({
  bill: fc.float({ min: 0, max: 500, noNaN: true }),
  contract: fc.nat(1),
  children: fc.nat(5),
  vip: fc.boolean(),
  stage: fc.nat(1),
  inStage: fc.nat(300),
  consent: fc.boolean(),
  logins: fc.nat(40),
  called: fc.option(fc.nat(900), { nil: null }),
  loginStock: fc.float({ min: 0, max: 60, noNaN: true }),
  tick: fc.integer({ min: 60, max: 400 }),
  contacts: fc.array(
    fc.tuple(fc.integer({ min: 0, max: 59 }), fc.constantFrom('tips@email', 'rescue@call', 'tips@sms')),
  ),
});
type Person = typeof customer extends fc.Arbitrary<infer T> ? T : never;

const told = (person: Person): DecisionRequest => ({
  customer: 'c1',
  stage: stages.category[person.stage]!,
  inStageDays: person.inStage,
  traits: {
    bill: person.bill,
    contract: contract.category[person.contract]!,
    children: person.children,
    vip: person.vip,
  },
  signals: {
    'count(login, 7d)': person.logins,
    'since(call_in, never: 999d)': person.called,
    'adstock(login, 3d)': person.loginStock,
  },
  consent: { email: person.consent },
});

/** The simulator's columns of one customer. */
function simulated(person: Person): Float32Array[] {
  const contacts = person.contacts.map(([ago, name]) => [person.tick - 1 - ago, name] as const);
  const { bill, children, logins, loginStock, stage, inStage, tick } = person;
  const values = [bill, person.contract, children, +person.vip, stage, inStage, +person.consent, logins];
  values.push(person.called ?? 999, loginStock);
  for (const { source } of leaves.slice(10, 17)) values.push(inTicks(source, contacts, tick));
  values.push(((2 + tick) % 7) + 1, (tick % 365) + 1, dayOfMonth(tick % 365), 12);
  return values.map((value) => Float32Array.of(value));
}

/** Of a day of 2025, from 0. */
function dayOfMonth(day: number): number {
  let left = day;
  for (const length of [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
    if (left < length) return left + 1;
    left -= length;
  }
  return Number.NaN;
}

describe('the context of a customer', () => {
  it('is the same from the columns of a simulator and from a JSON request with its history', () => {
    const context = makeContext(program());
    const [simulator, server] = [new Float32Array(context.d), new Float32Array(context.d)];
    fc.assert(
      fc.property(customer, (person) => {
        const contacts = person.contacts.map(
          ([ago, action]): Contact => ({ time: noonOf(person.tick - 1 - ago), action }),
        );
        contacts.sort((a, b) => a.time - b.time);
        const request = JSON.parse(JSON.stringify(told(person)));
        expect(checkShape(request, reader.fields)).toEqual([]);
        expect(reader.read(request, { ...STRANGER, contacts }, noonOf(person.tick))).toEqual([]);
        context.encode(reader.columns, 1, null, server);
        context.encode(simulated(person), 1, null, simulator);
        const stock = 15;
        expect(server[stock]).toBeCloseTo(simulator[stock]!, 4);
        server[stock] = simulator[stock]!;
        expect(server).toEqual(simulator);
      }),
    );
  });
});

describe('windows over contacts', () => {
  const at = (memory: Partial<CustomerMemory>, key: string) => {
    reader.read(
      told(fc.sample(customer, { seed: 1, numRuns: 1 })[0]!),
      { ...STRANGER, ...memory },
      noonOf(100),
    );
    return reader.columns[leaves.findIndex((leaf) => leaf.key === key)]![0];
  };
  const key = 'since(sent(rescue@call), never: 60d)';
  const tips = (age: number): Contact[] => [{ time: noonOf(100) - age, action: 'tips@email' }];

  it('are legal again at exactly t + duration, and count what is exactly as old as the window', () => {
    expect(at({ contacts: tips(14 * DAY) }, 'recent(sent(tips), 14d)')).toBe(0);
    expect(at({ contacts: tips(14 * DAY - 1) }, 'recent(sent(tips), 14d)')).toBe(1);
    expect(at({ contacts: tips(3 * DAY) }, 'sent(email, 3d)')).toBe(1);
    expect(at({ contacts: tips(3 * DAY + 1) }, 'sent(email, 3d)')).toBe(0);
  });

  it('do not end a cooldown early by the rounding of its age', () => {
    const since = at({ contacts: [{ time: noonOf(100) - 14 * DAY + 1, action: 'rescue@call' }] }, key);
    expect(since).toBeLessThan(14);
    expect(at({ contacts: [{ time: noonOf(100) - 14 * DAY, action: 'rescue@call' }] }, key)).toBe(14);
  });

  it('hold a contact of this very moment against a guardrail, but not in what was known before', () => {
    expect(at({ contacts: tips(0) }, 'recent(sent(tips), 14d)')).toBe(1);
    expect(at({ contacts: tips(0) }, 'sent(any, 14d)')).toBe(0);
    expect(at({ contacts: tips(0) }, 'adstock(sent(any), 10d)')).toBe(0);
  });

  it('halve an adstock in a half-life', () => {
    expect(at({ contacts: tips(10 * DAY) }, 'adstock(sent(any), 10d)')).toBe(0.5);
  });

  it('say never where there was no contact of that kind', () => {
    expect(at({ contacts: tips(DAY) }, key)).toBe(60);
    expect(at({ contacts: [{ time: noonOf(99.5), action: 'rescue@call' }] }, key)).toBe(0.5);
  });
});

describe('ages where clocks change', () => {
  it('are wall time: a cooldown ends at the same time of day', () => {
    const london = makeLeafReader(leaves, { wall: makeWallClock(makeZone('Europe/London')), tickDays: 1 });
    const column = leaves.findIndex((leaf) => leaf.key === 'since(sent(rescue@call), never: 60d)');
    // Clocks go forward on 30 March 2025.
    const contacts = [{ time: Date.parse('2025-03-24T10:00:00Z'), action: 'rescue@call' }];
    const since = (now: string) => {
      london.read({ customer: 'c' }, { ...STRANGER, contacts }, Date.parse(now));
      return london.columns[column][0];
    };
    expect(since('2025-03-31T09:00:00Z')).toBe(7);
    expect(since('2025-03-31T08:59:59Z')).toBeLessThan(7);
    expect(since('2025-03-29T10:00:00Z')).toBe(5);
  });
});

describe('what a request may leave out', () => {
  const whole = told(fc.sample(customer, { seed: 2, numRuns: 1 })[0]!);
  const read = (request: unknown, memory: CustomerMemory = STRANGER) =>
    reader.read(request as DecisionRequest, memory, noonOf(100)).map(formatIssue);
  const { inStageDays, consent, ...brief } = { ...whole, stage: 'active' };
  const column = (key: string) => reader.columns[leaves.findIndex((leaf) => leaf.key === key)]![0];

  it('is what an earlier decision told: consent and the stage with its age', () => {
    expect(inStageDays).toBeDefined();
    expect(consent).toBeDefined();
    const memory = {
      ...STRANGER,
      stage: 'active',
      stageSince: noonOf(97),
      consent: new Map([['email', true]]),
    };
    expect(read(brief, memory)).toEqual([]);
    expect([column('inStage'), column('consent(email)')]).toEqual([3, 1]);
    expect(read({ ...brief, stage: 'slipping' }, memory)).toEqual([]);
    expect(column('inStage')).toBe(0);
  });

  it('is asked for by name when nobody told it yet, all at once', () => {
    const { traits, ...rest } = brief;
    expect(traits).toBeDefined();
    expect(read(rest)).toEqual([
      'traits.bill: it is missing; wanted a number',
      'traits.contract: it is missing; wanted one of "rolling", "fixed"',
      'traits.children: it is missing; wanted a whole number',
      'traits.vip: it is missing; wanted true or false',
      'inStageDays: it is missing; wanted a number of days from 0 to 36525. It may be left out once an earlier decision of this customer has told it.',
      'consent.email: it is missing; wanted true or false. It may be left out once an earlier decision of this customer has told it.',
    ]);
  });
});
