import type { Story, StoryDay } from '../../evaluation/comparison.ts';
import { actionMatches } from '../../journey/actions.ts';
import { EventKind, type JourneyBlock, type LogSchema } from '../../journey/records.ts';
import { outcomeSigns } from '../../journey/rewards.ts';
import type { World } from '../../scenario/world.ts';
import { makeBlock } from '../../simulator/makeBlock.ts';
import { sourceKey } from '../../simulator/memory.ts';
import { resetBlock } from '../../simulator/reset.ts';
import { rollout, simulateLives } from '../../simulator/rollout.ts';
import { streamsOf } from '../../simulator/streams.ts';
import type { Setting } from './compareSetting.ts';
import { type Contender, policyOf } from './contenders.ts';

/** Customers among whom a telling life is looked for. */
const LOOKED_AT = 200;

/**
 * One customer's life under both policies with the same luck. An illustration: among customers whom both policies
 * treat, the one whose realised difference is nearest to the upper decile. Coupled worlds tell none: the others'
 * allocations would differ as well.
 */
export async function storyOf(setting: Setting, agent: Contender, rules: Contender): Promise<Story | null> {
  const { world, root, catalogue } = setting;
  if (world.coupled) return null;
  const streams = streamsOf(root, 'evaluation', 0);
  const policies = [rules, agent].map((contender) => ({
    contender,
    policy: policyOf(contender, 0, catalogue),
  }));
  const cohort = { from: 0, count: LOOKED_AT };
  const [before, after] = policies.map(
    ({ policy }) => simulateLives(world, policy, { streams, cohort }).summary,
  );
  const candidates = Array.from(before.value, (value, i) => ({
    customer: i,
    gain: after.value[i] + after.terminal[i] - value - before.terminal[i],
    treated: before.contacts[i] > 0 && after.contacts[i] > 0,
  }))
    .filter(({ treated }) => treated)
    .sort((a, b) => a.gain - b.gain);
  if (candidates.length === 0) return null;
  const { customer } = candidates[Math.floor(candidates.length * 0.9)];
  const lives = [];
  for (const { contender, policy } of policies) {
    const log = rollout(world, policy, { streams, cohort: { from: customer, count: 1 }, level: 'full' });
    for await (const block of log.blocks()) {
      const days = daysOf(world, log.schema, block);
      lives.push({ policy: contender.title, value: days.reduce((sum, day) => sum + day.value, 0), days });
    }
  }
  return { customer: String(customer), traits: traitsOf(setting, customer), lives };
}

/** The days on which something happened to the customer. */
function daysOf(
  world: World,
  schema: LogSchema,
  { decisions, outcomes, events, hidden }: JourneyBlock,
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
    if (unit === 'count') dayAt(outcomes.tick[i]).happened.push(name.replace('_', ' '));
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
  return [...days.entries()]
    .sort(([a], [b]) => a - b)
    .map(([tick, day]) => ({
      day: tick * world.clock.tickDays,
      stage: stageAt(rowAt(tick)),
      action: day.action,
      reached: reachedAt(rowAt(tick)),
      happened: day.happened,
      value: day.value,
    }));
}

function traitsOf({ world, root }: Setting, customer: number): Story['traits'] {
  const block = makeBlock(world, 1);
  resetBlock(block, streamsOf(root, 'evaluation', 0), { from: customer, count: 1 });
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
