import type { Key } from '../core/luck.ts';
import { End, type Env, type ResumableEnv } from '../simulator/env.ts';
import { streamsOf } from '../simulator/streams.ts';
import { type Check, expectThat } from './check.ts';
import { actionsFor, copyOf, type Life, live, ofRow, same, stepOn } from './envLife.ts';

export type CheckEnvOptions = {
  /** Customers to live through it. */
  readonly customers?: number;
  readonly root?: Key;
  /** Whether customers are independent: then one alone must live as among others. */
  readonly independent?: boolean;
};

/**
 * What every environment must keep, as named checks that throw, for any test runner:
 * `for (const { name, run } of checkEnv((capacity) => makeEnv(world, capacity))) it(name, run)`.
 */
export function checkEnv(
  makeEnv: (capacity: number) => Env | ResumableEnv,
  options: CheckEnvOptions = {},
): readonly Check[] {
  const { customers = 12, root = [1, 2], independent = false } = options;
  const streams = streamsOf(root, 'evaluation');
  const start: Start = (from = 0, count = customers) => {
    const env = makeEnv(count);
    env.reset(streams, { from, count });
    return env;
  };
  const life = once(() => live(start()));
  const again = () => {
    const env = start();
    expectThat(same(live(env), life()), 'two environments live differently');
    env.reset(streams, { from: 0, count: customers });
    expectThat(same(live(env), life()), 'a second life of one environment differs from its first');
  };
  const tooMany = () => makeEnv(1).reset(streams, { from: 0, count: 2 });
  return [
    ...observationChecks(start, life, customers),
    ...endChecks(life, customers),
    check('gives the same steps from the same seed, also once it has been used', again),
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
      expectThat(throws(tooMany), 'it takes them in');
    }),
    ...(independent ? [aloneCheck(start, life, customers - 1)] : []),
    ...(isResumable(makeEnv(1)) ? resumeChecks(() => start() as ResumableEnv) : []),
  ];
}

const isResumable = (env: Env | ResumableEnv): env is ResumableEnv => 'snapshot' in env;

/** An environment with some customers in it. */
type Start = (from?: number, count?: number) => Env;

function check(name: string, run: () => void): Check {
  return { name, run: async () => run() };
}

function observationChecks(start: Start, life: () => Life, customers: number): Check[] {
  return [
    check('observes rows of the cohort, each at most once', () => checkRows(life(), customers)),
    check('gives every row numbers, and an action that is legal', () => checkValues(start(), life())),
    check('gives the same when it is asked again', () => checkAskedAgain(start())),
  ];
}

function endChecks(life: () => Life, customers: number): Check[] {
  return [
    check('moves by one tick a step, and ends', () => checkTicks(life())),
    check('ends each journey once, by termination or by truncation, and keeps every customer', () =>
      checkEnds(life(), customers),
    ),
    check('neither observes nor pays whose journey has ended', () => checkEnded(life())),
  ];
}

function aloneCheck(start: Start, life: () => Life, row: number): Check {
  return check('lets a customer alone live as among others', () => {
    expectThat(same(live(start(row, 1), row), ofRow(life(), row)), 'the customer lives differently');
  });
}

function resumeChecks(start: () => ResumableEnv): Check[] {
  const kept = (steps: number) => {
    const env = start();
    for (let k = 0; k < steps; k++) if (stepOn(env).done) break;
    const snapshot = env.snapshot();
    return { env, snapshot, life: live(env) };
  };
  return [
    check('goes on from a snapshot as if it had never stopped, and as often as one likes', () => {
      for (const steps of [0, 1, 7]) {
        const { env, snapshot, life } = kept(steps);
        for (const other of [env, env, start()]) {
          other.restore(snapshot);
          expectThat(same(live(other), life), `it goes on differently after ${steps} steps`);
        }
      }
    }),
    check('refuses a snapshot that was cut off', () => {
      const { env, snapshot } = kept(1);
      const half = snapshot.subarray(0, snapshot.length >> 1);
      expectThat(
        throws(() => env.restore(half)),
        'it takes it',
      );
    }),
  ];
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

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
