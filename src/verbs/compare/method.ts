import type { Method } from '../../evaluation/comparison.ts';
import type { World } from '../../scenario/world.ts';
import { machineName, version } from '../provenance.ts';
import { planFor } from '../valuation.ts';
import { FULL_SEEDS, fullSize } from './compareOptions.ts';
import type { Entrant, Setting } from './compareSetting.ts';

type Story = { readonly entrants: readonly Entrant[]; readonly chosen: Entrant; readonly seconds: number };

/** How the numbers came about: versions, seeds, sizes, and what an interval covers. */
export function methodOf(setting: Setting, { entrants, chosen, seconds }: Story): Method {
  const { size, seeds, level, options } = setting;
  const trained = chosen.runs[0].customerTicks;
  return {
    version,
    seeds: {
      root: String(options.seed ?? 1),
      training: Array.from({ length: seeds }, (_, s) => s),
      evaluation: Array.from({ length: seeds }, (_, s) => `evaluation/${s}`),
    },
    customers: simulatedCustomers(setting),
    smallRun: smallRunOf(setting),
    luckKeys: size.luckKeys,
    level,
    agents: entrants.map(({ kind, runs, validationValue }) => ({
      title: runs[0].agent.title,
      kind,
      options: runs[0].options,
      chosen: kind === chosen.kind,
      validationValue,
    })),
    notes: notesOf(setting, trained),
    machine: machineName(),
    seconds,
  };
}

/** Customers who come by themselves, over all seeds. */
function simulatedCustomers({ seeds, size, world, root }: Setting): number {
  const plans = Array.from({ length: seeds }, (_, block) =>
    planFor(world, root, 'evaluation', { ...size, block }),
  );
  return plans.flatMap(({ pieces }) => pieces).reduce((sum, { count }) => sum + count, 0);
}

/** What a run has less of than a verdict needs, in words; null where it has enough. */
export function smallRunOf({ seeds, size, world }: Pick<Setting, 'seeds' | 'size' | 'world'>): string | null {
  const [unit, got, wanted] = world.coupled
    ? (['worlds', size.worlds, fullSize.worlds] as const)
    : (['customers', size.customers, fullSize.customers] as const);
  const lacks = [
    ...(seeds < FULL_SEEDS ? [`${seeds} training seeds instead of ${FULL_SEEDS} or more`] : []),
    ...(got < wanted ? [`${whole(got)} fresh ${unit} a seed instead of ${whole(wanted)}`] : []),
  ];
  return lacks.length === 0 ? null : lacks.join(', ');
}

function notesOf({ seeds, size, world }: Setting, trained: number): string[] {
  const { ticks, tickDays } = world.clock;
  const days = ticks * tickDays;
  const ending =
    world.terminalValue === null ? '' : ', with what customers are still worth at their end (terminal value)';
  const moved = Math.round(size.sensitivityCustomers / seeds);
  return [
    'A simulated interval covers luck and training, not whether the assumptions are right.',
    `Each of ${seeds} seeds trains anew and is valued once on customers and luck that nothing was trained or chosen on; intervals of trained policies are Student's t over the seeds' paired means.`,
    `Today's rules were tuned with as many simulated customer-ticks as the agent was trained with (${whole(trained)}, of lives of ${ticks} ticks).`,
    ...unitNotes(world),
    `Worth a year is the value of ${days} days${ending}, times 365/${days}: a proportion, not a forecast of a year.`,
    `Where an assumption is moved, the result is the headline plus the change found with every seed's frozen policies on ${world.coupled ? 'one world' : `${whole(moved)} customers`} a seed.`,
  ];
}

function unitNotes({ coupled, guardrails, arrivals, referrals }: World): string[] {
  const compete = guardrails.ledgers.length > 0;
  return [
    ...(compete
      ? [
          'Budgets or capacities make customers compete: the unit is the whole world, and effects on one customer include what others lose or gain.',
        ]
      : []),
    ...(referrals === null
      ? []
      : [
          'Customers bring others: the unit is the whole world. Its figures are for each customer who comes by themselves, those whom they bring included; retention is a share of all. Effects on a customer leave out whom it brings.',
        ]),
    ...(coupled
      ? []
      : ['Customers are independent: comparisons pair each customer with itself under the same luck.']),
    ...(arrivals === null
      ? []
      : [
          'Some customers come later and are followed for less time; their value is discounted to the start all the same.',
        ]),
  ];
}

const whole = (value: number) => value.toLocaleString('en-GB');
