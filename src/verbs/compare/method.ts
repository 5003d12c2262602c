import type { Method } from '../../evaluation/comparison.ts';
import { machineName, version } from '../provenance.ts';
import type { Entrant, Setting } from './compareSetting.ts';

type Story = { readonly entrants: readonly Entrant[]; readonly chosen: Entrant; readonly seconds: number };

/** How the numbers came about: versions, seeds, sizes, and what an interval covers. */
export function methodOf(setting: Setting, { entrants, chosen, seconds }: Story): Method {
  const { size, seeds, level, world, options } = setting;
  const { ticks } = world.clock;
  const trained = chosen.runs[0].customerTicks;
  return {
    version,
    seeds: {
      root: String(options.seed ?? 1),
      training: Array.from({ length: seeds }, (_, s) => s),
      evaluation: Array.from({ length: seeds }, (_, s) => `evaluation/${s}`),
    },
    customers: world.coupled ? seeds * size.worlds * world.scenario.population.size : seeds * size.customers,
    luckKeys: size.luckKeys,
    level,
    agents: entrants.map(({ kind, runs, validationValue }) => ({
      title: runs[0].agent.title,
      kind,
      options: runs[0].options,
      chosen: kind === chosen.kind,
      validationValue,
    })),
    notes: [
      'A simulated interval covers luck and training, not whether the assumptions are right.',
      `Each of ${seeds} seeds trains anew and is valued once on customers and luck that nothing was trained or chosen on; intervals of trained policies are Student's t over the seeds' paired means.`,
      `Today's rules were tuned with as many simulated customer-ticks as the agent was trained with (${trained.toLocaleString('en-GB')}, of lives of ${ticks} ticks).`,
      world.coupled
        ? 'Budgets or capacities make customers compete: the unit is the whole world, and effects on one customer include what others lose or gain.'
        : 'Customers are independent: comparisons pair each customer with itself under the same luck.',
    ],
    machine: machineName(),
    seconds,
  };
}
