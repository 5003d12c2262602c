import { openScenario } from '../../verbs/scenarioFile.ts';
import { traceRun } from '../../verbs/trace/traceRun.ts';
import { command } from './command.ts';
import * as shared from './flags.ts';

export const trace = command({
  command: 'trace <scenario>',
  describe:
    "Follow one customer's life under a policy; with --tick, every formula, draw and what if of that tick",
  example: [
    '$0 trace telecom-retention --customer 42 --tick 13',
    'why it went as it did, and how else it could have gone',
  ],
  flags: (argv) =>
    argv.positional('scenario', shared.scenario).options({
      customer: shared.index(
        'customer',
        'Which customer, from 0: the same as in simulate with the same seed; 0 by default',
      ),
      tick: shared.index('tick', 'A tick to look into, from 0'),
      policy: shared.policy,
      out: shared.out('Folder for a page with the picture; nothing is written without it'),
      force: shared.force,
      seed: shared.seed,
      set: shared.set,
    }),
  async run({ scenario, set, ...args }, session) {
    const file = await openScenario(scenario, set);
    session.warn(file.warnings);
    const { path, lines, data } = await traceRun({ ...args, ...session, scenario: file.parsed });
    return { lines: [...lines, ...(path === null ? [] : ['', `Written: ${path}`])], json: { path, ...data } };
  },
});
