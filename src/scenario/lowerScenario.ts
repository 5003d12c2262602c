import type { Issue } from '../core/issue.ts';
import type { Guardrails } from '../guardrails/guardrails.ts';
import { type ActionSet, makeActionSet, NONE } from '../journey/actions.ts';
import type { OutcomeKind } from '../journey/records.ts';
import { TERMINAL_VALUE } from '../journey/rewards.ts';
import { compileBehaviour } from './compileBehaviour.ts';
import { compileContext } from './compileContext.ts';
import { compileGuardrails } from './compileGuardrails.ts';
import { type LoweredRules, lowerRules, rulesLeaves } from './compileRules.ts';
import { collidingDraws, drawsOf } from './drawNames.ts';
import { type Lowering, makeLowering } from './lower.ts';
import type { Scenario, SourceMap } from './scenario.ts';
import { makeVocabulary, type Vocabulary } from './scopes.ts';

/** Outcomes that every world has, whatever its payments. */
const EVERY_OUTCOME: readonly OutcomeKind[] = [
  { name: 'contact_cost', unit: 'money', sign: -1 },
  { name: 'offer_cost', unit: 'money', sign: -1 },
  { name: 'opt_out', unit: 'count', sign: -1 },
  { name: 'conversion', unit: 'count', sign: 1 },
];
const WORTH_AT_END: OutcomeKind = { name: TERMINAL_VALUE, unit: 'money', sign: 1 };

/** Every formula of a scenario as nodes, with all that is wrong with any of them. */
export type LoweredScenario = {
  readonly words: Vocabulary;
  readonly actions: ActionSet;
  readonly outcomes: readonly OutcomeKind[];
  readonly behaviour: ReturnType<typeof compileBehaviour>;
  readonly rules: LoweredRules;
  readonly context: ReturnType<typeof compileContext>;
  readonly guardrails: Guardrails;
  readonly issues: readonly Issue[];
};

export function lowerScenario(scenario: Scenario, source: SourceMap, oracle = false): LoweredScenario {
  const words = makeVocabulary(scenario);
  const lowering = makeLowering(source);
  const actions = actionsOf(scenario);
  const outcomes = outcomesOf(scenario);
  const behaviour = compileBehaviour(words, lowering, outcomes);
  const rules = lowerRules(words, lowering);
  const context = compileContext(words, lowering, { ruleLeaves: rulesLeaves(rules), oracle });
  const guardrails = compileGuardrails(words, lowering, actions);
  checkDraws(scenario, guardrails, lowering);
  return { words, actions, outcomes, behaviour, rules, context, guardrails, issues: lowering.issues };
}

/** Two draws of one hash would share their luck: renaming one of them is all it takes. */
function checkDraws(scenario: Scenario, { ledgers }: Guardrails, lowering: Lowering): void {
  const { population, channels, signals, stages, interventions } = scenario;
  const names = Object.keys;
  const draws = drawsOf({
    traits: Object.entries(population.traits).flatMap(([name, { kind }]) =>
      kind === 'mixture' ? [`${name}#0`, `${name}#1`] : [name],
    ),
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
export function outcomesOf({ stages, signals, reward, terminalValue }: Scenario): OutcomeKind[] {
  const exits = Object.values(stages).flatMap((stage) => Object.values(stage.exits));
  const paying = [...Object.values(stages), ...exits, ...Object.values(signals)];
  const names = new Set(paying.flatMap(({ pays }) => Object.keys(pays)));
  const subtracted = new Set(reward.of.flatMap(({ outcome, sign }) => (sign < 0 ? [outcome] : [])));
  const paid = [...names].map(
    (name): OutcomeKind => ({ name, unit: 'money', sign: subtracted.has(name) ? -1 : 1 }),
  );
  return [...paid, ...EVERY_OUTCOME, ...(terminalValue === null ? [] : [WORTH_AT_END])];
}
