import { failed, ok, type Result } from '../core/issue.ts';
import { toMoney } from '../core/money.ts';
import { pow64 } from '../core/transcendental.ts';
import type { Guardrails } from '../guardrails/guardrails.ts';
import { type ActionSet, makeActionSet, NONE } from '../journey/actions.ts';
import type { OutcomeKind } from '../journey/records.ts';
import { type RewardDefinition, TERMINAL_VALUE } from '../journey/rewards.ts';
import { durationText } from '../language/durations.ts';
import type { ProblemSpec } from '../policies/policy.ts';
import { compileBehaviour } from './compileBehaviour.ts';
import { compileContext } from './compileContext.ts';
import { compileGuardrails } from './compileGuardrails.ts';
import { freezeRules, lowerRules, rulesLeaves } from './compileRules.ts';
import { collidingDraws, drawsOf } from './drawNames.ts';
import { type Lowering, makeLowering } from './lower.ts';
import type { DecideTrigger, Scenario, SourceMap } from './scenario.ts';
import { scenarioHash } from './scenarioHash.ts';
import { makeVocabulary, type Vocabulary } from './scopes.ts';
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
const WORTH_AT_END: OutcomeKind = { name: TERMINAL_VALUE, unit: 'money', sign: 1 };

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
  const lowered = lowerRules(words, lowering);
  const ruleLeaves = rulesLeaves(lowered);
  const { program, featureOf } = compileContext(words, lowering, { ruleLeaves, oracle });
  const guardrails = compileGuardrails(words, lowering, actions);
  checkDraws(scenario, guardrails, lowering);
  const { issues } = lowering;
  if (issues.some(({ severity }) => severity === 'error')) return failed(issues);
  const spec: ProblemSpec = { actions, features: program.features };
  const rules = freezeRules(words, lowered, { spec, featureOf });
  const hash = await scenarioHash(scenario);
  const settled = { ...settledParts(scenario, words), ...actionColumns(scenario, actions), outcomes };
  const coupled = guardrails.ledgers.length > 0;
  const compiled = { ...behaviour, context: program, guardrails, rules, coupled };
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

/** Two draws of one hash would share their luck: renaming one of them is all it takes. */
function checkDraws(scenario: Scenario, { ledgers }: Guardrails, lowering: Lowering): void {
  const { population, channels, signals, stages, interventions } = scenario;
  const names = Object.keys;
  const draws = drawsOf({
    traits: names(population.traits),
    channels: names(channels),
    signals: names(signals),
    stages: names(stages),
    interventions: names(interventions),
    ledgers: ledgers.map(({ name }) => name),
  });
  for (const [a, b] of collidingDraws(draws)) {
    const message = `got names whose draws \`${a}\` and \`${b}\` have one hash, so that they would share their luck`;
    lowering.complain('scenario/draw-collision', [], message, { hint: 'Rename one of them.' });
  }
}

/** none, then every intervention over each of its channels, in the file's order. */
export function actionsOf(scenario: Scenario): ActionSet {
  const names = Object.entries(scenario.interventions).flatMap(([name, { channels }]) =>
    channels.map((channel) => `${name}@${channel}`),
  );
  return makeActionSet([NONE, ...names]);
}

/** Outcomes that are paid, costs where the reward subtracts them, those that every world has, and the worth at the end. */
function outcomesOf({ stages, signals, reward, terminalValue }: Scenario): OutcomeKind[] {
  const exits = Object.values(stages).flatMap((stage) => Object.values(stage.exits));
  const paying = [...Object.values(stages), ...exits, ...Object.values(signals)];
  const names = new Set(paying.flatMap(({ pays }) => Object.keys(pays)));
  const subtracted = new Set(reward.of.flatMap(({ outcome, sign }) => (sign < 0 ? [outcome] : [])));
  const paid = [...names].map(
    (name): OutcomeKind => ({ name, unit: 'money', sign: subtracted.has(name) ? -1 : 1 }),
  );
  return [...paid, ...EVERY_OUTCOME, ...(terminalValue === null ? [] : [WORTH_AT_END])];
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
