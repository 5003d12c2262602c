import { type JsonSchema, scenarioJsonSchema } from '../scenario/jsonSchema.ts';

/** The format of scenario files as JSON Schema, for editors. */
export function schema(): JsonSchema {
  return scenarioJsonSchema();
}
