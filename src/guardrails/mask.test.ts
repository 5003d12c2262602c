import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeGraphBuilder } from '../language/builder.ts';
import { makeLeaf } from '../language/leaves.ts';
import type { Guardrails } from './guardrails.ts';
import { holdoutOf, makeMask } from './mask.ts';

/** Stage, then consent by e-mail, then at most one contact in 7 days, for tips@email; calls need the bill above 30. */
function example(): Guardrails {
  const build = makeGraphBuilder();
  const stages = { category: ['active', 'slipping', 'gone'] };
  const stage = build.leaf(makeLeaf({ kind: 'stage', view: 'seen' }, stages, true));
  const consent = build.leaf(makeLeaf({ kind: 'consent', channel: 'email' }, 'bool', true));
  const recent = build.leaf(makeLeaf({ kind: 'recent', view: 'sent', of: 'any', days: 7 }, 'count', true));
  const bill = build.leaf(makeLeaf({ kind: 'trait', name: 'bill' }, 'real', true));
  const active = build.binary('eq', stage, build.constant(0, stages));
  const capped = build.binary('lt', recent, build.constant(1, 'count'));
  const rich = build.binary('lt', build.constant(30, 'real'), bill);
  return {
    graph: build.graph(),
    actions: [
      { action: 'none', conditions: [] },
      {
        action: 'tips@email',
        conditions: [
          { reason: 1, node: active },
          { reason: 3, node: consent },
          { reason: 5, node: capped },
        ],
      },
      {
        action: 'rescue@call',
        conditions: [
          { reason: 2, node: rich },
          { reason: 5, node: capped },
        ],
      },
    ],
    holdout: { share: 0.1, salt: 'pepper' },
    ledgers: [],
  };
}

/** Columns by leaf: stage, consent, recent, bill. */
const columns = [
  Float32Array.of(0, 1, 0, 0, 0),
  Float32Array.of(1, 0, 0, 1, 1),
  Float32Array.of(0, 1, 1, 1, 0),
  Float32Array.of(40, 40, 30, 20, Number.NaN),
];

describe('makeMask', () => {
  it('gives the first condition that fails as the reason', () => {
    const out = new Uint8Array(15).fill(99);
    makeMask(example()).mask(columns, 5, out);
    expect([...out]).toEqual([
      ...[0, 0, 0], // active, consent, no contact, 40 a month
      ...[0, 1, 5], // not active hides no consent and the cap
      ...[0, 3, 2], // 30 is not above 30
      ...[0, 5, 2],
      ...[0, 0, 2], // a bill that is not known forbids
    ]);
  });

  it('reads the asked rows, and leaves held-out customers none alone', () => {
    const out = new Uint8Array(6);
    const heldOut = Uint8Array.of(0, 1);
    makeMask(example()).mask(columns, 2, out, { rows: Int32Array.of(2, 1), heldOut });
    expect([...out]).toEqual([0, 3, 2, 0, 7, 7]);
  });

  it('lists its leaves, whose order is that of the columns', () => {
    const { leaves, actions } = makeMask(example());
    expect(leaves.map((leaf) => leaf.key)).toEqual([
      'stage',
      'consent(email)',
      'recent(sent(any), 7d)',
      'bill',
    ]);
    expect(actions).toBe(3);
  });

  it('gives each row the same codes in any batch, across block boundaries', () => {
    const mask = makeMask(example());
    const n = 1300;
    const wide = columns.map((column) => Float32Array.from({ length: n }, (_, i) => column[(i * 7) % 5]));
    const all = new Uint8Array(3 * n);
    mask.mask(wide, n, all);
    const rows = fc.array(fc.nat(n - 1), { minLength: 1, maxLength: 1200 });
    fc.assert(
      fc.property(rows, (asked) => {
        const some = new Uint8Array(3 * asked.length);
        mask.mask(wide, asked.length, some, { rows: Int32Array.from(asked) });
        asked.forEach((row, i) => {
          expect(some.subarray(3 * i, 3 * i + 3)).toEqual(all.subarray(3 * row, 3 * row + 3));
        });
      }),
      { numRuns: 25 },
    );
  });
});

describe('holdoutOf', () => {
  const share = (salt: string, of: number) => {
    let held = 0;
    for (let id = 0; id < 20_000; id++) if (holdoutOf(salt, of, id, 0)) held++;
    return held / 20_000;
  };

  it('holds out the declared share, nobody at 0 and everybody at 1', () => {
    expect(share('a', 0)).toBe(0);
    expect(share('a', 1)).toBe(1);
    // Four standard errors of a share of 5 % over 20,000.
    expect(Math.abs(share('a', 0.05) - 0.05)).toBeLessThan(0.0062);
  });

  it('draws other customers under another salt, and keeps who is held out when the share grows', () => {
    const ids = Array.from({ length: 2000 }, (_, id) => id);
    const held = (salt: string, of: number) => ids.filter((id) => holdoutOf(salt, of, id, 7));
    expect(held('a', 0.1)).not.toEqual(held('b', 0.1));
    expect(held('a', 0.3)).toEqual(expect.arrayContaining(held('a', 0.1)));
  });
});
