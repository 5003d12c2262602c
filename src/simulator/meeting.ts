/**
 * What threads of one run agree on, in words of shared memory: which part is next, whether all have come as far as this,
 * and whether to go on. Threads other than a page's main one wait in it.
 */
export type Meeting = Int32Array;

const NEXT = 0;
const ARRIVED = 1;
const ROUND = 2;
const STOPPED = 3;
/** Place of the first part that has failed, plus 1; 0 for none. */
const FAILED = 4;
/** By hand: how much of its work it has done. */
const DONE = 5;

export function makeMeeting(hands: number): Meeting {
  return new Int32Array(new SharedArrayBuffer(4 * (DONE + hands)));
}

/** The next part that nobody has taken, from 0. */
export function takeNext(meeting: Meeting): number {
  return Atomics.add(meeting, NEXT, 1);
}

/** Tells everybody to leave; who waits wakes up. */
export function stop(meeting: Meeting): void {
  Atomics.store(meeting, STOPPED, 1);
  Atomics.add(meeting, ROUND, 1);
  Atomics.notify(meeting, ROUND);
}

export function isStopped(meeting: Meeting): boolean {
  return Atomics.load(meeting, STOPPED) !== 0;
}

/** Notes that a part has failed: parts before it are still run to their ends, so that the first failure of all is found. */
export function fail(meeting: Meeting, part: number): void {
  let known = Atomics.load(meeting, FAILED);
  while (known === 0 || part + 1 < known) {
    const found = Atomics.compareExchange(meeting, FAILED, known, part + 1);
    if (found === known) return;
    known = found;
  }
}

/** Whether it is no use to go on with a part: all are stopped, or one before it has failed. */
export function isVain(meeting: Meeting, part: number): boolean {
  const failed = Atomics.load(meeting, FAILED);
  return isStopped(meeting) || (failed !== 0 && failed <= part);
}

/**
 * Waits until all hands are here; the last to come runs `act` before anybody goes on, unless a part has failed: then
 * all are stopped. Gives whether to go on. What a hand wrote before it came is seen by all who go on.
 */
export function meet(meeting: Meeting, hands: number, act: () => void): boolean {
  const round = Atomics.load(meeting, ROUND);
  if (isStopped(meeting)) return false;
  if (Atomics.add(meeting, ARRIVED, 1) < hands - 1) {
    while (Atomics.load(meeting, ROUND) === round) Atomics.wait(meeting, ROUND, round);
    return !isStopped(meeting);
  }
  Atomics.store(meeting, ARRIVED, 0);
  try {
    if (Atomics.load(meeting, FAILED) !== 0) Atomics.store(meeting, STOPPED, 1);
    else act();
  } catch (error) {
    Atomics.store(meeting, STOPPED, 1);
    throw error;
  } finally {
    Atomics.add(meeting, ROUND, 1);
    Atomics.notify(meeting, ROUND);
  }
  return !isStopped(meeting);
}

/** Tells how much of its work a hand has done. */
export function tellDone(meeting: Meeting, hand: number, done: number): void {
  Atomics.store(meeting, DONE + hand, done);
}

/** What all hands have done. */
export function doneBy(meeting: Meeting): number {
  let sum = 0;
  for (let at = DONE; at < meeting.length; at++) sum += Atomics.load(meeting, at);
  return sum;
}
