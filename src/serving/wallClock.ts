import type { Zone } from '../core/calendar.ts';

/** No zone changes its clock but between quarters of an hour. */
const QUARTER_MS = 900_000;
/** Quarters that are kept: some four years of them. */
const KEPT = 140_000;

/** What clocks show at a UTC time: milliseconds since 1970-01-01T00:00 on the same clocks. */
export type WallClock = (time: number) => number;

/**
 * A zone's clock that remembers what it was asked. Ages of contacts are differences of wall times: a cooldown of 14
 * days ends at the same time of day 14 dates later, also where clocks change in between, just as in a simulator
 * whose ticks are local days.
 */
export function makeWallClock(zone: Zone): WallClock {
  const offsets = new Map<number, number>();
  return (time) => {
    const quarter = Math.floor(time / QUARTER_MS);
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      offset = zone.wallOf(time) - time;
      if (offsets.size >= KEPT) offsets.clear();
      offsets.set(quarter, offset);
    }
    return time + offset;
  };
}
