import { openScenario } from '../../verbs/scenarioFile.ts';
import { meansTable } from '../../verbs/show/showEstimates.ts';
import { flowTable } from '../../verbs/show/showFlow.ts';
import { section } from '../../verbs/show/showScenario.ts';
import { simulate as simulateVerb } from '../../verbs/simulate/simulate.ts';
import { checkEvents, checkSample, simulatedEvents } from '../../verbs/simulate/simulatedEvents.ts';
import { simulateRun } from '../../verbs/simulate/simulateRun.ts';
import { command } from './command.ts';
import * as shared from './flags.ts';

const LOGS = ['summary', 'events', 'decisions', 'full'] as const;

/** What a customer's figures are of where customers bring others. */
const REFERRALS =
  'For each customer who comes by themselves, with those whom they bring; retention is a share of all.';

export const simulate = command({
  command: 'simulate <scenario>',
  describe: 'Simulate customers under a policy: six measures with intervals, and where customers go',
  example: ['$0 simulate telecom-retention --policy today --customers 2000', "what today's rules come to"],
  flags: (argv) =>
    argv.positional('scenario', shared.scenario).options({
      policy: shared.policy,
      customers: shared.count(
        'customers',
        "Customers at the start, newcomers in proportion; the scenario's own number by default",
      ),
      worlds: shared.count(
        'worlds',
        'Whole worlds, where budgets, capacities or referrals couple customers; 2 by default',
      ),
      log: {
        choices: LOGS,
        implies: 'out',
        describe:
          'What --out logs, decisions by default: full adds events and the hidden truth; summary logs nothing',
      },
      csv: {
        type: 'boolean',
        implies: 'out',
        describe: 'What --out logs as CSV files, too',
      },
      events: shared.out(
        'Event log for process mining, as .csv or .parquet: case, activity, timestamp, channel',
      ),
      sample: shared.real('sample', 'Share of the customers who are logged, chosen by a hash; 1 by default'),
      out: shared.out('Run folder for measures and log; nothing is written without it'),
      force: shared.force,
      resume: {
        type: 'boolean',
        implies: 'out',
        describe: 'Go on with what a stopped or killed run has kept in the folder',
      },
      'snapshot-every': {
        ...shared.seconds('snapshot-every', 'Seconds after which a run with --out keeps what it has come to'),
        default: 30,
      },
      workers: shared.workers,
      seed: shared.seed,
      level: shared.level,
      set: shared.set,
    }),
  async run({ scenario, log = 'decisions', events, sample = 1, ...args }, session) {
    checkSample(sample);
    const place = events === undefined ? null : { file: events, sample, force: args.force };
    if (place !== null) checkEvents(place);
    const file = await openScenario(scenario, args.set);
    session.warn(file.warnings);
    const logLevel = log === 'summary' ? ('decisions' as const) : log;
    const options = { ...args, ...session, logLevel, sample, log: log !== 'summary' };
    const result =
      args.out === undefined
        ? await simulateVerb({ ...options, scenario: file.parsed })
        : await simulateRun({ ...options, file });
    const { policy, seed, customers, worlds, measures, flow } = result;
    const path = 'path' in result ? result.path : null;
    const written = place && (await simulatedEvents(result, place, session));
    return {
      lines: [
        `${file.parsed.scenario.name} under ${policy.title}, seed ${seed}`,
        ...section('A customer', [
          ...meansTable(Object.values(measures), args.level),
          ...(result.world.referrals === null ? [] : [REFERRALS]),
        ]),
        ...section('Stages', flowTable(flow)),
        ...(path === null ? [] : ['', `Written: ${path}`]),
        ...(written === null
          ? []
          : ['', `Written: ${events}, ${written.events} events of ${written.cases} customers`]),
      ],
      json: {
        path,
        events: written && { file: events, ...written },
        policy: { title: policy.title, id: policy.id },
        seed,
        customers,
        worlds,
        measures,
        flow,
      },
    };
  },
});
