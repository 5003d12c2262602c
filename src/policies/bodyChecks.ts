import { type IssueOptions, issue, NextmoveError } from '../core/issue.ts';

/** A refusal of a policy body: `where` is the path inside it, such as `data.theta`. */
export function bodyError(where: string, message: string, options: IssueOptions = {}): NextmoveError {
  const hint = 'The body is broken or of another version: freeze the agent again.';
  return new NextmoveError(issue('policy/body', message, { at: { path: where }, hint, ...options }));
}

type FloatArray = { readonly length: number; [index: number]: number };
type ArrayType<T> = { new (length: number): T; readonly name: string };

/** The value as a typed array of the type and length, every number finite; else a refusal. */
export function expectArray<T extends FloatArray>(
  value: unknown,
  type: ArrayType<T>,
  length: number,
  where: string,
): T {
  if (!(value instanceof type))
    throw bodyError(where, `got ${describe(value)}, wanted ${type.name}[${length}]`);
  if (value.length !== length) throw bodyError(where, `got ${value.length} numbers, wanted ${length}`);
  for (let i = 0; i < length; i++) {
    if (!Number.isFinite(value[i])) throw bodyError(where, `got ${value[i]} at ${i}, wanted a finite number`);
  }
  return value;
}

/** The value as a number in [low, high]; else a refusal. */
export function expectNumber(value: unknown, range: readonly [number, number], where: string): number {
  const [low, high] = range;
  if (typeof value === 'number' && value >= low && value <= high) return value;
  throw bodyError(where, `got ${describe(value)}, wanted a number from ${low} to ${high}`);
}

/** The value as a whole number in [low, high]; else a refusal. */
export function expectWhole(value: unknown, range: readonly [number, number], where: string): number {
  const number = expectNumber(value, range, where);
  if (Number.isInteger(number)) return number;
  throw bodyError(where, `got ${number}, wanted a whole number`);
}

/** The value as an object whose fields may then be checked; else a refusal. */
export function expectRecord(value: unknown, where: string): { readonly [key: string]: unknown } {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw bodyError(where, `got ${describe(value)}, wanted an object`);
}

/** The value as a list; else a refusal. */
export function expectList(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw bodyError(where, `got ${describe(value)}, wanted a list`);
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'object') return value.constructor?.name ?? 'an object';
  return typeof value === 'string' ? `"${value}"` : String(value);
}
