import type { Key } from '../core/luck.ts';
import { End, type Env, type StepResult } from '../simulator/env.ts';
import type { Observation } from '../simulator/observe.ts';
import { streamsOf } from '../simulator/streams.ts';
import { type Check, expectThat } from './check.ts';

export type CheckEnvOptions = {
  /** Customers to live through it. */
  readonly customers?: number;
  readonly root?: Key;
  /** Whether customers are independent: then one alone must live as among others. */
  readonly independent?: boolean;
};

/** A life of a cohort: every observation and every result, copied. */
type Life = { readonly seen: readonly Seen[]; readonly results: readonly StepResult[] };
type Seen = {
  readonly rows: readonly number[];
  readonly triggers: readonly number[];
  readonly context: readonly number[];
  readonly legality: readonly number[];
  readonly ids: readonly number[];
};

/**
 * What every environment must keep, as named checks that throw, for any test runner:
 * `for (const { name, run } of checkEnv((capacity) => makeEnv(world, capacity))) it(name, run)`.
 */
export function checkEnv(
  makeEnv: (capacity: number) => Env,
  options: CheckEnvOptions = {},
): readonly Check[] {
  const { customers = 12, root = [1, 2], independent = false } = options;
  const streams = streamsOf(root, 'evaluation');
  const start = (from = 0, count = customers) => {
    const env = makeEnv(count);
    env.reset(streams, { from, count });
    return env;
  };
  const check = (name: string, run: () => void): Check => ({ name, run: async () => run() });
  const life = once(() => live(start()));
  return [
    check('observes rows of the cohort, each at most once', () => checkRows(life(), customers)),
    check('gives every row numbers, and an action that is legal', () => checkValues(start(), life())),
    check('gives the same when it is asked again', () => checkAskedAgain(start())),
    check('moves by one tick a step, and ends', () => checkTicks(life())),
    check('ends each journey once, by termination or by truncation, and keeps every customer', () =>
      checkEnds(life(), customers),
    ),
    check('neither observes nor pays whose journey has ended', () => checkEnded(life())),
    check('gives the same steps from the same seed, also once it has been used', () => {
      const env = start();
      const first = live(env);
      expectThat(same(first, life()), 'two environments live differently');
      env.reset(streams, { from: 0, count: customers });
      expectThat(same(live(env), first), 'a second life of one environment differs from its first');
    }),
    check('refuses what is illegal, and nothing happens then', () => checkRefusals(start())),
    check('refuses to be stepped before it is reset and after it has ended', () => {
      expectThat(
        throws(() => makeEnv(1).observe()),
        'it observes nobody',
      );
      const env = start();
      live(env);
      expectThat(
        throws(() => stepOn(env)),
        'it steps on after the end',
      );
    }),
    check('refuses more customers than it has room for', () => {
      expectThat(
        throws(() => makeEnv(1).reset(streams, { from: 0, count: 2 })),
        'it takes them in',
      );
    }),
    ...(independent
      ? [
          check('lets a customer alone live as among others', () => {
            const row = customers - 1;
            expectThat(same(live(start(row, 1), row), ofRow(life(), row)), 'the customer lives differently');
          }),
        ]
      : []),
  ];
}

/** Copies what an observation holds until the next step. */
function copyOf({ rows, triggers, batch }: Observation): Seen {
  return {
    rows: [...rows],
    triggers: [...triggers],
    context: [...batch.context],
    legality: [...(batch.legality ?? [])],
    ids: [...batch.ids],
  };
}

/** A legal action of each row that is due, by its decision id: any law will do that looks at nothing else. */
function actionsFor(env: Env, { batch }: Observation): Uint16Array {
  const A = env.spec.actions.actions.length;
  return Uint16Array.from({ length: batch.n }, (_, i) => {
    const legal = Array.from({ length: A }, (_, a) => a).filter(
      (a) => batch.legality === null || batch.legality[i * A + a] === 0,
    );
    return legal[batch.ids[2 * i] % legal.length];
  });
}

function stepOn(env: Env): StepResult {
  const actions = actionsFor(env, env.observe());
  return env.step(actions, new Float64Array(actions.length).fill(1));
}

/** Lives to the end; `offset` renames row 0 .. of the cohort. */
function live(env: Env, offset = 0): Life {
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
function ofRow({ seen, results }: Life, row: number): Life {
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

function checkRows({ seen }: Life, customers: number): void {
  for (const { rows } of seen) {
    expectThat(new Set(rows).size === rows.length, 'a row is observed twice at once');
    expectThat(
      rows.every((row) => Number.isInteger(row) && row >= 0 && row < customers),
      'a row stands outside the cohort',
    );
  }
  expectThat(
    seen.some(({ rows }) => rows.length > 0),
    'nobody is ever due',
  );
  const ids = seen.flatMap((one) => one.rows.map((_, i) => `${one.ids[2 * i]}/${one.ids[2 * i + 1]}`));
  expectThat(new Set(ids).size === ids.length, 'two decisions share an id');
}

function checkValues({ spec }: Env, { seen }: Life): void {
  const A = spec.actions.actions.length;
  const d = spec.features.features.length;
  for (const { rows, context, legality } of seen) {
    expectThat(context.length === rows.length * d, `a context is not [n x ${d}]`);
    expectThat(context.every(Number.isFinite), 'a context holds what is no number');
    expectThat(legality.length === rows.length * A || legality.length === 0, `a mask is not [n x ${A}]`);
    rows.forEach((_, i) => {
      const own = legality.slice(i * A, (i + 1) * A);
      expectThat(own.length === 0 || own.includes(0), 'a row has no legal action');
    });
  }
}

function checkAskedAgain(env: Env): void {
  for (let k = 0; k < 20; k++) {
    const first = copyOf(env.observe());
    expectThat(same(copyOf(env.observe()), first), 'two observations of one tick differ');
    if (stepOn(env).done) return;
  }
}

function checkTicks({ results }: Life): void {
  results.forEach(({ tick, done }, k) => {
    expectThat(tick === k + 1, `after ${k + 1} steps the tick is ${tick}`);
    expectThat(done === (k === results.length - 1), 'it goes on after it was done');
  });
}

function checkEnds({ results }: Life, customers: number): void {
  const codes: readonly number[] = Object.values(End);
  let before = new Uint8Array(customers);
  results.forEach(({ end, reward, done }) => {
    expectThat(end.length === customers && reward.length === customers, 'a customer is missing');
    end.forEach((code, row) => {
      expectThat(codes.includes(code), `${code} is no end code`);
      expectThat(
        before[row] === End.ongoing || code === before[row],
        'a journey that had ended changes its end',
      );
      expectThat(code !== End.truncated || done, 'a journey is truncated before the horizon');
      expectThat(code !== End.ongoing || !done, 'a journey goes on when all is done');
    });
    before = Uint8Array.from(end);
  });
}

function checkEnded({ seen, results }: Life): void {
  for (let t = 1; t < results.length; t++) {
    const { end } = results[t - 1];
    expectThat(
      seen[t].rows.every((row) => end[row] === End.ongoing),
      'a journey that has ended is observed',
    );
    results[t].reward.forEach((reward, row) => {
      expectThat(Number.isFinite(reward), 'a reward is no number');
      expectThat(end[row] === End.ongoing || reward === 0, 'a journey that has ended is paid');
    });
  }
}

/** What is proposed wrongly throws, and the observation stands as it stood. */
function checkRefusals(env: Env): void {
  const A = env.spec.actions.actions.length;
  for (let k = 0; k < 60; k++) {
    const seen = env.observe();
    const before = copyOf(seen);
    const actions = actionsFor(env, seen);
    const sure = new Float64Array(actions.length).fill(1);
    const illegal = before.legality.findIndex((code) => code !== 0);
    if (actions.length > 0) {
      refuses(
        env,
        Uint16Array.from(actions, () => A),
        sure,
        'an action that is none',
      );
      refuses(env, actions.subarray(1), sure, 'too few actions');
      refuses(
        env,
        actions,
        sure.map(() => 0),
        'a probability of 0',
      );
    }
    if (illegal >= 0) {
      const wrong = actions.slice();
      wrong[Math.floor(illegal / A)] = illegal % A;
      refuses(env, wrong, sure, 'an illegal action');
    }
    expectThat(same(copyOf(env.observe()), before), 'a refused step changes what is observed');
    if (stepOn(env).done) break;
  }
}

function refuses(env: Env, actions: Uint16Array, propensity: Float64Array, what: string): void {
  expectThat(
    throws(() => env.step(actions, propensity)),
    `it takes ${what}`,
  );
}

function throws(run: () => unknown): boolean {
  try {
    run();
    return false;
  } catch {
    return true;
  }
}

/** Whether two values of plain data and typed arrays are equal to the bit. */
function same(a: unknown, b: unknown): boolean {
  const plain = (value: unknown) =>
    JSON.stringify(value, (_, part) => (ArrayBuffer.isView(part) ? [...(part as Float64Array)] : part));
  return plain(a) === plain(b);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
