/** Times in user CPU seconds, since a machine may have other things to do. */

export const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Nanoseconds of CPU that one unit takes; `work` does some and gives their number. */
export function nanosecondsOf(work) {
  const before = process.cpuUsage().user;
  const units = work();
  return ((process.cpuUsage().user - before) * 1000) / units;
}

/**
 * Runs contenders in turns, so that whatever else the machine does meets all of them: by name the median and the least
 * of their nanoseconds a unit. `prepare` is not timed; it gives the work. The first turns warm up: V8 has compiled all for
 * good after some eight.
 */
export function inTurns(contenders, turns, warm = 10) {
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let turn = -warm; turn < turns; turn++) {
    for (const [name, prepare] of Object.entries(contenders)) {
      const time = nanosecondsOf(prepare(turn));
      if (turn >= 0) times[name].push(time);
    }
  }
  return Object.fromEntries(
    Object.entries(times).map(([name, all]) => [
      name,
      { median: median(all), least: Math.min(...all), turns: all.length },
    ]),
  );
}
