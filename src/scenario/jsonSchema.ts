import { z } from 'zod';
import type { Behaviour } from './behaviour.ts';
import { behaviours as builtIn } from './behaviours/index.ts';
import { makeScenarioSchema } from './schema.ts';

/** A JSON Schema document: plain JSON. */
export type JsonSchema = { readonly [key: string]: unknown };

/**
 * The format of scenario files as JSON Schema, draft 7, with a description at every key, so that editors complete and
 * check them. A file that `extends` another may leave out what that one says, and take keys away by null. What names
 * what, and whether formulas make sense, only parseScenario and compileWorld know.
 */
export function scenarioJsonSchema(behaviours: readonly Behaviour[] = builtIn): JsonSchema {
  const whole = z.toJSONSchema(makeScenarioSchema(behaviours), { target: 'draft-7', io: 'input' });
  const { $schema, title, description, ...format } = whole as JsonSchema;
  const extending = { properties: { extends: {} }, required: ['extends'] };
  return {
    ...{ $schema, title, description },
    type: 'object',
    allOf: [
      { if: extending, else: format },
      { if: { not: extending }, else: changesOf(format) },
    ],
  };
}

/** The format of a change: nothing is required, and every key may be null. */
function changesOf(schema: JsonSchema): JsonSchema {
  const { required: _, ...rest } = schema;
  return Object.fromEntries(
    Object.entries(rest).map(([key, inner]) => {
      if (key === 'properties') return [key, mapValues(inner as JsonSchema, orNull)];
      if (key === 'additionalProperties' && isSchema(inner)) return [key, orNull(inner)];
      if (key === 'anyOf') return [key, (inner as readonly JsonSchema[]).map(changesOf)];
      return [key, inner];
    }),
  );
}

function orNull(schema: JsonSchema): JsonSchema {
  const { description } = schema;
  return {
    ...(description === undefined ? {} : { description }),
    anyOf: [changesOf(schema), { type: 'null' }],
  };
}

function mapValues(of: JsonSchema, change: (schema: JsonSchema) => JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(of).map(([key, inner]) => [key, change(inner as JsonSchema)]));
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null;
}
