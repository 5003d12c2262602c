import { failed, ok, type Result } from '../core/issue.ts';
import { toMoney } from '../core/money.ts';
import { pow64 } from '../core/transcendental.ts';
import { type ActionSet, makeActionSet, NONE } from '../journey/actions.ts';
import type { OutcomeKind } from '../journey/records.ts';
import type { RewardDefinition } from '../journey/rewards.ts';
import type { ProblemSpec } from '../policies/policy.ts';
import { compileBehaviour } from './compileBehaviour.ts';
import { compileContext } from './compileContext.ts';
import { compileGuardrails } from './compileGuardrails.ts';
import { freezeRules, lowerRules, rulesLeaves } from './compileRules.ts';
import { makeLowering } from './lower.ts';
import type { DecideTrigger, Scenario, SourceMap } from './scenario.ts';
import { scenarioHash } from './scenarioHash.ts';
import { makeVocabulary } from './scopes.ts';
import type { World, WorldTrigger } from './world.ts';

export type CompileOptions = {
  /** Adds the hidden columns to the context: for the oracle, which no bundle may hold. */
  readonly oracle?: boolean;
};

/** Outcomes that every world has, whatever its payments. */
const EVERY_OUTCOME: readonly OutcomeKind[] = [
  { name: 'contact_cost', unit: 'money', sign: -1 },
  { name: 'offer_cost', unit: 'money', sign: -1 },
  { name: 'opt_out', unit: 'count', sign: -1 },
  { name: 'conversion', unit: 'count', sign: 1 },
];

/**
 * Turns a scenario into a world: formulas checked and lowered to one graph, names to indices, durations to ticks.
 * Fails with every issue of every formula, each with its place in the file.
 */
export async function compileWorld(
  { scenario, source }: { readonly scenario: Scenario; readonly source: SourceMap },
  { oracle = false }: CompileOptions = {},
): Promise<Result<World>> {
  const words = makeVocabulary(scenario);
  const lowering = makeLowering(source);
  const actions = actionsOf(scenario);
  const outcomes = outcomesOf(scenario);
  const behaviour = compileBehaviour(words, lowering, outcomes);
  const rules = lowerRules(words, lowering);
  const { program, featureOf } = compileContext(words, lowering, { ruleLeaves: rulesLeaves(rules), oracle });
  const guardrails = compileGuardrails(words, lowering, actions);
  const errors = lowering.issues.filter((issue) => issue.severity === 'error');
  if (errors.length > 0) return failed(lowering.issues);
  const spec: ProblemSpec = { actions, features: program.features };
  const { tickDays } = scenario.clock;
  const reward = rewardOf(scenario);
  const signs = new Map(reward.of.map(({ outcome, sign }) => [outcome, sign]));
  return ok(
    {
      scenario,
      hash: await scenarioHash(scenario),
      spec,
      actions,
      clock: {
        ticks: Math.round(scenario.clock.horizonDays / tickDays),
        tickDays,
        start: scenario.clock.start,
        zone: scenario.clock.zone,
      },
      ...behaviour,
      ...actionColumns(scenario, actions),
      seenStages: words.seenStages.category,
      seenOf: seenOf(scenario, words.seenStages.category),
      start: Float64Array.from(words.trueStages.category, (name) => scenario.population.start[name] ?? 0),
      outcomes,
      valueSign: Float64Array.from(outcomes, ({ name }) => signs.get(name) ?? 0),
      triggers: scenario.decide.map((trigger) => triggerOf(scenario, words.seenStages.category, trigger)),
      reward,
      context: program,
      guardrails,
      rules: freezeRules(words, rules, { spec, featureOf }),
      coupled: guardrails.ledgers.length > 0,
    },
    lowering.issues,
  );
}

/** none, then every intervention over each of its channels, in the file's order. */
export function actionsOf(scenario: Scenario): ActionSet {
  const names = Object.entries(scenario.interventions).flatMap(([name, { channels }]) =>
    channels.map((channel) => `${name}@${channel}`),
  );
  return makeActionSet([NONE, ...names]);
}

function outcomesOf(scenario: Scenario): OutcomeKind[] {
  const exits = Object.values(scenario.stages).flatMap((stage) => Object.values(stage.exits));
  const paying = [...Object.values(scenario.stages), ...exits, ...Object.values(scenario.signals)];
  const names = new Set(paying.flatMap(({ pays }) => Object.keys(pays)));
  return [...[...names].map((name): OutcomeKind => ({ name, unit: 'money', sign: 1 })), ...EVERY_OUTCOME];
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

function seenOf(scenario: Scenario, seenStages: readonly string[]): Uint16Array {
  return Uint16Array.from(Object.entries(scenario.stages), ([name, stage]) =>
    seenStages.indexOf(stage.seenAs ?? name),
  );
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
      return { kind: 'every', title: 'every', ticks: ticks(trigger.days) };
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
