import type { Story, StoryDay } from '../../evaluation/comparison.ts';
import { actionMatches } from '../../journey/actions.ts';
import { EndingCode, EventKind, type JourneyBlock, type LogSchema } from '../../journey/records.ts';
import { outcomeSigns } from '../../journey/rewards.ts';
import type { World } from '../../scenario/world.ts';
import { makeBlock } from '../../simulator/makeBlock.ts';
import { sourceKey } from '../../simulator/memory.ts';
import { type Cohort, resetBlock } from '../../simulator/reset.ts';
import { rollout, simulateLives } from '../../simulator/rollout.ts';
import { streamsOf } from '../../simulator/streams.ts';
import { wholeRun } from '../valuation.ts';
import type { Setting } from './compareSetting.ts';
import { type Contender, policyOf } from './contenders.ts';

/** Customers among whom a telling life is looked for. */
const LOOKED_AT = 200;
/** Where in their order by gain it is picked. */
const DECILE = 0.9;

/**
 * One customer's life under both policies with the same luck. An illustration: among customers whom both policies
 * treat, or whom either does where both treat nobody, the one whose realised difference is at the upper decile. Coupled
 * worlds tell none: the others' allocations would differ as well.
 */
export async function storyOf(setting: Setting, agent: Contender, rules: Contender): Promise<Story | null> {
  const { world, root, catalogue } = setting;
  if (world.coupled) return null;
  const streams = streamsOf(root, 'evaluation', 0);
  const policies = [rules, agent].map((contender) => ({
    contender,
    policy: policyOf(contender, 0, catalogue),
  }));
  const cohort = wholeRun(world, root, 'evaluation', { size: LOOKED_AT, repeat: 0 });
  const summaries = policies.map(({ policy }) => simulateLives(world, policy, { streams, cohort }).summary);
  const [before, after] = summaries.map(({ value, terminal, contacts }) => ({
    worth: value.map((paid, i) => paid + terminal[i]),
    contacts,
  }));
  const picked = pickLife(before, after);
  if (picked === null) return null;
  const { customer, chosen } = picked;
  const lives = [];
  for (const [side, { contender, policy }] of policies.entries()) {
    const one = { ...cohort, from: customer, count: 1 };
    const log = rollout(world, policy, { streams, cohort: one, level: 'full' });
    for await (const block of log.blocks()) {
      const value = [before, after][side].worth[customer];
      lives.push({ policy: contender.title, value, days: daysOf(world, log.schema, block) });
    }
  }
  return {
    customer: String(customer),
    chosen,
    traits: traitsOf(setting, { ...cohort, from: customer, count: 1 }),
    lives,
  };
}

export type LivedSide = {
  /** [customers] of each: discounted value with terminal value, and contacts sent. */
  readonly worth: ArrayLike<number>;
  readonly contacts: ArrayLike<number>;
};

/** The customer at the upper decile of realised gains among the treated, and how it was picked; null where nobody is. */
export function pickLife(
  before: LivedSide,
  after: LivedSide,
): { readonly customer: number; readonly chosen: string } | null {
  const all = Array.from({ length: before.worth.length }, (_, i) => ({
    customer: i,
    gain: after.worth[i] - before.worth[i],
    sides: Number(before.contacts[i] > 0) + Number(after.contacts[i] > 0),
  }));
  const both = all.filter(({ sides }) => sides === 2);
  const treated = both.length > 0 ? both : all.filter(({ sides }) => sides > 0);
  if (treated.length === 0) return null;
  treated.sort((a, b) => a.gain - b.gain);
  const { customer } = treated[Math.floor(treated.length * DECILE)];
  const whom =
    both.length > 0
      ? `${both.length} of ${all.length} customers whom both policies contact`
      : `${treated.length} of ${all.length} customers whom one of the policies contacts (nobody is contacted under both)`;
  return { customer, chosen: `Picked at the upper decile of the realised differences of ${whom}.` };
}

/** The days on which something happened to the customer. */
export function daysOf(
  world: World,
  schema: LogSchema,
  { decisions, outcomes, events, endings, hidden }: JourneyBlock,
): StoryDay[] {
  const days = new Map<number, { action: string | null; happened: string[]; value: number }>();
  const dayAt = (tick: number) => {
    const day = days.get(tick) ?? { action: null, happened: [], value: 0 };
    days.set(tick, day);
    return day;
  };
  for (let i = 0; i < decisions.n; i++) {
    const action = schema.actions.actions[decisions.executed[i]];
    if (actionMatches(action, 'any')) dayAt(decisions.tick[i]).action = action.name;
  }
  for (let i = 0; i < events.n; i++) {
    if (events.kind[i] === EventKind.signal) {
      const times = events.count[i] > 1 ? ` x ${events.count[i]}` : '';
      dayAt(events.tick[i]).happened.push(`${schema.signals[events.name[i]]}${times}`);
    }
  }
  const signs = outcomeSigns(schema, world.reward);
  for (let i = 0; i < outcomes.n; i++) {
    const { name, unit } = schema.outcomes[outcomes.name[i]];
    if (unit === 'count') dayAt(outcomes.tick[i]).happened.push(name.replaceAll('_', ' '));
    if (signs[outcomes.name[i]] === 0) continue;
    dayAt(outcomes.tick[i]).value += signs[outcomes.name[i]] * outcomes.value[i] * outcomes.ticks[i];
  }
  const rowAt = (tick: number) => (hidden ? hidden.tick.subarray(0, hidden.n).indexOf(tick) : -1);
  const stageAt = (row: number) => (hidden && row >= 0 ? schema.trueStages[hidden.stage[row]] : '');
  const width = schema.hidden.length;
  const reachedAt = (row: number) =>
    hidden !== null && row >= 0 && hidden.values[row * width + schema.hidden.indexOf('reached')] === 1;
  if (hidden) {
    for (let i = 1; i < hidden.n; i++) {
      if (hidden.stage[i] === hidden.stage[i - 1]) continue;
      dayAt(hidden.tick[i]).happened.push(`now ${schema.trueStages[hidden.stage[i]]}`);
    }
  }
  const left = leaving(world, endings, hidden);
  if (left !== null) dayAt(left.tick).happened.push(`now ${left.stage}`);
  return [...days.entries()]
    .sort(([a], [b]) => a - b)
    .map(([tick, day]) => ({
      day: tick * world.clock.tickDays,
      stage: tick === left?.tick ? left.stage : stageAt(rowAt(tick)),
      action: day.action,
      reached: reachedAt(rowAt(tick)),
      happened: day.happened,
      value: day.value,
    }));
}

/** When and to which stage somebody leaves whose journey ends with that, so that no row of the truth shows it. */
function leaving(
  world: World,
  endings: JourneyBlock['endings'],
  hidden: JourneyBlock['hidden'],
): { readonly tick: number; readonly stage: string } | null {
  if (endings.n === 0 || endings.code[0] !== EndingCode.left) return null;
  const last = hidden === null || hidden.n === 0 ? null : world.stages[hidden.stage[hidden.n - 1]];
  if (last?.terminal) return null;
  return { tick: endings.tick[0], stage: world.seenStages[endings.stage[0]] };
}

function traitsOf({ world, root }: Setting, one: Cohort): Story['traits'] {
  const block = makeBlock(world, 1);
  resetBlock(block, streamsOf(root, 'evaluation', 0), one);
  return world.traits.map(({ name, seen, type }) => {
    const value = block.columns.get(sourceKey({ kind: 'trait', name }))?.[0] ?? Number.NaN;
    const text =
      typeof type === 'object'
        ? type.category[value]
        : type === 'bool'
          ? value
            ? 'yes'
            : 'no'
          : value.toPrecision(3);
    return { name, value: text, seen };
  });
}
