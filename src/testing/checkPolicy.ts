import type { DecisionBatch, Policy } from '../policies/policy.ts';
import { type Check, expectThat } from './check.ts';

/**
 * What every policy must keep, as named checks that throw: probabilities over the legal set that sum to 1, the same
 * each time, and each row's its own affair, wherever in a batch it stands.
 */
export function checkPolicy(policy: Policy, batch: DecisionBatch): readonly Check[] {
  const actions = policy.spec.actions.actions.length;
  const decide = (of: DecisionBatch) => {
    const q = new Float32Array(of.n * actions);
    policy.probabilities(of, q);
    return q;
  };
  const check = (name: string, run: () => void): Check => ({ name, run: async () => run() });
  return [
    check('gives each row a distribution over its legal actions', () => {
      const q = decide(batch);
      for (let i = 0; i < batch.n; i++) checkRow(q.subarray(i * actions, (i + 1) * actions), batch, i);
    }),
    check('decides the same each time', () => {
      expectThat(sameNumbers(decide(batch), decide(batch)), 'two calls on one batch differ');
    }),
    check('decides for a row the same, alone, in a part of the batch or in another order', () => {
      const q = decide(batch);
      const reversed = Array.from({ length: batch.n }, (_, i) => batch.n - 1 - i);
      for (const rows of [reversed, reversed.slice(batch.n >> 1), [0], [batch.n - 1]]) {
        const part = decide(rowsOf(batch, rows));
        rows.forEach((row, i) => {
          const [own, whole] = [
            part.subarray(i * actions, (i + 1) * actions),
            q.subarray(row * actions, (row + 1) * actions),
          ];
          expectThat(
            sameNumbers(own, whole),
            `row ${row} depends on its place: ${whole.join(', ')} or ${own.join(', ')}`,
          );
        });
      }
    }),
  ];
}

function checkRow(q: Float32Array, { legality }: DecisionBatch, i: number): void {
  const total = q.reduce((sum, p) => sum + p, 0);
  expectThat(Math.abs(total - 1) <= 1e-6, `row ${i} sums to ${total}: ${q.join(', ')}`);
  q.forEach((p, a) => {
    expectThat(p >= 0 && p <= 1 + 1e-6, `row ${i} gives action ${a} the probability ${p}`);
    const illegal = legality !== null && legality[i * q.length + a] !== 0;
    expectThat(!illegal || p === 0, `row ${i} gives the illegal action ${a} the probability ${p}`);
  });
}

/** Some rows of a batch, in the order given. */
export function rowsOf(batch: DecisionBatch, rows: readonly number[]): DecisionBatch {
  const { n, context, legality, ids, key } = batch;
  const pick = <T extends Float32Array | Uint8Array | Uint32Array>(from: T): T => {
    const width = from.length / n;
    const out = from.slice(0, rows.length * width);
    rows.forEach((row, i) => {
      out.set(from.subarray(row * width, (row + 1) * width), i * width);
    });
    return out as T;
  };
  return {
    n: rows.length,
    context: pick(context),
    legality: legality && pick(legality),
    ids: pick(ids),
    key,
  };
}

function sameNumbers(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
