import { openScenario } from '../../verbs/scenarioFile.ts';
import { showEstimates } from '../../verbs/show/showEstimates.ts';
import { roundLines } from '../../verbs/show/showRun.ts';
import type { TrainedRound } from '../../verbs/train/train.ts';
import { trainRun } from '../../verbs/train/trainRun.ts';
import { command } from './command.ts';
import * as shared from './flags.ts';

export const train = command({
  command: 'train <scenario>',
  describe: 'Train an agent round by round and write its run folder: learning, policy, log, estimates, page',
  example: ['$0 train telecom-retention --agent linThompson --rounds 4', 'four rounds of learning'],
  flags: (argv) =>
    argv.positional('scenario', shared.scenario).options({
      agent: shared.agent,
      option: shared.option,
      rounds: shared.count('rounds', 'Rounds of simulating and learning'),
      customers: shared.count('customers', 'Customers of a round'),
      'validation-customers': shared.count(
        'validation-customers',
        'Customers on whom the best round is chosen',
      ),
      'fresh-customers': shared.count(
        'fresh-customers',
        'Fresh customers for comparing it with today, at the end',
      ),
      'log-customers': shared.count('log-customers', 'Fresh customers whose log is written'),
      out: shared.out('Run folder; runs/NAME by default'),
      force: shared.force,
      seed: shared.seed,
      level: shared.level,
      set: shared.set,
    }),
  async run({ scenario, agent, option, ...args }, session) {
    const file = await openScenario(scenario, args.set);
    session.warn(file.warnings);
    const { rounds, customers, validationCustomers, freshCustomers, logCustomers } = args;
    const points: TrainedRound['point'][] = [];
    const { path, trained, estimates } = await trainRun({
      ...args,
      ...session,
      file,
      agent,
      options: option,
      size: shared.given({ rounds, customers, validationCustomers }),
      evidence: shared.given({ customers: freshCustomers, logCustomers }),
      onRound({ point }) {
        points.push(point);
        for (const line of roundLines(points)) session.say(line);
      },
    });
    return {
      lines: [...showEstimates(estimates), '', `Written: ${path}`],
      json: { path, bestRound: trained.bestRound, learning: trained.learning, estimates },
    };
  },
});
