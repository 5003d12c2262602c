import { z } from 'zod';

/**
 * What a message says was wanted, and a neutral value that stands in for a broken one while the rest of the file is
 * checked. Kept beside zod's own metadata because it is no part of the JSON Schema.
 */
export const expectations = z.registry<{ readonly wanted: string; readonly sample: unknown }>();

export function expecting<T extends z.ZodType>(schema: T, wanted: string, sample: unknown): T {
  expectations.add(schema as z.ZodType, { wanted, sample });
  return schema;
}

/** Bounds of a number; `above` is exclusive. */
export type Range = {
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
  readonly whole?: true;
};

export const ranges = {
  any: {},
  share: { min: 0, max: 1 },
  amount: { min: 0 },
  positive: { above: 0 },
  count: { min: 1, whole: true },
  correlation: { min: -1, max: 1 },
  poisson: { above: 0, max: 500 },
} satisfies { [name: string]: Range };

export function inRange(value: number, { min, max, above, whole }: Range): boolean {
  if (whole && !Number.isInteger(value)) return false;
  return value >= (min ?? -Infinity) && value <= (max ?? Infinity) && value > (above ?? -Infinity);
}

export function wantedOf({ min, max, above, whole }: Range): string {
  const number = whole ? 'a whole number' : 'a number';
  if (above !== undefined && max !== undefined) return `${number} > ${above} and at most ${max}`;
  if (min !== undefined && max !== undefined) return `${number} from ${min} to ${max}`;
  if (min !== undefined) return `${number} >= ${min}`;
  return above === undefined ? number : `${number} > ${above}`;
}

/** Names of traits, signals, stages and so on, and of parameters in numeric keys. */
export const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
export const NAME_WANTED = 'a name of letters, digits and _ that starts with a letter';

export function text(description: string, example: string) {
  return expecting(
    z
      .string()
      .min(1)
      .meta({ description, examples: [example] }),
    'a text',
    'text',
  );
}

export function flag(description: string) {
  return expecting(z.boolean().meta({ description }), 'true or false', false);
}

export function choice<const T extends readonly string[]>(values: T, description: string) {
  return expecting(z.enum(values).meta({ description }), `one of ${values.join(', ')}`, values[0]);
}

/** A text of a certain form. */
export function pattern(form: RegExp, wanted: string, description: string, example: string) {
  const schema = z
    .string()
    .regex(form)
    .meta({ description, examples: [example] });
  return expecting(schema, wanted, example);
}

/** A length of time with its unit. */
export const DURATION = /^(\d+(?:\.\d+)?) ?([wdhm])$/;

export function duration(description: string, example: string) {
  return pattern(DURATION, `a duration with its unit, such as ${example}`, description, example);
}

/** The name of something else in the file; what it must name is checked later. */
export function reference(what: string, description: string, example: string) {
  const schema = z
    .string()
    .min(1)
    .meta({ description, examples: [example] });
  return expecting(schema, `the name of ${what}`, '');
}

/** A number that no parameter may stand in for. */
export function plainNumber(range: Range, description: string) {
  return expecting(bounded(range).meta({ description }), wantedOf(range), sampleOf(range));
}

/** A number, the name of a parameter, or a number with its stated range. */
export function number(range: Range, description: string) {
  const schema = z.union([bounded(range), z.string().regex(NAME), assumption(range)]).meta({ description });
  return expecting(schema, wantedOf(range), sampleOf(range));
}

/** Formula text, a plain number, or a number with its stated range. */
export function formula(description: string, example: string) {
  const schema = z
    .union([z.string().min(1), z.number(), assumption(ranges.any)])
    .meta({ description, examples: [example] });
  return expecting(schema, 'a formula or a number', 0);
}

/** `{ value, low, high, unit, why, source }`. */
export function assumption(range: Range) {
  const bound = (description: string) => plainNumber(range, description);
  const schema = z.strictObject({
    value: bound('The number in use.'),
    low: bound('The smallest value that is still believable.').optional(),
    high: bound('The largest value that is still believable.').optional(),
    unit: text('What it is counted in.', 'log-odds').optional(),
    why: text('Why this value, and why this range.', 'call centres report saves of 15 to 40 %').optional(),
    source: text('Where it was published or measured.', 'Smith (2019), table 3').optional(),
  });
  return expecting(schema, 'a mapping with `value`', { value: sampleOf(range) });
}

/** A mapping from names to things, in the order of the file. */
export function named<T extends z.ZodType>(value: T, description: string) {
  const schema = z.record(z.string().regex(NAME), value).meta({ description });
  return expecting(schema, 'a mapping from names to entries', {});
}

/** A list; a single item may stand without its brackets. */
export function list<T extends z.ZodType>(item: T, description: string) {
  const schema = z.union([z.array(item), item]).meta({ description });
  return expecting(schema, `a list, each item ${expectations.get(item)?.wanted ?? 'a mapping'}`, []);
}

export function mapping<const T extends z.core.$ZodLooseShape>(shape: T, description: string) {
  return z.strictObject(shape).meta({ description });
}

/** A list of two numbers. */
export function pair(range: Range, description: string, names: readonly [string, string]) {
  const schema = z.tuple([number(range, names[0]), number(range, names[1])]).meta({ description });
  return expecting(schema, 'a list of two numbers', [1, 2]);
}

function bounded({ min, max, above, whole }: Range) {
  let schema = z.number();
  if (min !== undefined) schema = schema.min(min);
  if (max !== undefined) schema = schema.max(max);
  if (above !== undefined) schema = schema.gt(above);
  return whole ? schema.multipleOf(1) : schema;
}

function sampleOf({ min, above }: Range): number {
  return min ?? (above === undefined ? 0 : above + 1);
}
