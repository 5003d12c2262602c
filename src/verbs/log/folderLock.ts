import { open, readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Issue, issue, NextmoveError } from '../../core/issue.ts';

/** Says in a log's folder which process writes there. */
export const LOCK_FILE = 'service.lock';

type Holder = { readonly pid: number; readonly host: string; readonly since: string };

export type FolderLock = {
  /** A note where a lock was taken over from a process that is gone. */
  readonly warnings: readonly Issue[];
  release(): Promise<void>;
};

/**
 * Takes the lock of a log's folder, so that no two services write to one log. The lock of a process that is gone is
 * taken over; one of another machine cannot be judged from here. Throws NextmoveError (`log/locked`).
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = join(folder, LOCK_FILE);
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), since: new Date().toISOString() });
  const release = async () => {
    if ((await textOf(path)) === mine) await rm(path, { force: true });
  };
  if (await create(path, mine)) return { warnings: [], release };
  const text = await textOf(path);
  const holder = holderOf(text);
  if (holder !== null && isAtWork(holder)) throw locked(folder, path, holder);
  await takeAway(path, text);
  if (!(await create(path, mine))) throw locked(folder, path, holderOf(await textOf(path)));
  return { warnings: [takenOver(path, holder)], release };
}

/** Whether the file was not there and is now. */
async function create(path: string, text: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(text);
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes the lock that was read, and no other that somebody put there meanwhile. */
async function takeAway(path: string, read: string): Promise<void> {
  const aside = `${path}.${process.pid}`;
  await rename(path, aside).catch(() => {});
  if ((await textOf(aside)) === read) await rm(aside, { force: true });
  else await rename(aside, path).catch(() => {});
}

const textOf = (path: string) => readFile(path, 'utf8').catch(() => '');

/** null where nobody can be made out: a lock that was cut off while it was written. */
function holderOf(text: string): Holder | null {
  try {
    const holder = JSON.parse(text) as Partial<Holder> | null;
    const { pid, host, since } = holder ?? {};
    return Number.isInteger(pid) && typeof host === 'string' && typeof since === 'string'
      ? (holder as Holder)
      : null;
  } catch {
    return null;
  }
}

/** A process of this machine that runs; its own number from before this start is another's that is gone. */
function isAtWork({ pid, host, since }: Holder): boolean {
  if (host !== hostname()) return true;
  if (pid === process.pid) return Date.parse(since) >= Date.now() - 1000 * process.uptime();
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function locked(folder: string, path: string, holder: Holder | null): NextmoveError {
  const who =
    holder === null ? 'another process' : `process ${holder.pid} on ${holder.host}, since ${holder.since},`;
  const hint = `One service at a time writes to a log: stop it, or give this one a folder of its own. If it is gone for certain, remove ${path}.`;
  return new NextmoveError(issue('log/locked', `${who} serves on this log`, { at: { file: folder }, hint }));
}

function takenOver(path: string, holder: Holder | null): Issue {
  const who = holder === null ? 'a process' : `process ${holder.pid}, which took it at ${holder.since}`;
  return issue('log/lock-taken-over', `taken over from ${who} and has ended without giving it back`, {
    at: { file: path },
    severity: 'warning',
  });
}
