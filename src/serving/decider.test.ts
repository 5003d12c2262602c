import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../core/zone.ts';
import type { Ledger } from '../guardrails/guardrails.ts';
import { telecomGuardrails } from '../policies/bundle.fixture.ts';
import { createDecider } from './decider.ts';
import { explainDecision } from './explain.ts';
import { makeMemoryStore } from './memoryStore.ts';
import { rebuild } from './rebuild.ts';
import { makeMemoryLog } from './records.ts';
import type { DecisionRequest } from './request.ts';
import { capacity, request, START, service, slipping } from './service.fixture.ts';

describe('decide', () => {
  it('gives action, legal set, probabilities and why, and records them', async () => {
    const { decider, log, bundle } = await service();
    const decision = decider.decide(request());
    expect(decision).toMatchObject({
      decisionId: 'd1',
      customer: 'anna',
      time: '2025-03-03T10:00:00.000Z',
      legal: { none: 'legal', 'tips@email': 'legal', 'discount@email': 'legal', 'rescue@call': 'stage' },
      admission: 'admitted',
      policyId: bundle.id,
      mode: 'live',
      cohort: 'treated',
    });
    // 30 % exploration over three legal actions, the rest on tips.
    expect(decision.probabilities['tips@email']).toBeCloseTo(0.8, 6);
    expect(decision.probabilities.none).toBeCloseTo(0.1, 6);
    expect(decision.propensity).toBe(decision.probabilities[decision.proposed]);
    expect(decision.why).toContain(
      `${decision.proposed}, drawn with probability ${decision.propensity?.toFixed(1)} from 3 legal actions`,
    );
    expect(log.records).toMatchObject([
      {
        record: 'decision',
        seq: 0,
        tick: 56,
        sincePrevious: null,
        trigger: 'request',
        stage: 'active',
        context: {
          stage: 'active',
          inStage: 12,
          bill: 40,
          contract: 'rolling',
          'count(login, 7d)': 3,
          'sent(any, 28d)': 0,
          margin: 4,
        },
        featureSchemaHash: bundle.spec.features.hash,
        executed: decision.action,
        admissionProbability: 1,
        armShare: 1,
        cohortProbability: 1,
        served: { consent: { email: true }, stageSince: '2025-02-19T10:00:00.000Z', charges: [] },
      },
    ]);
  });

  it('draws the same for the same decision id, and by the logged probabilities over many', async () => {
    const [one, other] = [await service(), await service()];
    const drawn = { none: 0, 'tips@email': 0, 'discount@email': 0, 'rescue@call': 0 } as Record<
      string,
      number
    >;
    for (let i = 0; i < 2000; i++) {
      const asked = request({ customer: `c${i}`, decisionId: `d${i}` });
      const decision = one.decider.decide(asked);
      drawn[decision.action]++;
      expect(other.decider.decide(asked)).toEqual(decision);
    }
    // Four standard errors of 0.8 over 2,000.
    expect(Math.abs(drawn['tips@email'] / 2000 - 0.8)).toBeLessThan(0.036);
    expect(drawn['rescue@call']).toBe(0);
  });

  it('remembers contacts, so that cooldown and cap close and open at exactly their length', async () => {
    const { decider, clock } = await service();
    const at = (time: number, id: string) => {
      clock.now = time;
      return decider.decide(request({ decisionId: id, inStageDays: undefined } as Partial<DecisionRequest>));
    };
    let first = decider.decide(request());
    for (let i = 0; first.action !== 'tips@email'; i++) first = at(START + i, `try${i}`);
    const sent = Date.parse(first.time);
    expect(at(sent + 14 * DAY_MS - 1, 'before').legal['tips@email']).toBe('cooldown');
    const after = at(sent + 14 * DAY_MS, 'after');
    expect(after.legal['tips@email']).toMatch(/legal|cap/);
  });

  it('makes ids of its own, a new one each time', async () => {
    const { decider, clock } = await service();
    const { decisionId, ...rest } = request();
    expect(decisionId).toBe('d1');
    const ids = new Set<string>();
    for (let i = 0; i < 50; i++) ids.add(decider.decide(rest).decisionId);
    clock.now += 1;
    ids.add(decider.decide({ ...rest, customer: 'b' }).decisionId);
    expect(ids.size).toBe(51);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{16}$/);
  });

  it('leaves a share of customers alone, the same ones always, and says so', async () => {
    const { decider } = await service({ holdout: { share: 0.2, salt: 's' } });
    const decisions = Array.from({ length: 500 }, (_, i) =>
      decider.decide(request({ customer: `c${i}`, decisionId: `d${i}` })),
    );
    const held = decisions.filter(({ cohort }) => cohort === 'heldOut');
    expect(Math.abs(held.length / 500 - 0.2)).toBeLessThan(0.072);
    expect(held[0]).toMatchObject({
      action: 'none',
      propensity: 1,
      legal: {
        none: 'legal',
        'tips@email': 'holdout',
        'discount@email': 'holdout',
        'rescue@call': 'holdout',
      },
      why: 'Held out as a control: nothing is done for this customer.',
    });
    const again = decider.decide(request({ customer: held[0].customer, decisionId: 'again' }));
    expect(again.cohort).toBe('heldOut');
  });
});

describe('budgets and capacities', () => {
  it('are given out first come, first served, and never more than there is', async () => {
    const { decider, log } = await service({ ledgers: [capacity] });
    const decisions = Array.from({ length: 20 }, (_, i) => decider.decide(slipping(i)));
    const calls = decisions.filter(({ proposed }) => proposed === 'rescue@call');
    expect(calls.length).toBeGreaterThan(10);
    expect(calls.map(({ action }) => action)).toEqual([
      ...['rescue@call', 'rescue@call'],
      ...Array(calls.length - 2).fill('none'),
    ]);
    expect(calls[2].admission).toBe('droppedCapacity');
    expect(calls[2].why).toBe(
      'rescue@call, drawn with probability 0.85 from 2 legal actions: it has the best score 2, then none with 0, but a capacity had nothing left: none.',
    );
    const recorded = log.records.filter((one) => one.record === 'decision' && one.proposed === 'rescue@call');
    expect(recorded.map((one) => one.record === 'decision' && one.admissionProbability)).toEqual(
      Array(calls.length).fill(null),
    );
  });

  it('open again with the next local day', async () => {
    const { decider, clock } = await service({ ledgers: [{ ...capacity, amount: 1 }] });
    const call = (i: number) => decider.decide(slipping(i));
    let i = 0;
    const nextCall = () => {
      let decision = call(i++);
      while (decision.proposed !== 'rescue@call') decision = call(i++);
      return decision.action;
    };
    expect(nextCall()).toBe('rescue@call');
    expect(nextCall()).toBe('none');
    clock.now = Date.parse('2025-03-04T00:00:00Z');
    expect(nextCall()).toBe('rescue@call');
  });

  it('rank a batch: by formula the dearest bills first', async () => {
    const guardrails = telecomGuardrails();
    const bill = guardrails.graph.nodes.findIndex(
      (node) => node.op === 'leaf' && guardrails.graph.leaves[node.leaf].key === 'bill',
    );
    const { decider } = await service({
      ledgers: [{ ...capacity, arbitrate: { kind: 'formula', node: bill } }],
    });
    const decisions = decider.decideBatch(Array.from({ length: 20 }, (_, i) => slipping(i)));
    const asked = decisions
      .filter(({ proposed }) => proposed === 'rescue@call')
      .map(({ customer }) => customer);
    const given = decisions.filter(({ action }) => action === 'rescue@call').map(({ customer }) => customer);
    expect(given).toEqual(asked.slice(-2));
  });

  it('draw lots in a batch with the probability that they log', async () => {
    const { decider, log } = await service({ ledgers: [capacity] });
    const decisions = decider.decideBatch(Array.from({ length: 20 }, (_, i) => slipping(i)));
    const calls = decisions.filter(({ proposed }) => proposed === 'rescue@call').length;
    const probabilities = log.records.flatMap((one) =>
      one.record === 'decision' && one.proposed === 'rescue@call' ? [one.admissionProbability] : [],
    );
    expect(probabilities).toEqual(Array(calls).fill(2 / calls));
  });

  it('rank a batch by what the policy thinks of the call, and by priority where it says so', async () => {
    for (const arbitrate of [
      { kind: 'policy', fallback: 'random', priorities: [0, 0, 0, 0] },
      { kind: 'priority', priorities: [0, 1, 1, 1] },
    ] as const) {
      const { decider } = await service({ ledgers: [{ ...capacity, arbitrate }] });
      const decisions = decider.decideBatch(Array.from({ length: 10 }, (_, i) => slipping(i)));
      expect(decisions.filter(({ action }) => action === 'rescue@call')).toHaveLength(2);
    }
  });

  it('keep offers reserved until they expire, and what a redeemed one really cost', async () => {
    const budget: Ledger = {
      ...capacity,
      name: 'budget/discount/0',
      kind: 'budget',
      actions: [2],
      amount: 80_000,
      perDays: 1000,
      charge: 'redeem',
    };
    const { decider, clock, store } = await service({ ledgers: [budget] });
    const offered: string[] = [];
    for (let i = 0; i < 400 && offered.length < 3; i++) {
      const decision = decider.decide(request({ customer: `c${i}`, decisionId: `d${i}` }));
      if (decision.proposed === 'discount@email')
        offered.push(`${decision.decisionId} ${decision.admission}`);
    }
    // An offer reserves a tenth of a bill of 40: the budget of 8 has room for two.
    expect(offered.map((one) => one.split(' ')[1])).toEqual(['admitted', 'admitted', 'droppedBudget']);
    const [kept] = offered[0].split(' ');
    decider.recordOutcome({ decisionId: kept, name: 'offer_cost', value: 3 });
    const charge = {
      ledger: budget.name,
      kind: 'budget',
      limit: 80_000,
      amount: 0,
      place: 0,
      from: -1,
      releaseAt: null,
    } as const;
    expect(store.left(charge, clock.now)).toBe(10_000);
    expect(store.left(charge, clock.now + 14 * DAY_MS)).toBe(50_000);
  });
});

describe('after a restart', () => {
  it('a store rebuilt from the log decides as the old one would', async () => {
    const old = await service({ ledgers: [capacity], holdout: { share: 0.1, salt: 's' } });
    for (let i = 0; i < 300; i++) {
      old.clock.now = START + i * 3_600_000;
      old.decider.decide(
        request({ customer: `c${i % 40}`, decisionId: `d${i}`, stage: i % 3 ? 'active' : 'slipping' }),
      );
    }
    const store = makeMemoryStore();
    rebuild(store, JSON.parse(JSON.stringify(old.log.records)));
    const log = makeMemoryLog();
    const fresh = createDecider({ bundle: old.bundle, store, log, now: () => old.clock.now });
    for (let i = 0; i < 100; i++) {
      const { consent, inStageDays, ...brief } = request({
        customer: `c${i % 40}`,
        decisionId: `n${i}`,
        stage: 'slipping',
      });
      expect(consent).toBeDefined();
      expect(inStageDays).toBeDefined();
      expect(fresh.decide(brief)).toEqual(old.decider.decide(brief));
    }
  });
});

describe('recordOutcome', () => {
  it("records a decision's outcome with its customer and tick, and one of a customer alone", async () => {
    const { decider, clock } = await service();
    decider.decide(request());
    clock.now += 2 * DAY_MS;
    expect(
      decider.recordOutcome({
        decisionId: 'd1',
        name: 'margin',
        value: 2.5,
        occurredAt: '2025-03-04T08:00:00Z',
      }),
    ).toMatchObject({
      record: 'outcome',
      decisionId: 'd1',
      customer: 'anna',
      value: 2.5,
      tick: 57,
      ticks: 1,
      occurredAt: '2025-03-04T08:00:00.000Z',
      receivedAt: '2025-03-05T10:00:00.000Z',
    });
    expect(decider.recordOutcome({ customer: 'bob', name: 'margin', value: 1 })).toMatchObject({
      decisionId: null,
      customer: 'bob',
      tick: 58,
    });
  });
});

describe('explainDecision', () => {
  it('names what was known, every action with its rule and score, and what was carried out', async () => {
    const { decider, log, bundle } = await service();
    const decision = decider.decide(
      request({ consent: { email: false }, traits: { bill: 40, contract: 'fixed' } }),
    );
    const record = log.decision('d1');
    expect(record).toBeDefined();
    const explained = explainDecision(record as never, bundle);
    expect(explained).toMatchObject({
      action: 'none',
      why: 'none is the only legal action.',
      policy: { id: bundle.id, name: 'telecom', kind: 'table' },
    });
    expect(explained.features.at(-1)).toEqual({ name: 'margin', value: 4, unit: 'EUR' });
    expect(explained.actions).toEqual([
      {
        action: 'none',
        legality: 'legal',
        rules: [],
        probability: 1,
        score: 0,
        proposed: true,
        carriedOut: true,
      },
      {
        action: 'tips@email',
        legality: 'consent',
        rules: ['consent(email)'],
        probability: 0,
        score: 1,
        proposed: false,
        carriedOut: false,
      },
      {
        action: 'discount@email',
        legality: 'eligibility',
        rules: ["contract == 'rolling'"],
        probability: 0,
        score: 0.5,
        proposed: false,
        carriedOut: false,
      },
      {
        action: 'rescue@call',
        legality: 'stage',
        rules: ["stage == 'slipping'"],
        probability: 0,
        score: 0,
        proposed: false,
        carriedOut: false,
      },
    ]);
    expect(decision.action).toBe('none');
  });
});
