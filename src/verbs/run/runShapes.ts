import { join } from 'node:path';
import { z } from 'zod';
import { issue, NextmoveError } from '../../core/issue.ts';
import { measures } from '../../evaluation/comparison.ts';

/**
 * What readers of a run folder rely on in its files. Members that are not named here may hold anything: a file of a
 * later release opens as long as it still has these.
 */
const text = z.string();
const textOrNull = text.nullable();
/** NaN and infinities too: a withheld estimate has them. */
const number = z.custom<number>((value) => typeof value === 'number', { error: 'wanted a number' });
const numbers = z.record(text, number);
const interval = z.tuple([number, number]);
const mean = z.looseObject({ mean: number, interval });
const listOf = <T extends z.ZodType>(shape: T) => z.array(shape);
const rows = listOf(z.looseObject({}));

export const manifestShape = z.looseObject({
  format: z.literal(1),
  verb: z.enum(['simulate', 'train', 'compare', 'evaluate']),
  title: text,
  complete: z.boolean(),
  scenario: z
    .looseObject({ name: text, hash: text, set: z.record(z.string(), z.union([number, text])) })
    .nullable(),
  agent: z.looseObject({ kind: text, version: number, title: text, options: numbers }).nullable(),
  policy: z.looseObject({ title: text, id: text }).nullable(),
  seeds: z.record(text, text),
  size: numbers,
  versions: z.looseObject({ nextmove: text, node: text }),
  machine: text,
  startedAt: text,
  seconds: number,
  notes: listOf(text),
});

const measured = { measure: z.enum(measures), mean: number, interval, units: number, unit: text };
const difference = z.looseObject({ policy: text, reference: text, ...measured });

export const estimatesShape = z.looseObject({
  format: z.literal(1),
  level: number,
  measures: listOf(z.looseObject({ policy: text, ...measured })),
  differences: listOf(difference),
  evaluations: listOf(
    z.looseObject({
      title: text,
      log: text,
      currency: textOrNull,
      estimates: listOf(
        z.looseObject({
          estimator: text,
          value: number,
          interval,
          level: number,
          decisions: number,
          clusters: number,
          effectiveSampleSize: number.nullable(),
          behaviourValue: number,
          estimand: text,
          warnings: rows,
          withheld: textOrNull,
        }),
      ),
      truth: z.looseObject({ value: number, interval, how: text }).nullable(),
    }),
  ),
});

const everyMeasure = z.looseObject(Object.fromEntries(measures.map((measure) => [measure, mean])));
const differing = z.looseObject({ difference: mean });
const flow = z.looseObject({
  policy: text,
  stages: listOf(z.looseObject({ stage: text, entered: number, atEnd: number })),
  moves: listOf(z.looseObject({ from: text, to: text, count: number })),
});
const treatment = z.looseObject({ policy: text, stage: text, action: text, share: number });
const uplift = z.looseObject({ stage: text, action: text, segment: text, effect: mean });
const assumption = z.looseObject({ parameter: text, base: number, atLow: number, atHigh: number });
const life = z.looseObject({ policy: text, value: number, days: rows });

export const comparisonShape = z.looseObject({
  format: z.literal(1),
  scenario: z.looseObject({
    name: text,
    currency: text,
    customers: number,
    horizonDays: number,
    stages: listOf(z.looseObject({ name: text })),
    interventions: listOf(z.looseObject({ name: text, channels: listOf(text) })),
  }),
  policies: listOf(z.looseObject({ title: text, role: text, means: everyMeasure, truncatedShare: number })),
  differences: listOf(difference),
  headline: z.looseObject({
    agent: text,
    reference: text,
    perCustomer: mean,
    perTenThousandAYear: mean,
    clearOfZero: z.boolean(),
  }),
  gap: z.looseObject({
    share: number.nullable(),
    interval: interval.nullable(),
    withheld: textOrNull,
    byStage: listOf(differing),
  }),
  harm: z.looseObject({
    customers: number,
    worseOff: number,
    betterOff: number,
    segments: listOf(differing),
  }),
  assumptions: listOf(assumption),
  flows: listOf(flow),
  treatments: listOf(treatment),
  uplifts: listOf(uplift),
  advice: listOf(z.looseObject({ stage: text, sentence: text })),
  story: z.looseObject({ customer: text, traits: rows, lives: listOf(life) }).nullable(),
  learning: listOf(z.looseObject({ agent: text, seed: number, round: number, value: number })),
  method: z.looseObject({
    version: text,
    seeds: z.looseObject({ root: text, training: listOf(number), evaluation: listOf(text) }),
    level: number,
    agents: listOf(z.looseObject({ title: text, kind: text })),
    notes: listOf(text),
  }),
});

/** Complaints that are told one by one. */
const SHOWN = 5;

/** The value as it stands where it has the shape. Throws NextmoveError (`run/shape`) that names each place. */
export function checkShape(
  shape: z.ZodType,
  value: unknown,
  { folder, file }: { readonly folder: string; readonly file: string },
): unknown {
  const parsed = shape.safeParse(value);
  if (parsed.success) return value;
  const all = parsed.error.issues;
  const at = { file: join(folder, file) };
  const hint = 'It was written by another release or changed by hand: run it again, or take the folder away.';
  const issues = all.slice(0, SHOWN).map(({ path, message }, k) =>
    issue('run/shape', wantedOf(message), {
      at: { ...at, path: path.map(String).join('.') },
      ...(k === 0 && { hint }),
    }),
  );
  const more = all.length - SHOWN;
  throw new NextmoveError(more > 0 ? [...issues, issue('run/shape', `and ${more} more`, { at })] : issues);
}

/** Zod's `Invalid input: expected array, received undefined` in our words. */
function wantedOf(message: string): string {
  const [, wanted, got] = /expected (.*), received (.*)$/.exec(message) ?? [];
  if (wanted === undefined) return message.replace(/^Invalid \w+: expected /, 'wanted ');
  return `got ${got === 'undefined' ? 'nothing' : got}, wanted ${wanted}`;
}
