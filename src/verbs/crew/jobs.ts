import { unwrap } from '../../core/issue.ts';
import type { Key } from '../../core/luck.ts';
import { recent } from '../../core/recent.ts';
import { openPolicy } from '../../policies/index.ts';
import type { PolicyBody } from '../../policies/policy.ts';
import { compileWorld } from '../../scenario/compileWorld.ts';
import type { ParsedScenario } from '../../scenario/parse.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { World } from '../../scenario/world.ts';
import { adoptModules } from '../../simulator/kernel/modules.ts';
import { isStopped } from '../../simulator/meeting.ts';
import { liveShared, type SharedDone, type SharedLives } from '../../simulator/sharedLives.ts';
import { type Kept, keepersOf, type OnKept } from '../keptWorlds.ts';
import type { Progress, Watch } from '../progress.ts';
import type { Trained, TrainOptions } from '../train/train.ts';
import type { Tuned } from '../train/tuneRules.ts';
import { failureOf } from './failure.ts';

/** Work that a thread can do on its own: plain data in, plain data out, by the built-in catalogue. */
export type Jobs = {
  readonly train: {
    readonly input: Pick<TrainOptions, 'agent' | 'options' | 'seed' | 'size' | 'oracle'> & {
      readonly scenario: Scenario;
    };
    readonly output: TrainedData;
  };
  /** A thread's share of a population that several simulate at once: lives are written to its memory. */
  readonly share: {
    readonly input: {
      readonly scenario: Scenario;
      /** Of the scenario: worlds that a thread has compiled are known by it. */
      readonly hash: string;
      readonly oracle: boolean;
      readonly body: PolicyBody;
      readonly shared: SharedLives;
      readonly hand: number;
      /** How worlds are kept, if they are: by `JobWatch.onKept`. */
      readonly kept: Kept | null;
      /** The world's, assembled already. */
      readonly modules: ReadonlyMap<string, WebAssembly.Module>;
    };
    readonly output: SharedDone;
  };
  readonly tune: {
    readonly input: { readonly scenario: Scenario; readonly root: Key; readonly customerTicks: number };
    readonly output: Tuned;
  };
};

export type JobKind = keyof Jobs;

/** How a job reports. */
export type JobWatch = Watch & { readonly onKept?: OnKept };

/** What a training comes to without what only its own thread has. */
export type TrainedData = Omit<Trained, 'world' | 'agent'>;

export async function runJob<K extends JobKind>(
  kind: K,
  input: Jobs[K]['input'],
  watch: JobWatch,
  worlds: Worlds = new Map(),
): Promise<Jobs[K]['output']> {
  return jobs[kind](input as never, watch, worlds) as Promise<Jobs[K]['output']>;
}

/** Worlds that a thread has compiled, the last few. */
export type Worlds = Map<string, Promise<World>>;
const KEPT = 4;

function worldOf(
  { scenario, hash, oracle }: Pick<Jobs['share']['input'], 'scenario' | 'hash' | 'oracle'>,
  worlds: Worlds,
): Promise<World> {
  return recent(worlds, `${hash} ${oracle}`, KEPT, () =>
    compileWorld(readAlready(scenario), { oracle }).then(unwrap),
  );
}

const jobs = {
  async train({ scenario, ...options }: Jobs['train']['input'], watch: Watch): Promise<TrainedData> {
    const { train } = await import('../train/train.ts');
    const { world, agent, ...data } = await train({ ...options, ...watch, scenario: readAlready(scenario) });
    return data;
  },
  async share(
    { body, shared, hand, kept, modules, ...of }: Jobs['share']['input'],
    { onKept }: JobWatch,
    worlds: Worlds,
  ) {
    // Whoever comes too late has nothing to prepare for.
    if (isStopped(shared.meeting)) return { counts: new Map(), parts: 0, failure: null };
    const world = await worldOf(of, worlds);
    adoptModules(world, modules);
    const keepers = kept && onKept ? keepersOf(kept, onKept) : undefined;
    const { failure, ...done } = liveShared(world, openPolicy(body, world.spec), shared, { hand, keepers });
    return { ...done, failure: failure && { part: failure.part, error: failureOf(failure.error) } };
  },
  async tune({ scenario, ...options }: Jobs['tune']['input'], watch: Watch): Promise<Tuned> {
    const world = unwrap(await compileWorld(readAlready(scenario)));
    const { tuneRules } = await import('../train/tuneRules.ts');
    return tuneRules(world, { ...options, ...watch });
  },
};

/** A scenario that another thread has read and checked: nothing in it can be complained about by line. */
function readAlready(scenario: Scenario): ParsedScenario {
  const start = { line: 1, column: 1 };
  const file = scenario.name;
  return { scenario, source: { file, at: () => start, inside: () => null, origin: (path) => path } };
}

/** Messages to a thread and back; `id` tells answers apart. */
export type Order = { readonly id: number; readonly kind: JobKind; readonly input: Jobs[JobKind]['input'] };
export type Answer =
  | { readonly id: number; readonly progress: Progress }
  | {
      readonly id: number;
      readonly kept: { readonly piece: number; readonly state: Uint8Array<ArrayBuffer> };
    }
  | { readonly id: number; readonly output: Jobs[JobKind]['output'] }
  | { readonly id: number; readonly failure: unknown };
