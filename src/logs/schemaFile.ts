import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failed, issue, ok, type Result } from '../core/issue.ts';
import { makeActionSet } from '../journey/actions.ts';
import { makeFeatureSchema } from '../journey/features.ts';
import { type LogSchema, SCHEMA_VERSION } from '../journey/records.ts';
import { writeWholeFile } from './wholeFile.ts';

/** The file of a log's folder that says what its columns mean. */
export const SCHEMA_FILE = 'schema.json';

export async function writeLogSchema(folder: string, schema: LogSchema): Promise<void> {
  await writeWholeFile(join(folder, SCHEMA_FILE), `${JSON.stringify(schema, null, 2)}\n`);
}

/** Reads a log folder's schema; its feature hash is worked out again and must agree. */
export async function readLogSchema(folder: string): Promise<Result<LogSchema>> {
  const path = join(folder, SCHEMA_FILE);
  const complain = (code: string, message: string, hint: string) =>
    failed(issue(code, message, { at: { file: path }, hint }));
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => error);
  if (typeof text !== 'string') {
    const hint = 'Name the folder of a log: `nextmove import`, `simulate` and `serve` write one.';
    return complain('log/no-schema', `no log lies here (${text.code ?? text.message})`, hint);
  }
  let schema: LogSchema;
  try {
    schema = JSON.parse(text) as LogSchema;
  } catch {
    return complain('log/broken-schema', 'this is no JSON', 'Write the log again.');
  }
  if (schema.schemaVersion !== SCHEMA_VERSION) {
    const got = JSON.stringify(schema.schemaVersion ?? null);
    return complain(
      'log/version',
      `got schemaVersion ${got}, wanted ${SCHEMA_VERSION}`,
      'Write the log again.',
    );
  }
  const lists = [
    'stages',
    'signals',
    'outcomes',
    'triggers',
    'policies',
    'arms',
    'cohorts',
    'trueStages',
    'hidden',
  ];
  const missing = lists.find((name) => !Array.isArray((schema as unknown as Record<string, unknown>)[name]));
  if (missing !== undefined || !schema.actions?.actions || !schema.features?.features) {
    const message = `\`${missing ?? 'actions or features'}\` is missing`;
    return complain('log/broken-schema', message, 'Write the log again.');
  }
  const features = makeFeatureSchema(schema.features.features);
  if (features.hash !== schema.features.hash) {
    const message = `the features hash to ${features.hash}, the file says ${schema.features.hash}`;
    return complain('log/broken-schema', message, 'The file was edited or damaged: write the log again.');
  }
  return ok({ ...schema, features, actions: makeActionSet(schema.actions.actions.map(({ name }) => name)) });
}
