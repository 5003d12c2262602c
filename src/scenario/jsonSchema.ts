import { z } from 'zod';
import type { Behaviour } from './behaviour.ts';
import { behaviours as builtIn } from './behaviours/index.ts';
import { makeScenarioSchema } from './schema.ts';

/** A JSON Schema document: plain JSON. */
export type JsonSchema = { readonly [key: string]: unknown };

/**
 * The format of scenario files as JSON Schema, draft 7, with a description at every key, so that editors complete and
 * check them. What names what, and whether formulas make sense, only parseScenario and compileWorld know.
 */
export function scenarioJsonSchema(behaviours: readonly Behaviour[] = builtIn): JsonSchema {
  return z.toJSONSchema(makeScenarioSchema(behaviours), { target: 'draft-7', io: 'input' }) as JsonSchema;
}
