import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { issue, NextmoveError } from '../../core/issue.ts';
import type { Watch } from '../progress.ts';
import { errorOf } from './failure.ts';
import type { Answer, JobKind, Jobs, JobWatch, Order } from './jobs.ts';

/**
 * Threads that take jobs. What a job comes to is a function of its input alone, so results are the same to the bit
 * whatever the number of threads, and in whatever order they finish.
 */
export type Crew = {
  readonly size: number;
  /** Starts the threads that are not there yet, so that they are ready when jobs come. */
  callIn(): void;
  /** Runs a job on the next thread that is free. Rejects with the job's own error, or once the crew is dismissed. */
  run<K extends JobKind>(kind: K, input: Jobs[K]['input'], watch?: JobWatch): Promise<Jobs[K]['output']>;
  /** Stops all threads; jobs that are not done are lost. */
  dismiss(): Promise<void>;
};

type Waiting = {
  readonly order: Order;
  readonly watch: JobWatch;
  readonly resolve: (output: never) => void;
  readonly reject: (error: unknown) => void;
};

/** As many threads as the machine runs at once, unless told otherwise. They start when the first jobs come. */
export function makeCrew(size = availableParallelism()): Crew {
  const waiting: Waiting[] = [];
  const threads: Worker[] = [];
  const idle: Worker[] = [];
  const busy = new Map<Worker, Waiting>();
  let next = 0;
  const assign = () => {
    while (waiting.length > 0) {
      const thread = idle.pop() ?? (threads.length < size ? hire() : undefined);
      if (thread === undefined) return;
      const job = waiting.shift() as Waiting;
      busy.set(thread, job);
      thread.postMessage(job.order);
    }
  };
  const finish = (thread: Worker) => {
    busy.delete(thread);
    idle.push(thread);
    assign();
  };
  const hire = (): Worker => {
    const thread = new Worker(threadFile());
    threads.push(thread);
    thread.on('message', (answer: Answer) => {
      const job = busy.get(thread);
      if (job === undefined) return;
      if ('progress' in answer || 'kept' in answer) return tell(job, answer);
      if ('output' in answer) job.resolve(answer.output as never);
      else job.reject(errorOf(answer.failure));
      finish(thread);
    });
    // An error that no job caught takes its thread with it.
    thread.on('error', (error) => {
      busy.get(thread)?.reject(error);
      busy.delete(thread);
      for (const list of [threads, idle]) if (list.includes(thread)) list.splice(list.indexOf(thread), 1);
      assign();
    });
    return thread;
  };
  return {
    size,
    callIn() {
      while (threads.length < size) idle.push(hire());
      assign();
    },
    run: (kind, input, watch = {}) =>
      new Promise((resolve, reject) => {
        waiting.push({ order: { id: next++, kind, input }, watch, resolve: resolve as never, reject });
        assign();
      }),
    async dismiss() {
      const left = [...waiting.splice(0), ...busy.values()];
      busy.clear();
      await Promise.all(threads.splice(0).map((thread) => thread.terminate()));
      for (const { reject } of left) reject(dismissed());
    },
  };
}

/** Hands on what a job says on its way. Whoever cannot take it ends the job: what it comes to then is not asked for. */
function tell(
  { watch, reject }: Waiting,
  answer: Extract<Answer, { progress: unknown } | { kept: unknown }>,
) {
  try {
    if ('progress' in answer) watch.onProgress?.(answer.progress);
    else watch.onKept?.(answer.kept.piece, answer.kept.state);
  } catch (error) {
    reject(error);
  }
}

/** Runs something with a crew that is gone afterwards, whatever happens, and at once where the work is stopped. */
export async function withCrew<T>(
  size: number | undefined,
  { signal }: Watch,
  work: (crew: Crew | null) => Promise<T>,
): Promise<T> {
  if (size === 1) return work(null);
  const crew = makeCrew(size);
  const stop = () => void crew.dismiss();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await work(crew);
  } finally {
    signal?.removeEventListener('abort', stop);
    await crew.dismiss();
  }
}

/** The compiled file: a thread cannot run TypeScript on every version of Node. */
function threadFile(): URL {
  const here = import.meta.url;
  return here.endsWith('.ts')
    ? new URL('../../../dist/verbs/crew/thread.js', here)
    : new URL('./thread.js', here);
}

const dismissed = () => new NextmoveError(issue('run/stopped', 'stopped before the end, as asked'));
