import { evaluateRun } from '../../verbs/evaluate/evaluateRun.ts';
import { evaluationTable, evaluationWarnings } from '../../verbs/show/showEstimates.ts';
import { command } from './command.ts';
import { EXIT } from './exitCodes.ts';
import * as shared from './flags.ts';

export const evaluate = command({
  command: 'evaluate <log>',
  describe: 'Estimate from a log what another policy would have earned',
  example: [
    '$0 evaluate logs/shop --policy always:discount --reward margin',
    'every estimator, with intervals',
  ],
  flags: (argv) =>
    argv.positional('log', shared.log).options({
      policy: {
        type: 'string',
        demandOption: true,
        requiresArg: true,
        describe:
          'uniform, always:ACTION, column:NAME, a rules file, a table of action x position, a bundle or run',
      },
      mapping: shared.mapping,
      reward: {
        type: 'string',
        requiresArg: true,
        describe: "Outcomes with signs, such as margin,-contact_cost; the bundle's or run's own by default",
      },
      'window-days': shared.real('window-days', 'Days that the reward is summed over'),
      'discount-per-year': shared.real('discount-per-year', 'Such as 0.1'),
      estimators: { type: 'string', array: true, requiresArg: true, describe: 'All of them by default' },
      clip: shared.real('clip', 'Cuts weights above it, which biases'),
      folds: shared.count('folds', 'Folds of cross-fitting'),
      'as-treated': {
        type: 'boolean',
        default: false,
        describe: 'What was carried out, not what was proposed',
      },
      out: shared.out('Run folder for estimates and page; nothing is written without it'),
      force: shared.force,
      level: shared.level,
    }),
  async run({ asTreated, ...args }, session) {
    const treatment = asTreated ? 'as-treated' : 'intention';
    const { evaluation, warnings, path, withheld } = await evaluateRun({ ...args, treatment });
    session.warn([...warnings, ...evaluationWarnings(evaluation)]);
    return {
      lines: [
        `${evaluation.title}, from ${evaluation.log}: ${evaluation.reward.name}`,
        '',
        ...evaluationTable(evaluation),
        ...(path === null ? [] : ['', `Written: ${path}`]),
      ],
      json: { path, ...evaluation },
      code: withheld ? EXIT.withheld : EXIT.ok,
    };
  },
});
