import { totalmem } from 'node:os';
import { issue, NextmoveError } from '../core/issue.ts';

/** Bytes that this process may have: the machine's, or fewer where a container says so. */
function memoryThere(): number {
  const allowed = process.constrainedMemory?.() ?? 0;
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem();
}

/**
 * Throws NextmoveError, before anything is begun, where work needs more memory than there is. `least` is what it needs at
 * least, in bytes, so that nothing is refused that could be done.
 */
export function checkRoom(what: string, least: number, hint: string, there = memoryThere()): void {
  if (least <= there) return;
  const message = `got ${what}, which need ${inGib(least)} of memory or more; there are ${inGib(there)}`;
  throw new NextmoveError(issue('run/memory', message, { hint }));
}

const inGib = (bytes: number) => `${Number((bytes / 2 ** 30).toPrecision(2))} GiB`;
