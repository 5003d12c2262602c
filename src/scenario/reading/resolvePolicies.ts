import { formatDuration } from '../../core/duration.ts';
import { didYouMean, nearest } from '../../core/issue.ts';
import type { Budget, DecideTrigger, GuardrailSettings, Reward, Rule } from '../scenario.ts';
import type { ScenarioInput } from '../schema.ts';
import { describeValue, type Path } from './finding.ts';
import { DURATION, ranges } from './leaves.ts';
import { TRIGGER, WEEKDAYS } from './policySchema.ts';
import { resolveArbitration } from './resolveActions.ts';
import { daysAt, find, formulaAt, itemPath, listOf, numberAt, type Resolving } from './resolving.ts';

type GuardrailInput = NonNullable<ScenarioInput['guardrails']>;
type CapInput = Exclude<NonNullable<GuardrailInput['caps']>, readonly unknown[]>;
type BudgetInput = Exclude<NonNullable<GuardrailInput['budgets']>, readonly unknown[]>;
type RuleInput = Exclude<NonNullable<ScenarioInput['today']>, readonly unknown[]>;

export function resolveDecide(to: Resolving, input: ScenarioInput): DecideTrigger[] {
  return listOf<string>(input.decide).map((text, i): DecideTrigger => {
    const path = itemPath(input.decide, ['decide'], i);
    const { every, stage, signal, intervention } = TRIGGER.exec(text)?.groups ?? {};
    if (stage !== undefined) return { kind: 'enter', stage };
    if (signal !== undefined) return { kind: 'signal', signal };
    if (intervention !== undefined) return { kind: 'cooldown', intervention };
    if (DURATION.test(every!)) return { kind: 'every', days: daysAt(to, every!, path) };
    const hint = 'Write `every 7d`.';
    find(to, 'value', path, `got ${describeValue(text)}, wanted a duration with its unit after \`every\``, {
      hint,
    });
    return { kind: 'every', days: to.tickDays };
  });
}

export function resolveReward(to: Resolving, { reward }: ScenarioInput): Reward {
  return {
    name: reward.name ?? 'reward',
    of: listOf<string>(reward.of).map((text) => ({
      outcome: text.replace(/^[-+] ?/, ''),
      sign: text.startsWith('-') ? -1 : 1,
    })),
    windowDays: daysAt(to, reward.window, ['reward', 'window']),
    discountPerYear: numberAt(to, reward.discountPerYear ?? 0, ['reward', 'discountPerYear'], ranges.amount),
  };
}

export function resolveGuardrails(to: Resolving, input: GuardrailInput = {}): GuardrailSettings {
  const path = ['guardrails'];
  const { caps, budgets, quiet, holdout } = input;
  const days = listOf(quiet?.days).map((day) => WEEKDAYS.indexOf(day) + 1);
  return {
    caps: listOf<CapInput>(caps).map((cap, i) => resolveCap(to, cap, itemPath(caps, [...path, 'caps'], i))),
    budgets: listOf<BudgetInput>(budgets).map((budget, i) =>
      resolveBudget(to, budget, itemPath(budgets, [...path, 'budgets'], i)),
    ),
    quietDays: [...new Set(days)].sort(),
    quietHours: resolveQuietHours(to, quiet?.hours, [...path, 'quiet', 'hours']),
    holdout: numberAt(to, holdout ?? 0, [...path, 'holdout'], ranges.share),
  };
}

/** `20-8`, in a scenario whose ticks tell hours apart. */
function resolveQuietHours(to: Resolving, hours: string | undefined, path: Path) {
  if (hours === undefined) return null;
  if (to.tickDays * 24 > 1 + 1e-9) {
    const message = `got quiet hours, finer than the tick of ${formatDuration(to.tickDays)}, wanted quiet days`;
    const hint =
      'Use `quiet.days`, and keep quiet hours in the tool that sends; or take a tick of an hour or less.';
    find(to, 'finer-than-tick', path, message, { at: 'key', hint });
    return null;
  }
  const [, from, until] = (/^(\d{1,2})-(\d{1,2})$/.exec(hours.trim()) ?? []).map(Number);
  if (from < 24 && until <= 24 && from !== until % 24) return { from, until: until % 24 };
  find(
    to,
    'hours',
    path,
    `got the quiet hours ${JSON.stringify(hours)}, wanted two hours of the day such as 20-8`,
  );
  return null;
}

function resolveCap(to: Resolving, { of = 'any', amount, per, rolling, calendar }: CapInput, path: Path) {
  if (calendar === true || rolling === false) {
    const key = calendar === true ? 'calendar' : 'rolling';
    find(to, 'value', [...path, key], `got \`${key}: ${calendar === true}\`, wanted a cap that looks back`, {
      hint: 'Write `rolling: true` or nothing.',
    });
  }
  return { of, amount, perDays: daysAt(to, per, [...path, 'per']) };
}

function resolveBudget(to: Resolving, input: BudgetInput, path: Path): Budget {
  const { of = 'any', amount, per, calendar, rolling, charge = 'send', arbitrate } = input;
  if (calendar !== undefined && rolling !== undefined && calendar === rolling) {
    const message = `got \`calendar: ${calendar}\` and \`rolling: ${rolling}\`, wanted one of them true`;
    find(to, 'conflict', [...path, 'rolling'], message, { at: 'key' });
  }
  return {
    of,
    amount: numberAt(to, amount, [...path, 'amount'], ranges.amount),
    perDays: daysAt(to, per, [...path, 'per']),
    period: rolling === true || calendar === false ? 'rolling' : 'calendar',
    charge,
    arbitrate: resolveArbitration(arbitrate),
  };
}

export function resolveRules(to: Resolving, input: ScenarioInput): Rule[] {
  return listOf<RuleInput>(input.today).map((rule, i) => {
    const path = itemPath(input.today, ['today'], i);
    return {
      when: rule.when === undefined ? null : formulaAt(to, rule.when, [...path, 'when']),
      action: actionAt(to, rule.do, [...path, 'do'], input),
      everyDays: rule.every === undefined ? null : daysAt(to, rule.every, [...path, 'every']),
      onEnter: rule['on enter'] ?? null,
      once: rule.once ?? false,
    };
  });
}

/** The nearest action, or the actions of the nearest intervention, or all of them. */
function actionHint(
  name: string,
  actions: readonly string[],
  interventions: readonly string[],
): string | undefined {
  const near = nearest(name, actions) === undefined ? nearest(name.split('@')[0]!, interventions) : undefined;
  if (near === undefined) return didYouMean(name, actions);
  const own = actions.filter((action) => action.startsWith(`${near}@`));
  return `Did you mean ${own.map((action) => `\`${action}\``).join(' or ')}?`;
}

/** An action by name; an intervention that has one channel alone may stand for it. */
function actionAt(
  to: Resolving,
  name: string,
  path: Path,
  { interventions, channels }: ScenarioInput,
): string {
  const waysOf = (intervention: string) => listOf<string>(interventions[intervention]!.channels);
  const actionsOf = (intervention: string) =>
    waysOf(intervention).map((channel) => `${intervention}@${channel}`);
  const actions = Object.keys(interventions).flatMap(actionsOf);
  if (name === 'none' || actions.includes(name)) return name;
  const intervention = name.split('@')[0]!;
  const own = Object.hasOwn(interventions, intervention) ? actionsOf(intervention) : [];
  if (own.length === 1 && name === intervention) return own[0]!;
  const misspelt =
    own.length > 0 && waysOf(intervention).some((channel) => !Object.hasOwn(channels, channel));
  if (misspelt) return name;
  const hint =
    own.length > 0
      ? `Write ${own.map((action) => `\`${action}\``).join(' or ')}.`
      : actionHint(name, actions, Object.keys(interventions));
  const refersTo = ['interventions', intervention];
  find(to, 'unknown-name', path, `got ${describeValue(name)}, wanted an action`, { hint, refersTo });
  return name;
}
