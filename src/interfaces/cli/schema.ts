import { schema as schemaVerb } from '../../verbs/schema.ts';
import { command } from './command.ts';

export const schema = command({
  command: 'schema',
  describe: 'Print the format of scenario files as JSON Schema, for editors',
  example: ['$0 schema > scenario.schema.json', 'then: # yaml-language-server: $schema=scenario.schema.json'],
  flags: (argv) => argv,
  async run() {
    const json = schemaVerb();
    return { lines: [JSON.stringify(json, null, 2)], json };
  },
});
