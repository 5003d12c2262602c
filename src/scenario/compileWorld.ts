import { failed, ok, type Result } from '../core/issue.ts';
import { toMoney } from '../core/money.ts';
import { pow64 } from '../core/transcendental.ts';
import type { ActionSet } from '../journey/actions.ts';
import type { RewardDefinition } from '../journey/rewards.ts';
import { durationText } from '../language/durations.ts';
import type { ProblemSpec } from '../policies/policy.ts';
import { freezeRules } from './compileRules.ts';
import { lowerScenario, outcomesOf } from './lowerScenario.ts';
import type { DecideTrigger, Scenario, SourceMap } from './scenario.ts';
import { scenarioHash } from './scenarioHash.ts';
import type { Vocabulary } from './scopes.ts';
import type { World, WorldTrigger } from './world.ts';

export type CompileOptions = {
  /** Adds the hidden columns to the context: for the oracle, which no bundle may hold. */
  readonly oracle?: boolean;
};

/**
 * Turns a scenario into a world: formulas checked and lowered to one graph, names to indices, durations to ticks.
 * Fails with every issue of every formula, each with its place in the file.
 */
export async function compileWorld(
  { scenario, source }: { readonly scenario: Scenario; readonly source: SourceMap },
  { oracle = false }: CompileOptions = {},
): Promise<Result<World>> {
  const lowered = lowerScenario(scenario, source, oracle);
  const { words, issues, actions, outcomes, behaviour, context, guardrails } = lowered;
  if (issues.some(({ severity }) => severity === 'error')) return failed(issues);
  const { program, featureOf } = context;
  const spec: ProblemSpec = { actions, features: program.features };
  const rules = freezeRules(words, lowered.rules, { spec, featureOf });
  const hash = await scenarioHash(scenario);
  const settled = { ...settledParts(scenario, words), ...actionColumns(scenario, actions), outcomes };
  const coupled = guardrails.ledgers.length > 0 || behaviour.referrals !== null;
  const compiled = { ...behaviour, context: program, guardrails, rules, coupled, oracle };
  return ok({ scenario, hash, spec, actions, ...settled, ...compiled }, issues);
}

/** What a scenario says without formulas. */
function settledParts(scenario: Scenario, { seenStages, trueStages }: Vocabulary) {
  const { clock, population, decide } = scenario;
  const { start, zone, tickDays } = clock;
  const reward = rewardOf(scenario);
  const signOf = (name: string) => reward.of.find(({ outcome }) => outcome === name)?.sign ?? 0;
  const seen = seenStages.category;
  return {
    clock: { ticks: Math.round(clock.horizonDays / tickDays), tickDays, start, zone },
    seenStages: seen,
    seenOf: Uint16Array.from(Object.entries(scenario.stages), ([name, { seenAs }]) =>
      seen.indexOf(seenAs ?? name),
    ),
    start: Float64Array.from(trueStages.category, (name) => population.start[name] ?? 0),
    valueSign: Float64Array.from(outcomesOf(scenario), ({ name }) => signOf(name)),
    triggers: decide.map((trigger) => triggerOf(scenario, seen, trigger)),
    reward,
  };
}

function rewardOf({ reward, clock }: Scenario): RewardDefinition {
  return {
    name: reward.name,
    of: reward.of,
    windowTicks: Math.round(reward.windowDays / clock.tickDays),
    discountPerTick: pow64(1 + reward.discountPerYear, -clock.tickDays / 365),
    bound: null,
  };
}

function actionColumns(scenario: Scenario, { actions }: ActionSet) {
  const channels = Object.keys(scenario.channels);
  const interventions = Object.keys(scenario.interventions);
  const cost = ({ intervention, channel }: ActionSet['actions'][number]) =>
    channel === null
      ? 0
      : toMoney(scenario.channels[channel].cost + scenario.interventions[intervention].cost);
  return {
    actionChannel: Int32Array.from(actions, ({ channel }) =>
      channel === null ? -1 : channels.indexOf(channel),
    ),
    actionIntervention: Int32Array.from(actions, ({ intervention }) => interventions.indexOf(intervention)),
    actionCost: Int32Array.from(actions, cost),
  };
}

function triggerOf(scenario: Scenario, seenStages: readonly string[], trigger: DecideTrigger): WorldTrigger {
  const ticks = (days: number) => Math.round(days / scenario.clock.tickDays);
  switch (trigger.kind) {
    case 'every':
      return { kind: 'every', title: `every ${durationText(trigger.days)}`, ticks: ticks(trigger.days) };
    case 'enter':
      return { kind: 'enter', title: `enter ${trigger.stage}`, stage: seenStages.indexOf(trigger.stage) };
    case 'signal':
      return {
        kind: 'signal',
        title: `signal ${trigger.signal}`,
        signal: Object.keys(scenario.signals).indexOf(trigger.signal),
      };
    case 'cooldown':
      return {
        kind: 'cooldown',
        title: `cooldown ${trigger.intervention}`,
        intervention: Object.keys(scenario.interventions).indexOf(trigger.intervention),
        ticks: ticks(scenario.interventions[trigger.intervention].cooldownDays ?? 0),
      };
  }
}
