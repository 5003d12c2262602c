import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NextmoveError, unwrap } from '../core/issue.ts';
import { makeActionSet } from '../journey/actions.ts';
import { makeFeatureSchema } from '../journey/features.ts';
import { makeGraphBuilder } from '../language/builder.ts';
import { makeLeaf } from '../language/leaves.ts';
import { telecomGuardrails, telecomParts } from '../policies/bundle.fixture.ts';
import { uniformBody } from '../policies/index.ts';
import { makeBundle } from '../policies/makeBundle.ts';
import { openBundle } from '../policies/openBundle.ts';
import { createDecider } from './decider.ts';
import { makeMemoryStore } from './memoryStore.ts';
import { makeMemoryLog } from './records.ts';
import type { DecisionRequest } from './request.ts';
import { request, START, service } from './service.fixture.ts';

describe('what is wrong', () => {
  const refused = async (bad: unknown, prepare?: (of: Awaited<ReturnType<typeof service>>) => void) => {
    const made = await service();
    prepare?.(made);
    const before = made.log.records.length;
    try {
      made.decider.decide(bad as DecisionRequest);
    } catch (error) {
      expect(error).toBeInstanceOf(NextmoveError);
      expect((error as Error).stack).not.toContain('.ts:');
      expect(made.log.records).toHaveLength(before);
      return (error as Error).message.split('\n');
    }
    throw new Error('nothing was refused');
  };

  it.each<[string, unknown, string[]]>([
    ['no object', 'anna', ['got "anna", wanted one request as an object']],
    [
      'no customer',
      request({ customer: undefined }),
      ['customer: it is missing; wanted an id of at most 256 bytes'],
    ],
    [
      'an empty customer',
      request({ customer: '' }),
      ['customer: got 0 bytes, wanted a text of 1 to 256 bytes'],
    ],
    [
      'a numeric customer',
      { ...request(), customer: 17 },
      ['customer: got 17, wanted a text of 1 to 256 bytes'],
    ],
    [
      'an endless id',
      request({ decisionId: 'é'.repeat(129) }),
      ['decisionId: got 258 bytes, wanted a text of 1 to 256 bytes'],
    ],
    [
      'a misspelt field',
      { ...request(), trait: {} },
      ['trait: this policy takes nothing of that name. Did you mean `traits`?'],
    ],
    [
      'a misspelt trait',
      request({ traits: { bil: 40, contract: 'rolling' } }),
      [
        'traits.bil: this policy takes nothing of that name. Did you mean `bill`?',
        'traits.bill: it is missing; wanted a number',
      ],
    ],
    [
      'an unknown level',
      request({ traits: { bill: 40, contract: 'roling' } }),
      ['traits.contract: got "roling", wanted one of "rolling", "fixed". Did you mean `rolling`?'],
    ],
    [
      'a number as text',
      request({ traits: { bill: '40', contract: 'rolling' } }),
      ['traits.bill: got "40", wanted a number'],
    ],
    [
      'an unknown stage',
      request({ stage: 'gone' }),
      ['stage: got "gone", wanted one of "active", "slipping". Known: `active`, `slipping`.'],
    ],
    [
      'a stage as a number',
      { ...request(), stage: 17 },
      ['stage: got 17, wanted one of "active", "slipping"'],
    ],
    [
      'an endless stay',
      request({ inStageDays: 1e20 }),
      ['inStageDays: got 100000000000000000000, wanted a number of days from 0 to 36525'],
    ],
    ['no stage', request({ stage: undefined }), ['stage: it is missing; wanted one of "active", "slipping"']],
    [
      'a negative window',
      request({ signals: { 'count(login, 7d)': -1 } }),
      ['signals.count(login, 7d): got -1, wanted a whole number from 0 up'],
    ],
    [
      'half a login',
      request({ signals: { 'count(login, 7d)': 0.5 } }),
      ['signals.count(login, 7d): got 0.5, wanted a whole number from 0 up'],
    ],
    [
      'another window',
      request({ signals: { 'count(login, 8d)': 1 } }),
      [
        'signals.count(login, 8d): this policy takes nothing of that name. Did you mean `count(login, 7d)`?',
        'signals.count(login, 7d): it is missing; wanted a whole number from 0 up',
      ],
    ],
    [
      'signals as a list',
      { ...request(), signals: [3] },
      [
        'signals: got a list, wanted an object',
        'signals.count(login, 7d): it is missing; wanted a whole number from 0 up',
      ],
    ],
    [
      'consent as text',
      { ...request(), consent: { email: 'yes' } },
      ['consent.email: got "yes", wanted true or false'],
    ],
    [
      'a time without zone',
      request({ time: '2025-03-03T10:00:00' }),
      ['time: got "2025-03-03T10:00:00", wanted a time with its zone, such as "2025-03-01T10:00:00Z"'],
    ],
    [
      'a day that is none',
      request({ time: '2025-02-30T10:00:00Z' }),
      ['time: got "2025-02-30T10:00:00Z", wanted a time with its zone, such as "2025-03-01T10:00:00Z"'],
    ],
    [
      'a time to come',
      request({ time: '2025-03-04T10:00:00Z' }),
      ['time: got 2025-03-04T10:00:00.000Z, wanted no later than now, 2025-03-03T10:00:00.000Z'],
    ],
    [
      'features of the future',
      request({ featuresAsOf: '2025-03-03T10:01:00Z' }),
      [
        'featuresAsOf: got 2025-03-03T10:01:00.000Z, wanted no later than the decision, 2025-03-03T10:00:00.000Z',
      ],
    ],
  ])('refuses %s', async (_, bad, expected) => {
    expect(await refused(JSON.parse(JSON.stringify(bad)))).toEqual(expected);
  });

  it('answers any JSON in any place of a request by a decision or by complaints', async () => {
    const { decider } = await service();
    const path = fc.constantFrom(
      ...[
        'customer',
        'decisionId',
        'time',
        'featuresAsOf',
        'trigger',
        'stage',
        'inStageDays',
        'traits',
        'signals',
        'consent',
      ],
      ...[
        'traits.bill',
        'traits.contract',
        'traits.x',
        'signals.count(login, 7d)',
        'consent.email',
        'consent.__proto__',
        'x',
      ],
    );
    const numbers = fc.oneof(fc.double(), fc.constantFrom(-1, 0, 1e9, 1e20, 1e300, 2 ** 53));
    const value = fc.oneof(
      fc.jsonValue(),
      fc.string(),
      numbers,
      fc.constantFrom('9999-12-31T23:59:59Z', '0001-01-01T00:00:00Z'),
    );
    fc.assert(
      fc.property(path, value, (place, put) => {
        const { decisionId, ...asked } = JSON.parse(JSON.stringify(request()));
        expect(decisionId).toBe('d1');
        const [group, ...rest] = place.split('.');
        const changed =
          rest.length === 0
            ? { ...asked, [group]: put }
            : { ...asked, [group]: { ...asked[group], [rest.join('.')]: put } };
        const outcome = answer(() => decider.decide(JSON.parse(JSON.stringify(changed))));
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(NextmoveError);
        else expect(Object.values(outcome.probabilities).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses a decision that was made before, and one before the last', async () => {
    const prepare = ({ decider }: Awaited<ReturnType<typeof service>>) => {
      decider.decide(request());
    };
    expect(await refused(request(), prepare)).toEqual([
      'decisionId: "d1" was decided before. GET /v1/decisions/d1 gives it; a new decision needs a new id.',
    ]);
    expect(await refused(request({ decisionId: 'd2', time: '2025-03-03T09:00:00Z' }), prepare)).toEqual([
      "time: got 2025-03-03T09:00:00.000Z, and this customer's last decision was at 2025-03-03T10:00:00.000Z. A customer's decisions are made in order of time: leave `time` out to decide as of now.",
    ]);
  });

  it('refuses a whole batch with every complaint in its place', async () => {
    const { decider, log } = await service();
    const { traits, ...rest } = request({ customer: 'b', decisionId: 'd1' });
    expect(traits).toBeDefined();
    expect(() => decider.decideBatch([request(), rest, request({ decisionId: 'd3' })])).toThrow(
      [
        '[2].customer: "anna" stands in [0] too. Decide once for each customer in a batch: the second decision must know of the first.',
        '[1].decisionId: "d1" stands in [0] too. Decide once for each customer in a batch: the second decision must know of the first.',
        '[1].traits.bill: it is missing; wanted a number',
        '[1].traits.contract: it is missing; wanted one of "rolling", "fixed"',
      ].join('\n'),
    );
    expect(log.records).toEqual([]);
  });

  it.each<[string, object, string]>([
    [
      'an unknown outcome',
      { decisionId: 'd1', name: 'margn', value: 1 },
      'name: got "margn", an outcome that this policy does not know. Did you mean `margin`?',
    ],
    [
      'an unknown decision',
      { decisionId: 'd9', name: 'margin', value: 1 },
      'decisionId: this log has no decision "d9". Report outcomes to the service that decided, with the decisionId that it gave.',
    ],
    [
      "another's decision",
      { decisionId: 'd1', customer: 'bob', name: 'margin', value: 1 },
      'customer: got "bob", and the decision was for "anna"',
    ],
    ['nobody', { name: 'margin', value: 1 }, 'decisionId: it is missing; wanted a decision, or a customer'],
    ['no value', { decisionId: 'd1', name: 'margin' }, 'value: it is missing; wanted a number'],
    [
      'a field too many',
      { decisionId: 'd1', name: 'margin', value: 1, when: 'x' },
      'when: no outcome has a field of that name',
    ],
  ])('refuses an outcome of %s', async (_, report, expected) => {
    const { decider } = await service();
    decider.decide(request());
    expect(() => decider.recordOutcome(report as never)).toThrow(expected);
  });
});

function answer<T>(ask: () => T): T | Error {
  try {
    return ask();
  } catch (error) {
    return error as Error;
  }
}

describe('a bundle that asks for little', () => {
  it('still refuses a stage and a stay that are none', async () => {
    const guardrails = {
      ...telecomGuardrails(),
      actions: telecomGuardrails().actions.map(({ action }) => ({ action, conditions: [] })),
    };
    const features = makeFeatureSchema([{ name: 'bill', kind: 'real' }]);
    const build = makeGraphBuilder();
    const nodes = [build.leaf(makeLeaf({ kind: 'trait', name: 'bill' }, 'real', true))];
    const policy = uniformBody({
      actions: makeActionSet(guardrails.actions.map(({ action }) => action)),
      features,
    });
    const parts = telecomParts({ context: { graph: build.graph(), features, nodes }, guardrails, policy });
    const bundle = unwrap(await openBundle(await makeBundle(parts)));
    const decider = createDecider({
      bundle,
      store: makeMemoryStore(),
      log: makeMemoryLog(),
      now: () => START,
    });
    const odd = {
      customer: 'a',
      traits: { bill: 1 },
      stage: 3,
      inStageDays: '5',
    } as unknown as DecisionRequest;
    expect(() => decider.decide(odd)).toThrow(
      'stage: got 3, wanted a text of 1 to 256 bytes\ninStageDays: got "5", wanted a number of days from 0 to 36525',
    );
    expect(decider.decide({ customer: 'a', traits: { bill: 1 } }).propensity).toBe(0.25);
  });
});
