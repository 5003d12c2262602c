import { play } from '../../simulator/tiny.fixture.ts';
import { type BehaviourSettings, effectWorld } from '../../verbs/reference/effectWorld.ts';
import type { Behaviour } from '../behaviour.ts';

/** What happens to one customer, by tick. */
export type Script = {
  readonly ticks: number;
  readonly message?: readonly number[];
  readonly help?: readonly number[];
  readonly visit?: readonly number[];
  readonly trouble?: readonly number[];
};

export type Life = {
  /** The effect in each tick, to four decimals. */
  readonly effect: readonly number[];
  /** A column after each tick, `it` or `it_x`. */
  column(name: string): readonly number[];
};

/** One life under a behaviour, tick by tick; it begins on Monday, 6 January 2025. */
export async function liveWith(
  behaviour: Behaviour,
  settings: BehaviourSettings,
  script: Script,
  tickDays = 1,
): Promise<Life> {
  const { ticks, message = [], help = [], visit = [], trouble = [] } = script;
  const world = await effectWorld(
    behaviour,
    settings,
    (behaviours, effect) => `nextmove: 1
name: A life
clock: { start: "2025-01-06", tick: ${tickDays}d, horizon: ${ticks * tickDays}d }
currency: EUR
decide: [every ${tickDays}d]
population: { size: 1, traits: { price: { seen: true, formula: 40 } } }
signals:
  probe: { perDay: 0 }
  visit: { chance: "${at(visit, tickDays)}" }
  trouble: { chance: "${at(trouble, tickDays)}" }
behaviours: ${behaviours}
channels: { email: {} }
interventions:
  message: { channels: [email], in: [customer] }
  help: { channels: [email], in: [customer] }
stages:
  customer: { pays: { effect: { perDay: ${effect} } }, exits: { gone: { logit: -99 } } }
  gone: { terminal: true }
reward: { of: [effect], window: ${tickDays}d }`,
  );
  const act = (tick: number) =>
    message.includes(tick) ? 'message@email' : help.includes(tick) ? 'help@email' : 'none';
  const { records } = play(world, { act });
  const { outcomes, hidden } = records;
  const effect = new Array<number>(ticks).fill(0);
  const named = world.outcomes.findIndex(({ name }) => name === 'effect');
  for (let i = 0; i < outcomes.n; i++) {
    const { tick, ticks: length, value } = outcomes;
    if (outcomes.name[i] === named) effect.fill(value[i] / tickDays, tick[i], tick[i] + length[i]);
  }
  const names = [...world.traits.filter(({ seen }) => !seen), ...world.states].map(({ name }) => name);
  const width = names.length + 1; // the last says whether a contact arrived
  const column = (name: string) =>
    Array.from({ length: hidden!.n }, (_, i) => hidden!.values[i * width + names.indexOf(name)]);
  return { effect, column };
}

/** 1 in these ticks, else 0. */
function at(ticks: readonly number[], tickDays: number): string {
  const days = ticks.map((tick) => `elapsed == ${tick * tickDays}d`);
  return days.length === 0 ? '0' : `if(${days.join(' or ')}, 1, 0)`;
}

/** Numbers to four decimals, to be compared with those worked out by hand. */
export const rounded = (values: readonly number[]): number[] =>
  values.map((value) => Math.round(value * 1e4) / 1e4 + 0);
