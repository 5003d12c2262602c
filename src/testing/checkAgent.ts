import type { Agent, OptionValues } from '../agents/agent.ts';
import { decodeState, encodeState } from '../core/json.ts';
import type { Key } from '../core/luck.ts';
import type { JourneyLog } from '../journey/records.ts';
import { openPolicy, type PolicyBody, policyForms, uniformBody } from '../policies/index.ts';
import type { Policy, PolicyForm } from '../policies/policy.ts';
import { type Check, expectThat } from './check.ts';
import { checkPolicy } from './checkPolicy.ts';
import { type SyntheticProblem, syntheticProblem } from './syntheticLog.ts';

export type CheckAgentOptions = {
  /** The problem to check it on; the easy contextual one by default. */
  readonly problem?: SyntheticProblem;
  /** Options that are not to have their defaults. */
  readonly options?: OptionValues;
  /** A log of the problem under a key, where not its own. */
  readonly makeLog?: (key: Key) => JourneyLog;
  /** Forms that open its bodies; those of this release by default. */
  readonly forms?: readonly PolicyForm[];
};

const INIT: Key = [1, 2];
const LEARN: Key = [3, 4];
const LOG: Key = [5, 6];
const CUSTOMERS = 500;
/** A learner must close this share of the gap from uniform random to the best policy. */
const SHARE = 0.15;

/**
 * What every agent must keep, as named checks that throw, for any test runner:
 * `for (const { name, run } of checkAgent(mine)) it(name, run)`.
 */
export function checkAgent<State>(agent: Agent<State>, given: CheckAgentOptions = {}): readonly Check[] {
  const problem = given.problem ?? syntheticProblem();
  const log = given.makeLog?.(LOG) ?? problem.makeLog({ customers: CUSTOMERS, key: LOG });
  const forms = given.forms ?? policyForms;
  const open = (body: PolicyBody) => openPolicy(body, problem.spec, forms);
  const { spec, reward, discountPerTick } = problem;
  const told = { spec, reward, discountPerTick };
  const start = () => agent.init(told, { ...defaultOptions(agent), ...given.options }, INIT);
  const learn = (state: State) => agent.learn(state, log, LEARN);
  const learnt = once(async () => (await learn(start())).state);
  const { batch } = problem;
  const check = (name: string, run: () => Promise<void>): Check => ({ name, run });
  const ofPolicies = ([true, false] as const).flatMap((explore) =>
    ['gives each row', 'decides the same each time', 'decides for a row'].map((prefix) =>
      check(`frozen ${explore ? 'exploring' : 'greedy'}, ${prefix}`, async () => {
        const policy = open(agent.freeze(await learnt(), { explore }));
        const found = checkPolicy(policy, batch).find(({ name }) => name.startsWith(prefix));
        await found!.run();
      }),
    ),
  );
  return [
    check('decides before it has learned anything', async () => {
      for (const explore of [true, false]) {
        for (const { run } of checkPolicy(open(agent.freeze(start(), { explore })), batch)) await run();
      }
    }),
    check('comes to the same state, to the bit, from the same log and keys', async () => {
      expectThat(
        encodeState(await learnt()) === encodeState((await learn(start())).state),
        'two runs differ',
      );
    }),
    check('leaves the old state as it was', async () => {
      const state = await learnt();
      const before = encodeState(state);
      await learn(state);
      expectThat(encodeState(state) === before, 'learning changed the state that it was given');
    }),
    check('learns on from a state that was written and read', async () => {
      const state = await learnt();
      const read = decodeState(encodeState(state)) as State;
      expectThat(encodeState(read) === encodeState(state), 'the state reads back as another');
      const [a, b] = [(await learn(state)).state, (await learn(read)).state];
      expectThat(
        encodeState(a) === encodeState(b),
        'learning on from the state read back comes to another state',
      );
    }),
    check('counts the decisions that it learned from', async () => {
      const { decisions } = (await learn(start())).report;
      expectThat(Number.isInteger(decisions) && decisions > 0, `it reports ${decisions} decisions`);
    }),
    ...ofPolicies,
    check('decides the same once its frozen policy was written and read', async () => {
      const body = agent.freeze(await learnt(), { explore: true });
      const read = decodeState(encodeState(body)) as PolicyBody;
      expectThat(open(body).id === open(read).id, 'the body reads back with another id');
      const [a, b] = [decide(open(body), problem), decide(open(read), problem)];
      expectThat(
        a.every((q, i) => q === b[i]),
        'the policy read back decides otherwise',
      );
    }),
    ...(claimsFloor(agent) ? [check('keeps a floor under every legal action while exploring', floor)] : []),
    ...(agent.family === 'baseline' ? [] : [check('does clearly better than uniform random', better)]),
  ];

  async function floor(): Promise<void> {
    const q = decide(open(agent.freeze(await learnt(), { explore: true })), problem);
    q.forEach((p, at) => {
      const legal = batch.legality === null || batch.legality[at] === 0;
      expectThat(!legal || p > 0, `a legal action has the probability 0 at ${at}`);
    });
  }

  async function better(): Promise<void> {
    const uniform = problem.value(open(uniformBody(problem.spec)));
    const own = problem.value(open(agent.freeze(await learnt(), { explore: false })));
    const wanted = uniform + SHARE * (problem.best - uniform);
    const text = `${own.toFixed(3)}, wanted ${wanted.toFixed(3)}: uniform random ${uniform.toFixed(3)}, best ${problem.best.toFixed(3)}`;
    expectThat(own >= wanted, `its policy is worth ${text}`);
  }
}

/** The default of every option of an agent. */
export function defaultOptions({ options }: Pick<Agent, 'options'>): OptionValues {
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, option.default]));
}

/** An agent with an option `epsilon` above 0 claims to explore everywhere. */
function claimsFloor({ options, family }: Pick<Agent, 'options' | 'family'>): boolean {
  return family !== 'baseline' && (options.epsilon?.default ?? 0) > 0;
}

function decide(policy: Policy, { batch }: SyntheticProblem): Float32Array {
  const q = new Float32Array(batch.n * policy.spec.actions.actions.length);
  policy.probabilities(batch, q);
  return q;
}

/** The promise of the first call, for every call. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
