import type { Leaf, LeafSource, ValueType } from './graph.ts';
import { leafKey, sourceType } from './leaves.ts';
import { describeType, sameType } from './types.ts';

/** What was read from JSON, or what is wrong with it, in plain words. */
export type Read<T> = { readonly value: T } | { readonly problem: string };

const MAX = { levels: 10_000, text: 1_000 };

export function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isText = (value: unknown) => typeof value === 'string' && value.length > 0 && value.length <= MAX.text;
const isDays = (value: unknown) => typeof value === 'number' && Number.isFinite(value) && value > 0;
const isView = (value: unknown) => value === 'signal' || value === 'sent' || value === 'reached';
const isStageView = (value: unknown) => value === 'seen' || value === 'true';

/** The fields of each kind of source. */
const FIELDS: {
  readonly [kind in LeafSource['kind']]: { readonly [field: string]: (value: unknown) => boolean };
} = {
  trait: { name: isText },
  state: { name: isText },
  feature: { name: isText },
  stage: { view: isStageView },
  inStage: { view: isStageView },
  consent: { channel: isText },
  now: { view: isView, of: isText },
  count: { view: isView, of: isText, days: isDays },
  recent: { view: isView, of: isText, days: isDays },
  since: { view: isView, of: isText, never: isDays },
  lag: { view: isView, of: isText, days: isDays },
  adstock: { view: isView, of: isText, halfLifeDays: isDays },
  weekday: {},
  dayOfYear: {},
  dayOfMonth: {},
  hourOfDay: {},
  elapsed: {},
};

export function readType(value: unknown): Read<ValueType> {
  if (value === 'real' || value === 'count' || value === 'bool' || value === 'duration') return { value };
  const levels: readonly unknown[] = isRecord(value) && Array.isArray(value.category) ? value.category : [];
  const distinct = new Set(levels).size === levels.length;
  if (levels.length < 1 || levels.length > MAX.levels || !distinct || !levels.every(isText))
    return { problem: `no type is ${JSON.stringify(value)?.slice(0, 80)}` };
  return { value: { category: [...levels] as string[] } };
}

export function readLeaf(value: unknown): Read<Leaf> {
  if (!isRecord(value)) return { problem: 'a leaf is an object' };
  const type = readType(value.type);
  if ('problem' in type) return type;
  const source = readSource(value.source);
  if ('problem' in source) return source;
  if (typeof value.seen !== 'boolean') return { problem: '`seen` must be true or false' };
  const key = leafKey(source.value);
  if (value.key !== key) return { problem: `key ${JSON.stringify(value.key)}, but its source is "${key}"` };
  const expected = sourceType(source.value);
  if (expected !== null && !sameType(expected, type.value))
    return { problem: `"${key}" is ${describeType(expected)}, not ${describeType(type.value)}` };
  return { value: { key, type: type.value, seen: value.seen, source: source.value } };
}

function readSource(value: unknown): Read<LeafSource> {
  const kind = isRecord(value) ? value.kind : undefined;
  if (!isRecord(value) || typeof kind !== 'string' || !Object.hasOwn(FIELDS, kind))
    return { problem: `no source of a leaf is ${JSON.stringify(kind)}` };
  const fields = Object.entries(FIELDS[kind as LeafSource['kind']]);
  for (const [field, holds] of fields) {
    if (!holds(value[field])) return { problem: `${kind} with ${field} ${JSON.stringify(value[field])}` };
  }
  const picked = fields.map(([field]) => [field, value[field]]);
  return { value: Object.fromEntries([['kind', kind], ...picked]) as LeafSource };
}
