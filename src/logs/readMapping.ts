import { readFile } from 'node:fs/promises';
import { isMap, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { didYouMean, failed, type Issue, issue, ok, type Place, type Result } from '../core/issue.ts';
import type { Mapping } from './mapping.ts';

/** Reads a mapping file (YAML or JSON). Every issue names file, line and column. */
export async function readMapping(path: string): Promise<Result<Mapping>> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => error);
  if (typeof text === 'string') return parseMapping(text, path);
  return failed(
    issue('mapping/unreadable', `cannot read the mapping file (${text.code ?? text.message})`, {
      at: { file: path },
      hint: 'Run `nextmove import FILE.csv` without a mapping to get a draft.',
    }),
  );
}

/** Parses the text of a mapping file; `file` is named in issues. */
export function parseMapping(text: string, file: string): Result<Mapping> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    return failed(
      document.errors.map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        return issue('mapping/syntax', error.message, { at: { file, line, column: col } });
      }),
    );
  }
  const parsed = mappingShape.safeParse(document.toJS());
  if (parsed.success) return ok(parsed.data);

  const place = (path: readonly PropertyKey[]): Place => {
    const at = { file, path: path.map(String).join('.') };
    const offset = offsetOf(document, path);
    if (offset === undefined) return at;
    const { line, col } = lines.linePos(offset);
    return { ...at, line, column: col };
  };
  return failed(parsed.error.issues.flatMap((found) => issuesOf(found, place)));
}

type Found = z.core.$ZodIssue;

function issuesOf(found: Found, place: (path: readonly PropertyKey[]) => Place): Issue[] {
  if (found.code === 'unrecognized_keys') {
    return found.keys.map((key) =>
      issue('mapping/unknown-key', `unknown key \`${key}\``, {
        at: place([...found.path, key]),
        hint: found.path.length === 0 ? keyHint(key, Object.keys(mappingShape.shape)) : undefined,
      }),
    );
  }
  if (found.code === 'invalid_union') {
    const deepest = found.errors.flat().sort((a, b) => b.path.length - a.path.length)[0];
    if (deepest && deepest.path.length > 0) {
      return issuesOf({ ...deepest, path: [...found.path, ...deepest.path] } as Found, place);
    }
  }
  return [issue('mapping/value', found.message, { at: place(found.path) })];
}

function keyHint(key: string, known: readonly string[]): string {
  return didYouMean(key, known) ?? `Known: ${known.map((one) => `\`${one}\``).join(', ')}.`;
}

/** Where the value at the path begins, or the nearest parent that the file has; a key where the last step is one. */
function offsetOf(
  document: ReturnType<typeof parseDocument>,
  path: readonly PropertyKey[],
): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    if (!isMap(parent)) continue;
    const pair = parent.items.find(({ key }) => String(key) === String(path[length - 1]));
    const range = (pair?.key as { range?: [number, number, number] } | undefined)?.range;
    if (range) return range[0];
  }
  return undefined;
}

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const name = text.refine((value) => value !== '', 'got an empty name, wanted a column or a name');
const kinds = ['number', 'count', 'bool', 'category'] as const;

const contextColumn = z.union(
  [
    z.enum(kinds),
    z.strictObject({ kind: z.enum(kinds), name: name.optional(), levels: z.array(text).optional() }),
  ],
  { error: `wanted ${kinds.join(', ')}, or { kind, name, levels }` },
);

/** A share such as 0.25 or "1/3". */
const share = z.union([z.number(), z.string()]).transform((value, context) => {
  const parts = String(value).split('/').map(Number);
  const number = parts.length === 1 ? parts[0] : parts[0] / parts[1];
  if (parts.length <= 2 && number >= 0 && number <= 1) return number;
  context.addIssue({
    code: 'custom',
    message: `got ${value}, wanted a share from 0 to 1, such as 0.25 or 1/3`,
  });
  return z.NEVER;
});
const shares = z
  .record(z.string(), share)
  .refine(sumsToOne, { error: 'the shares of the actions do not sum to 1' });
function sumsToOne(values: { [action: string]: number }): boolean {
  return Math.abs(Object.values(values).reduce((sum, value) => sum + value, 0) - 1) < 1e-6;
}

/** A duration such as 1d, 12h or 1w, in days. */
const duration = z.string().transform((value, context) => {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*([hdw])$/.exec(value.trim()) ?? [];
  const days = { h: 1 / 24, d: 1, w: 7 }[unit as 'h' | 'd' | 'w'];
  if (days !== undefined && Number(amount) > 0) return Number(amount) * days;
  context.addIssue({ code: 'custom', message: `got ${value}, wanted a duration such as 12h, 1d or 1w` });
  return z.NEVER;
});

const mappingShape = z.strictObject({
  mapping: z.literal(1, { error: 'wanted `mapping: 1`, the format of this file' }),
  title: text.optional(),
  currency: text.optional(),
  delimiter: z.string().length(1).optional(),
  context: z.record(z.string(), contextColumn).default({}),
  action: z.union(
    [
      name.transform((column) => ({ column })),
      z.strictObject({
        column: name,
        labels: z.record(z.string(), name).optional(),
        names: z.array(name).min(1).optional(),
      }),
    ],
    { error: 'wanted the action column: a name, or { column, labels, names }' },
  ),
  propensity: z
    .union([z.strictObject({ column: name }), z.strictObject({ randomised: shares })], {
      error: 'wanted { column: NAME } or { randomised: { ACTION: SHARE } }',
    })
    .optional(),
  outcomes: z.record(
    z.string(),
    z.strictObject({
      column: name,
      unit: z.enum(['money', 'count']).default('count'),
      sign: z.union([z.literal(1), z.literal(-1)], { error: 'wanted 1, or -1 for a cost' }).default(1),
      values: z.record(z.string(), z.number()).optional(),
    }),
  ),
  customer: name.optional(),
  time: z
    .union(
      [
        name.transform((column) => ({ column, unit: 'iso' as const })),
        z.strictObject({ column: name, unit: z.enum(['iso', 'seconds', 'milliseconds']).default('iso') }),
      ],
      { error: 'wanted the time column: a name, or { column, unit: iso | seconds | milliseconds }' },
    )
    .optional(),
  slot: z.strictObject({ column: name, first: z.int().default(0) }).optional(),
  stage: name.optional(),
  extra: z.record(z.string(), name).optional(),
  legality: z
    .union([z.enum(['all', 'unknown']), z.strictObject({ declared: z.array(name).min(1) })], {
      error: 'wanted all, unknown, or { declared: [ACTION, ...] }',
    })
    .default('unknown'),
  clock: z
    .strictObject({ tick: duration })
    .transform(({ tick }) => ({ tickDays: tick }))
    .optional(),
});
