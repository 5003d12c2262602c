import type { Zone } from '../core/calendar.ts';
import { DAY_MS } from '../core/zone.ts';

/** What clocks show at a UTC time: milliseconds since 1970-01-01T00:00 on the same clocks. */
export type WallClock = (time: number) => number;

/**
 * A zone's clock that remembers the offset of each day on which it does not change, since asking the system for it
 * takes longer than a decision. Ages of contacts are differences of wall times: a cooldown of 14 days ends at the same
 * time of day 14 dates later, also where clocks change in between, just as in a simulator whose ticks are local days.
 */
export function makeWallClock(zone: Zone): WallClock {
  const offsets = new Map<number, number>();
  const offsetAt = (time: number) => zone.wallOf(time) - time;
  return (time) => {
    const day = Math.floor(time / DAY_MS);
    let offset = offsets.get(day);
    if (offset === undefined) {
      offset = offsetAt(day * DAY_MS);
      if (offset !== offsetAt((day + 1) * DAY_MS)) return zone.wallOf(time);
      offsets.set(day, offset);
    }
    return time + offset;
  };
}

/** The UTC time so many days of wall time before another; within an hour of it where clocks change right then. */
export function daysBefore(wall: WallClock, time: number, days: number): number {
  const near = time - days * DAY_MS;
  return near + (wall(time) - days * DAY_MS - wall(near));
}
