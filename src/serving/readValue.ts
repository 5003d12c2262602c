import { levelsOf } from '../language/types.ts';
import { isWhole, LONGEST_STAY_DAYS, type RequestField } from './requestFields.ts';

/** Whole numbers up to here are exact in 32-bit floats. */
const LARGEST_WHOLE = 2 ** 24;
const LARGEST = 3.4028234663852886e38;

/**
 * The f32 lane of a field's JSON value: levels as their index, true as 1, durations in days, `null` of a `since` as
 * its `never`; NaN where the value is not what the field wants.
 */
export function readValue({ leaf, group }: RequestField, got: unknown): number {
  const { type, source } = leaf;
  if (typeof got === 'string') return indexOrNaN(levelsOf(type)?.indexOf(got));
  if (typeof got === 'boolean') return type === 'bool' ? Number(got) : Number.NaN;
  if (got === null && source.kind === 'since') return source.never;
  if (typeof got !== 'number' || type === 'bool' || typeof type === 'object') return Number.NaN;
  if (!(Math.abs(got) <= LARGEST) || (group !== 'traits' && got < 0)) return Number.NaN;
  if (source.kind === 'inStage' && got > LONGEST_STAY_DAYS) return Number.NaN;
  const whole = group === 'traits' ? type === 'count' : isWhole(leaf);
  if (whole && (!Number.isInteger(got) || Math.abs(got) > LARGEST_WHOLE)) return Number.NaN;
  return source.kind === 'since' ? Math.min(got, source.never) : got;
}

const indexOrNaN = (index: number | undefined) => (index === undefined || index < 0 ? Number.NaN : index);
