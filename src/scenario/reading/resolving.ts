import { didYouMean, type Result } from '../../core/issue.ts';
import { toDays } from '../../language/durations.ts';
import type { Parameter } from '../scenario.ts';
import type { SourceTable } from '../sources.ts';
import { describeValue, type Finding, type Path, pathText } from './finding.ts';
import { DURATION, inRange, type Range, wantedOf } from './leaves.ts';

/** What is gathered while a scenario is resolved: parameters with and without a name of their own, and findings. */
export type Resolving = {
  readonly parameters: Map<string, Parameter>;
  /** Where each parameter stands in the file. */
  readonly places: Map<string, Path>;
  /** Parameters that a numeric key names. */
  readonly used: Set<string>;
  /** Values to use instead of the file's, by parameter. */
  readonly set: { readonly [parameter: string]: number };
  readonly findings: Finding[];
  /** Opens the table that the file names. */
  readonly table: (name: string) => Result<SourceTable>;
  tickDays: number;
};

/** `{ value, low, high, unit, why, source }` as the file may have it. */
export type Assumption = {
  readonly value: number;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  readonly unit?: string | undefined;
  readonly why?: string | undefined;
  readonly source?: string | undefined;
};
export type NumberInput = number | string | Assumption;

export function find(
  to: Resolving,
  code: string,
  path: Path,
  message: string,
  rest: Partial<Finding> = {},
): void {
  to.findings.push({ code: `scenario/${code}`, path, message, ...rest });
}

/** Adds a parameter, with the value that `set` gives it, if any. */
export function addParameter(to: Resolving, name: string, input: number | Assumption, path: Path): Parameter {
  const { value, low, high, unit, why, source } =
    typeof input === 'number' ? ({ value: input } as Assumption) : input;
  const parameter = {
    value: Object.hasOwn(to.set, name) ? to.set[name]! : value,
    low: low ?? null,
    high: high ?? null,
    unit: unit ?? null,
    why: why ?? null,
    source: source ?? null,
  };
  to.parameters.set(name, parameter);
  to.places.set(name, path);
  const refersTo = [...path, 'value'];
  if (low !== undefined && low > value) {
    find(to, 'range', [...path, 'low'], `got ${low}, wanted at most the value ${value}`, { refersTo });
  }
  if (high !== undefined && high < value) {
    find(to, 'range', [...path, 'high'], `got ${high}, wanted at least the value ${value}`, { refersTo });
  }
  return parameter;
}

/** The number of a numeric key: itself, that of the parameter it names, or that of the parameter it is. */
export function numberAt(to: Resolving, input: NumberInput, path: Path, range: Range): number {
  if (typeof input === 'number') return input;
  if (typeof input === 'object')
    return checked(to, addParameter(to, pathText(path), input, path), path, range);
  to.used.add(input);
  const parameter = to.parameters.get(input);
  if (parameter !== undefined) return checked(to, parameter, path, range);
  const message = `got ${describeValue(input)}, wanted ${wantedOf(range)} or the name of a parameter`;
  find(to, 'unknown-name', path, message, { hint: didYouMean(input, to.parameters.keys()) });
  return range.min ?? (range.above ?? -1) + 1;
}

function checked(to: Resolving, parameter: Parameter, path: Path, range: Range): number {
  const { value, low, high } = parameter;
  const wrong = Object.entries({ value, low, high }).find(
    ([, bound]) => bound !== null && !inRange(bound, range),
  );
  if (wrong === undefined) return value;
  find(to, 'range', path, `got a parameter whose ${wrong[0]} is ${wrong[1]}, wanted ${wantedOf(range)}`);
  return value;
}

/** Formula text; a plain number becomes its decimal text. */
export function formulaAt(to: Resolving, input: NumberInput, path: Path): string {
  if (typeof input === 'string') return input.trim();
  return String(typeof input === 'number' ? input : addParameter(to, pathText(path), input, path).value);
}

/** Days of a duration, which must be a whole number of ticks. */
export function daysAt(to: Resolving, input: string, path: Path): number {
  const days = daysOf(input);
  const ticks = days / to.tickDays;
  if (Math.abs(ticks - Math.round(ticks)) < 1e-9 && Math.round(ticks) > 0) return days;
  const down = Math.floor(ticks) * to.tickDays;
  const up = Math.ceil(ticks) * to.tickDays;
  const hint =
    down > 0
      ? `Write \`${down}d\` or \`${up}d\`.`
      : `Write at least \`${to.tickDays}d\`, or choose a finer \`clock.tick\`.`;
  const finer = ticks < 1 ? ', finer than the tick' : '';
  const message = `got ${input}${finer}, wanted a whole number of ticks of ${to.tickDays}d`;
  find(to, 'finer-than-tick', path, message, { hint });
  return Math.max(1, Math.round(ticks)) * to.tickDays;
}

export function daysOf(input: string): number {
  const [, amount, unit] = DURATION.exec(input) as unknown as [string, string, 'w' | 'd' | 'h' | 'm'];
  return toDays(Number(amount), unit);
}

/** Every entry of a mapping with its path, resolved; the order of the file is kept. */
export function mapNamed<In, Out>(
  entries: { readonly [name: string]: In } | undefined,
  path: Path,
  resolve: (input: In, path: Path, name: string) => Out,
): { [name: string]: Out } {
  const pairs = Object.entries(entries ?? {}).map(([name, input]) => [
    name,
    resolve(input, [...path, name], name),
  ]);
  return Object.fromEntries(pairs);
}

/** A list, or its single item standing without brackets. */
export function listOf<T>(input: T | readonly T[] | undefined): readonly T[] {
  if (input === undefined) return [];
  return Array.isArray(input) ? input : [input as T];
}

/** Path of the i-th item of what `listOf` read. */
export function itemPath(input: unknown, path: Path, i: number): Path {
  return Array.isArray(input) ? [...path, i] : path;
}

/** The one key of `keys` that the entry has; more or none are an issue, and the first then stands in. */
export function onlyKey<K extends string>(
  to: Resolving,
  entry: { readonly [key: string]: unknown },
  keys: readonly K[],
  path: Path,
): K | null {
  const given = keys.filter((key) => entry[key] !== undefined);
  const wanted = `exactly one of ${keys.map((key) => `\`${key}\``).join(', ')}`;
  if (given.length === 0) find(to, 'missing-key', path, `got none, wanted ${wanted}`, { at: 'key' });
  const second = given[1];
  if (second !== undefined) {
    const got = given.map((key) => `\`${key}\``).join(' and ');
    find(to, 'conflict', [...path, second], `got ${got}, wanted ${wanted}`, { at: 'key' });
  }
  return given[0] ?? null;
}
