import { End, type Env, type StepResult } from '../simulator/env.ts';
import type { Observation } from '../simulator/observe.ts';
import { expectThat } from './check.ts';

/** A life of a cohort: every observation and every result, copied. */
export type Life = { readonly seen: readonly Seen[]; readonly results: readonly StepResult[] };
export type Seen = {
  readonly rows: readonly number[];
  readonly triggers: readonly number[];
  readonly context: readonly number[];
  readonly legality: readonly number[];
  readonly ids: readonly number[];
};

/** Copies what an observation holds until the next step. */
export function copyOf({ rows, triggers, batch }: Observation): Seen {
  return {
    rows: [...rows],
    triggers: [...triggers],
    context: [...batch.context],
    legality: [...(batch.legality ?? [])],
    ids: [...batch.ids],
  };
}

/** A legal action of each row that is due, by its decision id: any law will do that looks at nothing else. */
export function actionsFor(env: Env, { batch }: Observation): Uint16Array {
  const A = env.spec.actions.actions.length;
  return Uint16Array.from({ length: batch.n }, (_, i) => {
    const legal = Array.from({ length: A }, (_, a) => a).filter(
      (a) => batch.legality === null || batch.legality[i * A + a] === 0,
    );
    return legal[batch.ids[2 * i] % legal.length];
  });
}

export function stepOn(env: Env): StepResult {
  const actions = actionsFor(env, env.observe());
  return env.step(actions, new Float64Array(actions.length).fill(1));
}

/** Lives to the end; `offset` renames row 0 .. of the cohort. */
export function live(env: Env, offset = 0): Life {
  const seen: Seen[] = [];
  const results: StepResult[] = [];
  for (let done = false; !done; done = results.at(-1)!.done) {
    const observed = copyOf(env.observe());
    seen.push({ ...observed, rows: observed.rows.map((row) => row + offset) });
    results.push(stepOn(env));
    expectThat(results.length < 1e6, 'it never ends');
  }
  return { seen, results };
}

/** One row of a life. */
export function ofRow({ seen, results }: Life, row: number): Life {
  const last = results.findIndex(({ end }) => end[row] !== End.ongoing);
  return {
    seen: seen.slice(0, last + 1).map((one) => {
      const at = one.rows.indexOf(row);
      const part = (list: readonly number[]) => {
        const width = list.length / one.rows.length;
        return at < 0 ? [] : list.slice(at * width, (at + 1) * width);
      };
      const { rows, triggers, context, legality, ids } = one;
      return {
        rows: part(rows),
        triggers: part(triggers),
        context: part(context),
        legality: part(legality),
        ids: part(ids),
      };
    }),
    results: results.slice(0, last + 1).map(({ reward, end, tick }, t) => ({
      reward: Float64Array.of(reward[row]),
      end: Uint8Array.of(end[row]),
      tick,
      done: t === last,
    })),
  };
}

/** Whether two values of plain data and typed arrays are equal to the bit. */
export function same(a: unknown, b: unknown): boolean {
  const plain = (value: unknown) =>
    JSON.stringify(value, (_, part) => (ArrayBuffer.isView(part) ? [...(part as Float64Array)] : part));
  return plain(a) === plain(b);
}
