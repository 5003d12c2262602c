import type { z } from 'zod';
import { type Path, quotedList } from './finding.ts';
import { expectations } from './leaves.ts';

export type Schema = z.core.$ZodType;
type Def = z.core.$ZodTypes['_zod']['def'];
type Children = { [key: string | number]: unknown };

/** The schema of what stands at `path` of `value`; null where the path leaves the schema. */
export function schemaAt(schema: Schema, value: unknown, path: Path): Schema | null {
  const def = defOf(schema);
  if (def.type === 'optional') return schemaAt(def.innerType, value, path);
  const [part, ...rest] = path;
  if (part === undefined) return schema;
  const next = childSchema(narrow(schema, value), part);
  return next && schemaAt(next, valueAt(value, [part]), rest);
}

export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((from, part) => (from as Children | null)?.[part], value);
}

/** What a message says that the schema wants. */
export function wantedBy(schema: Schema | null): string {
  const wanted = schema && expectations.get(schema)?.wanted;
  if (wanted) return wanted;
  const required = schema ? requiredOf(schema).map(([key]) => key) : [];
  return required.length === 0 ? 'a mapping' : `a mapping with ${quotedList(required)}`;
}

/** Keys that the mapping at `path` may have. */
export function knownKeys(schema: Schema, value: unknown, path: Path): string[] {
  const here = schemaAt(schema, value, path);
  const def = here && defOf(narrow(here, valueAt(value, path)));
  return def?.type === 'object' ? Object.keys(def.shape) : [];
}

/** The values of a choice, else none. */
export function choicesOf(schema: Schema | null): string[] {
  const def = schema && defOf(schema);
  return def?.type === 'enum' ? Object.values(def.entries).map(String) : [];
}

/** The words by which the forms of a mapping are told apart, else none. */
export function formNames(schema: Schema | null): string[] {
  const def = schema && defOf(schema);
  if (def?.type === 'optional') return formNames(def.innerType);
  if (def?.type !== 'union' || !('discriminator' in def)) return [];
  return def.options.map((option) => String(formName(option, String(def.discriminator))));
}

function formName(option: Schema, discriminator: string): unknown {
  const def = defOf(childSchema(option, discriminator)!);
  return def.type === 'literal' ? def.values[0] : undefined;
}

/**
 * A copy of `value` in which what stands at `path` is valid: left out where it may be, else a neutral stand-in,
 * so that the rest of the file can be checked in the same run.
 */
export function mend(schema: Schema, value: unknown, path: Path): unknown {
  const [part, ...rest] = path;
  if (part === undefined) return sample(schema);
  const next = childSchema(narrow(schema, value), part);
  if (next === null || (rest.length === 0 && defOf(next).type === 'optional')) return remove(value, [part]);
  return replace(value, part, mend(next, valueAt(value, [part]), rest));
}

/** A copy of `value` without what stands at `path`. */
export function remove(value: unknown, path: Path): unknown {
  const [part, ...rest] = path;
  if (part === undefined || typeof value !== 'object' || value === null) return value;
  if (rest.length > 0) return replace(value, part, remove(valueAt(value, [part]), rest));
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== String(part)));
}

function replace(value: unknown, part: string | number, child: unknown): unknown {
  if (Array.isArray(value)) return value.map((item, i) => (i === part ? child : item));
  return { ...(value as Children), [part]: child };
}

function sample(schema: Schema): unknown {
  const def = defOf(schema);
  if (def.type === 'optional') return sample(def.innerType);
  if (def.type !== 'object') return expectations.get(schema)?.sample;
  return Object.fromEntries(requiredOf(schema).map(([key, inner]) => [key, sample(inner)]));
}

function requiredOf(schema: Schema): [key: string, schema: Schema][] {
  const def = defOf(schema);
  const entries = def.type === 'object' ? Object.entries(def.shape as { [key: string]: Schema }) : [];
  return entries.filter(([, inner]) => defOf(inner).type !== 'optional');
}

/** Without `optional`, and of several forms the one that the value has begun. */
function narrow(schema: Schema, value: unknown): Schema {
  const def = defOf(schema);
  if (def.type === 'optional') return narrow(def.innerType, value);
  if (def.type !== 'union') return schema;
  if ('discriminator' in def) {
    const form = valueAt(value, [String(def.discriminator)]);
    return def.options.find((option) => formName(option, String(def.discriminator)) === form) ?? schema;
  }
  return def.options.find((option) => shapeOf(defOf(option).type) === shapeOfValue(value)) ?? schema;
}

function childSchema(schema: Schema, part: string | number): Schema | null {
  const def = defOf(schema);
  if (def.type === 'object') return Object.hasOwn(def.shape, part) ? (def.shape[part] as Schema) : null;
  if (def.type === 'record') return def.valueType;
  if (def.type === 'array') return def.element;
  return def.type === 'tuple' ? (def.items[Number(part)] ?? null) : null;
}

function shapeOf(type: Def['type']): string {
  if (type === 'array' || type === 'tuple') return 'list';
  return type === 'object' || type === 'record' ? 'mapping' : type === 'enum' ? 'string' : type;
}

function shapeOfValue(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  return typeof value === 'object' && value !== null ? 'mapping' : typeof value;
}

function defOf(schema: Schema): Def {
  return schema._zod.def as Def;
}
