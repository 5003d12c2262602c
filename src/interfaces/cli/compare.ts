import { compareRuns } from '../../verbs/compare/compareRun.ts';
import { openScenario } from '../../verbs/scenarioFile.ts';
import { showComparison } from '../../verbs/show/showComparison.ts';
import { command } from './command.ts';
import * as shared from './flags.ts';

export const compare = command({
  command: 'compare <scenarios..>',
  describe: 'Compare agents with every baseline on the same luck, and write the report',
  example: ['$0 compare telecom-retention --size small --seeds 2', 'a quick look; full size takes minutes'],
  flags: (argv) =>
    argv.positional('scenarios', { ...shared.scenario, array: true }).options({
      agents: shared.agents,
      seeds: shared.count('seeds', 'Training seeds, over which intervals are taken; 5 by default'),
      size: {
        choices: ['small', 'full'] as const,
        default: 'full' as const,
        requiresArg: true,
        describe: 'How much is simulated',
      },
      workers: shared.workers,
      out: shared.out('Run folder; with several scenarios, the folder of their run folders'),
      force: shared.force,
      seed: shared.seed,
      level: shared.level,
      set: shared.set,
    }),
  async run({ scenarios, ...args }, session) {
    const files = await Promise.all(scenarios.map((path) => openScenario(path, args.set)));
    session.warn(files.flatMap(({ warnings }) => warnings));
    const { runs, page } = await compareRuns({ ...args, ...session, files });
    return {
      lines: [
        ...runs.flatMap(({ comparison, path }) => [
          `${comparison.scenario.name}: ${path}`,
          ...showComparison(comparison),
          '',
        ]),
        `Report: ${page}`,
      ],
      json: { runs, page },
    };
  },
});
