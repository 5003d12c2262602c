import type { Leaf, ValueType } from '../language/graph.ts';
import { levelsOf } from '../language/types.ts';
import { requestPath } from '../policies/requestPath.ts';

/** Where a field stands in a request. */
export type FieldGroup = 'traits' | 'signals' | 'consent';

/** One thing that a bundle needs to be told of a customer. */
export type RequestField = {
  /** null for `stage` and `inStageDays`, which stand at the top. */
  readonly group: FieldGroup | null;
  readonly name: string;
  readonly leaf: Leaf;
  /** Index into the leaves. */
  readonly column: number;
  /** Whether the decider remembers it from earlier requests, so that it may be left out later. */
  readonly remembered: boolean;
};

/** The fields that leaves ask for, in their order; contact windows and the calendar are the server's own. */
export function requestFields(leaves: readonly Leaf[]): RequestField[] {
  return leaves.flatMap((leaf, column) => {
    const found = fieldOf(leaf);
    return found === null ? [] : [{ ...found, leaf, column }];
  });
}

function fieldOf(leaf: Leaf): Pick<RequestField, 'group' | 'name' | 'remembered'> | null {
  const path = requestPath(leaf);
  if (path === null) return null;
  const { kind } = leaf.source;
  const remembered = kind === 'inStage' || kind === 'consent';
  const dot = path.indexOf('.');
  if (dot < 0) return { group: null, name: path, remembered };
  return { group: path.slice(0, dot) as FieldGroup, name: path.slice(dot + 1), remembered };
}

/** The path of a field, as errors name it. */
export function fieldPath({ group, name }: RequestField): string {
  return group === null ? name : `${group}.${name}`;
}

/** Longest stay that anybody can mean: a hundred years. */
export const LONGEST_STAY_DAYS = 36_525;
export const DAYS_IN_STAGE = `a number of days from 0 to ${LONGEST_STAY_DAYS}`;

/** What a field wants, in plain words. */
export function wantedOf({ leaf }: RequestField): string {
  const levels = levelsOf(leaf.type);
  if (levels !== null)
    return levels.length === 1
      ? `"${levels[0]}"`
      : `one of ${levels.map((level) => `"${level}"`).join(', ')}`;
  const { source } = leaf;
  if (source.kind === 'trait') return wantedOfType(leaf.type);
  if (source.kind === 'consent') return 'true or false';
  if (source.kind === 'since') return 'a number of days from 0 up, or null for never';
  if (source.kind === 'inStage') return DAYS_IN_STAGE;
  return isWhole(leaf) ? 'a whole number from 0 up' : 'a number from 0 up';
}

function wantedOfType(type: ValueType): string {
  if (type === 'bool') return 'true or false';
  if (type === 'count') return 'a whole number';
  return type === 'duration' ? 'a number of days' : 'a number';
}

/** Whether a window's value is a whole number. */
export function isWhole({ source }: Leaf): boolean {
  return source.kind === 'count' || source.kind === 'recent' || source.kind === 'lag';
}
