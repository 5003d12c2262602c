import { type JsonSchema, scenarioJsonSchema } from '../scenario/jsonSchema.ts';
import { type Catalogue, catalogue } from './catalogue.ts';

/** The format of scenario files as JSON Schema, for editors, with the behaviours of the catalogue. */
export function schema({ behaviours }: Pick<Catalogue, 'behaviours'> = catalogue): JsonSchema {
  return scenarioJsonSchema(behaviours);
}
