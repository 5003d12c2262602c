import { describe, expect, it } from 'vitest';
import type { Charge } from './ledgerTerms.ts';
import { makeMemoryStore } from './memoryStore.ts';
import { STRANGER } from './store.ts';

const charge = (more: Partial<Charge>): Charge => ({
  ledger: 'budget/any',
  kind: 'budget',
  limit: 10,
  amount: 4,
  place: 0,
  from: -1,
  releaseAt: null,
  ...more,
});

describe('a customer', () => {
  it('is a stranger until noted, and then keeps contacts, consent and stage', () => {
    const store = makeMemoryStore();
    expect(store.read('a')).toBe(STRANGER);
    const common = { customer: 'a', stage: 'active', stageSince: 5 };
    store.note({ ...common, time: 10, consent: { email: true }, contact: 'tips@email' });
    store.note({ ...common, time: 20, consent: {}, contact: null });
    expect(store.read('a')).toMatchObject({
      contacts: [{ time: 10, action: 'tips@email' }],
      consent: new Map([['email', true]]),
      stage: 'active',
      stageSince: 5,
      decisions: 2,
      lastDecision: 20,
    });
    expect(store.read('b')).toBe(STRANGER);
  });
});

describe('a ledger', () => {
  const at = (time: number, decisionId = `d${time}`) => ({ time, decisionId });

  it('gives out what it has and no more, and begins again with a calendar period', () => {
    const store = makeMemoryStore();
    expect(store.take([charge({})], at(1))).toBe(-1);
    expect(store.take([charge({})], at(2))).toBe(-1);
    expect(store.take([charge({})], at(3))).toBe(0);
    expect(store.take([charge({ amount: 2 })], at(4))).toBe(-1);
    expect(store.left(charge({}), 5)).toBe(0);
    expect(store.take([charge({ place: 1, from: 0 })], at(6))).toBe(-1);
    expect(store.left(charge({ place: 1, from: 0 }), 7)).toBe(6);
  });

  it('takes all charges of a decision or none', () => {
    const store = makeMemoryStore();
    const room = charge({ ledger: 'a' });
    expect(store.take([room, charge({ ledger: 'b', limit: 3 })], at(1))).toBe(1);
    expect(store.left(room, 1)).toBe(10);
  });

  it('frees what a rolling window has left behind, exactly at its length', () => {
    const store = makeMemoryStore();
    const rolling = (time: number) => charge({ place: time, from: time - 100 });
    store.take([rolling(0)], at(0));
    store.take([rolling(50)], at(50));
    expect(store.left(rolling(99), 99)).toBe(2);
    expect(store.left(rolling(100), 100)).toBe(6);
  });

  it('frees a reservation that expires, keeps one that was redeemed at its real cost', () => {
    const store = makeMemoryStore();
    const offer = charge({ releaseAt: 100 });
    store.take([offer], at(1, 'kept'));
    store.take([offer], at(2, 'expired'));
    store.settle('kept', 3);
    store.settle('unknown', 9);
    expect(store.left(offer, 99)).toBe(3);
    expect(store.left(offer, 100)).toBe(7);
  });

  it('stays exact over many periods', () => {
    const store = makeMemoryStore();
    const rolling = (time: number) => charge({ amount: 1, limit: 50, place: time, from: time - 50 });
    let refused = 0;
    for (let time = 0; time < 5000; time++) if (store.take([rolling(time)], at(time)) >= 0) refused++;
    expect(refused).toBe(0);
    expect(store.left(rolling(4999), 4999)).toBe(0);
    expect(store.left(rolling(5048), 5048)).toBe(49);
  });
});
