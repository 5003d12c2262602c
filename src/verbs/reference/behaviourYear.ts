import type { OutcomeColumns } from '../../journey/records.ts';
import { openPolicy } from '../../policies/index.ts';
import type { Behaviour } from '../../scenario/behaviour.ts';
import type { World } from '../../scenario/world.ts';
import { rollout } from '../../simulator/rollout.ts';
import { streamsOf } from '../../simulator/streams.ts';
import { effectWorld } from './effectWorld.ts';

/** What a behaviour's effect was on each day of a year, and on which days happened what it refers to. */
export type BehaviourYear = { readonly effect: readonly number[]; readonly happened: readonly number[] };

const DAYS = 365;

/**
 * One customer's year, the same for every behaviour that is drawn: a message a week in March, April and May and every
 * other day in early September, a discount every forty days from March to September, help within days of trouble;
 * visits on most days from February to July, praise now and then and more often in spring, trouble on three days.
 */
export async function behaviourYear(behaviour: Behaviour): Promise<BehaviourYear> {
  const world = await yearWorld(behaviour);
  const log = rollout(world, openPolicy(world.rules, world.spec), {
    streams: streamsOf([2, 7], 'evaluation'),
  });
  const nameOf = (outcome: string) => world.outcomes.findIndex(({ name }) => name === outcome);
  const year = { effect: [] as number[], happened: [] as number[] };
  for await (const { outcomes } of log.blocks()) {
    year.effect.push(...daily(outcomes, nameOf('effect')));
    const counts = daily(outcomes, nameOf('happened'));
    year.happened.push(...counts.flatMap((count, day) => (count > 0 ? [day] : [])));
  }
  return year;
}

/** The world of that year, which pays the effect each day. */
export const yearWorld = (behaviour: Behaviour): Promise<World> =>
  effectWorld(behaviour, behaviour.example, (behaviours, effect) =>
    yearScenario({ behaviours, effect, happened: happeningOf(behaviour), trouble: troubleOf(behaviour) }),
  );

type Texts = {
  readonly behaviours: string;
  readonly effect: string;
  readonly happened: string;
  readonly trouble: string;
};

const yearScenario = ({ behaviours, effect, happened, trouble }: Texts) => `nextmove: 1
name: A customer's year
clock: { start: "2025-01-01", tick: 1d, horizon: ${DAYS}d }
currency: EUR
decide: [every 1d]
population: { size: 1, traits: { price: { seen: true, formula: 40 } } }
signals:
  probe: { perDay: 0 }
  visit: { chance: "if(elapsed >= 31d and elapsed < 212d, 0.8, 0.02)" }
  praise: { chance: "if(elapsed >= 59d and elapsed < 151d, 0.2, 0.04)" }
  trouble: { chance: "if(elapsed == 110d or elapsed == 135d or elapsed == 260d, 1, 0)" }
behaviours: ${behaviours}
channels: { email: {} }
interventions:
  message: { channels: [email], in: [customer] }
  discount: { channels: [email], in: [customer] }
  help: { channels: [email], in: [customer] }
stages: { customer: { pays: { effect: { perDay: ${effect} }, happened: { perDay: ${JSON.stringify(happened)} } }, exits: { gone: { logit: -99 } } }, gone: { terminal: true } }
reward: { of: [effect], window: 7d }
today:
  - { when: "${trouble}", do: help, every: 10d }
  - { when: "dayOfYear >= 60 and dayOfYear < 270", do: discount, every: 40d }
  - { when: "dayOfYear >= 60 and dayOfYear < 152", do: message, every: 7d }
  - { when: "dayOfYear >= 244 and dayOfYear < 260", do: message, every: 2d }
`;

/** How often something that the behaviour refers to happened in a tick. */
function happeningOf({ refers, example, signals = {} }: Behaviour): string {
  const named = Object.entries(refers).flatMap(([name, { kind, default: otherwise }]) => {
    const to = example[name] ?? otherwise;
    if (kind === 'contact' || kind === 'channel') return [`reached(${to})`];
    return kind === 'signal' ? [`count(${to})`] : [];
  });
  const own = Object.keys(signals).map((name) => `count(${name.replace(/^self/, 'it')})`);
  return [...named, ...own].join(' + ') || '0';
}

/** What help follows: trouble, or what goes wrong in the behaviour itself. */
function troubleOf({ signals = {} }: Behaviour): string {
  const own = Object.keys(signals).map((name) => name.replace(/^self/, 'it'));
  return ['trouble', ...own].map((name) => `count(${name}, 4d) > 0`).join(' or ');
}

/** An outcome's amount on each day; a recurring payment is one row. */
function daily({ n, name, value, tick, ticks }: OutcomeColumns, wanted: number): number[] {
  const days = new Array<number>(DAYS).fill(0);
  for (let i = 0; i < n; i++) if (name[i] === wanted) days.fill(value[i], tick[i], tick[i] + ticks[i]);
  return days;
}
