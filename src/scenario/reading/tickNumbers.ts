import { DURATION } from './leaves.ts';
import { isMapping } from './merge.ts';
import { daysOf } from './resolving.ts';

/** Path of the first number that holds for one tick, a logit or a `next`: another tick would change what it means. */
export function firstTickNumber(scenario: unknown): string | null {
  for (const [name, column] of entriesOf(scenario, 'state')) {
    if (isMapping(column) && column.next !== undefined) return `state.${name}.next`;
  }
  for (const [name, stage] of entriesOf(scenario, 'stages')) {
    for (const [to, exit] of entriesOf(stage, 'exits')) {
      if (isMapping(exit) && exit.logit !== undefined) return `stages.${name}.exits.${to}.logit`;
    }
  }
  return null;
}

/** What is wrong with another tick, or null. */
export function otherTick(scenario: unknown, tick: unknown): string | null {
  const { tick: old } = Object.fromEntries(entriesOf(scenario, 'clock'));
  const holder = firstTickNumber(scenario);
  if (holder === null || old === undefined || sameLength(old, tick)) return null;
  return `got ${String(tick)}, wanted ${String(old)} as it was: \`${holder}\` holds for one tick`;
}

function sameLength(a: unknown, b: unknown): boolean {
  const valid = [a, b].every((text) => typeof text === 'string' && DURATION.test(text));
  return valid ? daysOf(a as string) === daysOf(b as string) : a === b;
}

function entriesOf(value: unknown, key: string): [string, unknown][] {
  const inner = isMapping(value) ? value[key] : undefined;
  return isMapping(inner) ? Object.entries(inner) : [];
}
