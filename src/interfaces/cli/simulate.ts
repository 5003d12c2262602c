import { openScenario } from '../../verbs/scenarioFile.ts';
import { meansTable } from '../../verbs/show/showEstimates.ts';
import { flowTable } from '../../verbs/show/showFlow.ts';
import { section } from '../../verbs/show/showScenario.ts';
import { simulate as simulateVerb } from '../../verbs/simulate/simulate.ts';
import { checkEvents, simulatedEvents } from '../../verbs/simulate/simulatedEvents.ts';
import { simulateRun } from '../../verbs/simulate/simulateRun.ts';
import { command } from './command.ts';
import * as shared from './flags.ts';

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
      full: {
        type: 'boolean',
        default: false,
        describe: 'With --out: log events and the hidden truth as well',
      },
      events: shared.out(
        'Event log for process mining, as .csv or .parquet: case, activity, timestamp, channel',
      ),
      sample: {
        ...shared.real('sample', 'Share of the customers in --events, chosen by a hash; 1 by default'),
        implies: 'events',
      },
      out: shared.out('Run folder for measures and log; nothing is written without it'),
      force: shared.force,
      workers: shared.workers,
      seed: shared.seed,
      level: shared.level,
      set: shared.set,
    }),
  async run({ scenario, full, events, sample = 1, ...args }, session) {
    const place = events === undefined ? null : { file: events, sample, force: args.force };
    if (place !== null) checkEvents(place);
    const file = await openScenario(scenario, args.set);
    session.warn(file.warnings);
    const options = { ...args, ...session, logLevel: full ? ('full' as const) : ('decisions' as const) };
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
