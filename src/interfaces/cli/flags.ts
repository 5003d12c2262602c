/** Flags that several commands share, for yargs. */
import { availableParallelism } from 'node:os';
import { catalogue } from '../../verbs/catalogue.ts';
import { defaultAgents } from '../../verbs/compare/compareRun.ts';

export const seed = {
  type: 'string',
  default: '1',
  requiresArg: true,
  describe: 'Text that all luck comes from: the same seed gives the same numbers on every machine',
} as const;

export const out = (describe: string) => ({ type: 'string', requiresArg: true, describe }) as const;

export const force = {
  type: 'boolean',
  default: false,
  describe: 'Replace what is there already',
} as const;

export const level = {
  default: 0.95,
  requiresArg: true,
  describe: 'Level of the intervals',
  coerce: (value: unknown) => within(value, 'level', 0.5, 0.9999),
} as const;

export const scenario = {
  type: 'string',
  demandOption: true,
  describe: 'Scenario file, or the name of one of the library',
} as const;

export const set = {
  type: 'string',
  array: true,
  default: [] as string[],
  requiresArg: true,
  describe:
    'Sets a parameter of the scenario, or any number of it by its path, such as channels.email.cost: --set NAME=NUMBER, as often as needed',
  coerce: (list: readonly string[]) => settings(list),
} as const;

export const log = {
  type: 'string',
  demandOption: true,
  describe: 'Folder of an import, a run or a service; or a CSV file with --mapping',
} as const;

export const mapping = {
  type: 'string',
  requiresArg: true,
  describe: 'Says which column of a CSV file is what',
} as const;

/**
 * A whole number of at least 1. No flag has the type `number` of yargs, which makes NaN of a word: what was typed would
 * be lost.
 */
export const count = (name: string, describe: string) =>
  ({
    requiresArg: true,
    describe,
    coerce: (value: unknown) => (value === undefined ? undefined : whole(value, name)),
  }) as const;

/** A whole number of at least 0. */
export const index = (name: string, describe: string) =>
  ({
    requiresArg: true,
    describe,
    coerce: (value: unknown) => (value === undefined ? undefined : whole(value, name, 0)),
  }) as const;

export const policy = {
  type: 'string',
  default: 'today',
  requiresArg: true,
  describe: 'none, uniform, today, always:ACTION, or the folder of a training run or bundle',
} as const;

const MOST_WORKERS = 256;

/** Threads; the numbers do not depend on it. */
export const workers = {
  requiresArg: true,
  describe: 'Threads that work at once; the numbers do not depend on it',
  coerce: (value: unknown) => within(whole(value, 'workers'), 'workers', 1, MOST_WORKERS),
  default: availableParallelism(),
  defaultDescription: 'as many as the machine has cores',
} as const;

/** Any number. */
export const real = (name: string, describe: string) =>
  ({
    requiresArg: true,
    describe,
    coerce: (value: unknown) =>
      value === undefined
        ? undefined
        : within(value, name, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
  }) as const;

/** A length of time. */
export const seconds = (name: string, describe: string) =>
  ({
    requiresArg: true,
    describe,
    coerce: (value: unknown) => within(value, name, 0, Number.POSITIVE_INFINITY),
  }) as const;

/** `a=1 b=2` as { a: 1, b: 2 }; throws a usage error. */
export function pairs(list: readonly string[], flag: string): { [name: string]: number } {
  return Object.fromEntries(
    list.map((text) => {
      const [, name, number] = /^([^=]+)=(.+)$/.exec(text) ?? [];
      const value = Number(number);
      if (name === undefined || !Number.isFinite(value)) {
        throw new Error(`--${flag}: got ${text}, wanted NAME=NUMBER`);
      }
      return [name, value];
    }),
  );
}

/** The same, where values may be durations too. */
function settings(list: readonly string[]): { [name: string]: number | string } {
  const durations = list.flatMap((text) => {
    const [, name, duration] = /^([^=]+)=(\d+(?:\.\d+)? ?[wdhm])$/.exec(text) ?? [];
    return name === undefined ? [] : [[name, duration] as const];
  });
  const numbers = list.filter((text) => !durations.some(([name, length]) => text === `${name}=${length}`));
  return { ...pairs(numbers, 'set'), ...Object.fromEntries(durations) };
}

function whole(value: unknown, name: string, least = 1): number {
  if (Number.isInteger(value) && (value as number) >= least) return value as number;
  throw new Error(`--${name}: got ${String(value)}, wanted a whole number of at least ${least}`);
}

/** The number that was typed, within its range. */
export function within(value: unknown, name: string, low: number, high: number): number {
  const number = Number(value);
  if (value !== '' && number >= low && number <= high) return number;
  const upTo = Number.isFinite(high) ? `from ${low} to ${high}` : `of at least ${low}`;
  const range = Number.isFinite(low) ? ` ${upTo}` : '';
  throw new Error(`--${name}: got ${String(value)}, wanted a number${range}`);
}

export const agent = {
  type: 'string',
  demandOption: true,
  requiresArg: true,
  describe: `Who learns: ${catalogue.agents.map(({ kind }) => kind).join(', ')}`,
} as const;

export const agents = {
  type: 'string',
  array: true,
  default: defaultAgents as string[],
  requiresArg: true,
  describe: 'Agents to train; the one that does best on validation luck is compared',
} as const;

export const option = {
  type: 'string',
  array: true,
  default: [] as string[],
  requiresArg: true,
  describe: 'An option of the agent: --option NAME=NUMBER; nextmove show AGENT lists them',
  coerce: (list: readonly string[]) => pairs(list, 'option'),
} as const;

/** The members that were given. */
export function given<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
