import type { Behaviour } from './behaviour.ts';
import { type Origins, originKey } from './origins.ts';
import { expandBehaviours } from './reading/expandBehaviours.ts';
import type { Finding, Path } from './reading/finding.ts';
import { resolveChannels, resolveInterventions, resolveSignals } from './reading/resolveActions.ts';
import { resolveDecide, resolveGuardrails, resolveReward, resolveRules } from './reading/resolvePolicies.ts';
import { resolvePopulation, resolveState } from './reading/resolvePopulation.ts';
import { resolveStages } from './reading/resolveStages.ts';
import {
  addParameter,
  daysAt,
  daysOf,
  find,
  formulaAt,
  mapNamed,
  type Resolving,
} from './reading/resolving.ts';
import type { Clock, Scenario } from './scenario.ts';
import type { ScenarioInput } from './schema.ts';

export type Resolved = {
  readonly scenario: Scenario;
  readonly findings: readonly Finding[];
  /** Where each parameter stands in the file, those without a name of their own too. */
  readonly places: ReadonlyMap<string, Path>;
  /** Parameters that a numeric key names. */
  readonly used: ReadonlySet<string>;
  /** Where what behaviours own stands in the file. */
  readonly origins: Origins;
};

/** Spells out behaviours, defaults and shorthands; numbers that name a parameter take its value, or the one that `set` gives. */
export function resolveScenario(
  file: ScenarioInput,
  { set, table }: Pick<Resolving, 'set' | 'table'>,
  behaviours: readonly Behaviour[],
): Resolved {
  const to: Resolving = {
    parameters: new Map(),
    places: new Map(),
    used: new Set(),
    set,
    table,
    findings: [],
    tickDays: 1,
  };
  const clock = resolveClock(to, file.clock);
  for (const [name, parameter] of Object.entries(file.parameters ?? {})) {
    addParameter(to, name, parameter, ['parameters', name]);
  }
  const { input, origins } = expandBehaviours(to, file, behaviours);
  const parts = {
    nextmove: input.nextmove,
    name: input.name,
    description: input.description ?? '',
    clock,
    currency: input.currency,
    decide: resolveDecide(to, input),
    population: resolvePopulation(to, input),
    state: resolveState(to, input),
    signals: resolveSignals(to, input),
    features: mapNamed(input.features, ['features'], (formula, path) => formulaAt(to, formula, path)),
    channels: resolveChannels(to, input),
    interventions: resolveInterventions(to, input),
    stages: resolveStages(to, input),
    add: mapNamed(input.add, ['add'], (added, path) => ({
      to: added.to,
      term: formulaAt(to, added.term, [...path, 'term']),
    })),
    reward: resolveReward(to, input),
    terminalValue:
      input.terminalValue === undefined ? null : formulaAt(to, input.terminalValue, ['terminalValue']),
    guardrails: resolveGuardrails(to, input.guardrails),
    today: resolveRules(to, input),
  };
  const scenario = { ...parts, parameters: Object.fromEntries(to.parameters) };
  const rows = Object.keys(input.population.rows?.columns ?? {}).map((name) => {
    const path = ['population', 'rows', 'columns', name];
    return [originKey(['population', 'traits', name]), { path, exact: false }] as const;
  });
  return {
    scenario,
    findings: to.findings,
    places: to.places,
    used: to.used,
    origins: new Map([...origins, ...rows]),
  };
}

function resolveClock(to: Resolving, { start, tick, horizon, zone = 'UTC' }: ScenarioInput['clock']): Clock {
  const tickDays = daysOf(tick);
  if (tickDays > 0) to.tickDays = tickDays;
  else find(to, 'range', ['clock', 'tick'], `got ${tick}, wanted a duration longer than nothing`);
  const horizonDays = daysAt(to, horizon, ['clock', 'horizon']);
  if (horizonDays / to.tickDays > MOST_TICKS) {
    const message = `got ${horizon}, which is ${Math.round(horizonDays / to.tickDays)} ticks of ${tick}, wanted at most ${MOST_TICKS}`;
    find(to, 'range', ['clock', 'horizon'], message, {
      hint: 'Shorten it, or choose a longer `clock.tick`.',
    });
  }
  return { start, tickDays: to.tickDays, horizonDays, zone };
}

/** Two years by the minute. */
const MOST_TICKS = 2 ** 20;
