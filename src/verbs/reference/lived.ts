import { NONE } from '../../journey/actions.ts';
import { EventKind, type JourneyLog } from '../../journey/records.ts';
import { openPolicy } from '../../policies/index.ts';
import type { World } from '../../scenario/world.ts';
import { rollout, simulateLives } from '../../simulator/rollout.ts';
import { streamsOf } from '../../simulator/streams.ts';
import { wholeRun } from '../valuation.ts';

/** What some customers of a scenario came to under today's rules, in figures that can be held against what is known. */
export type Lived = {
  readonly customers: number;
  /** Share of customers who are lost within a year, by the survival of the horizon. */
  readonly lostAYear: number;
  /** Contacts sent, a customer and 30 days. */
  readonly contactsAMonth: number;
  /** Channels closed, a contact sent. */
  readonly optOutsAContact: number;
  /** Times that a stage was entered, a customer; whoever began there is not counted. */
  readonly entered: (stage: string) => number;
  /** Share of customers who were in a stage at the end. */
  readonly ended: (stage: string) => number;
  /** Times that a signal happened, a customer and year. */
  readonly yearly: (signal: string) => number;
  /** Share of the sends of an intervention after which a signal or (seen) stage followed within so many days. */
  readonly answered: (intervention: string, event: string, days: number) => number;
};

/** Customers whose lives are looked at: some hundred are enough for ranges, and quick. */
const CUSTOMERS = 600;

/** Lives some customers under today's rules: always the same ones. */
export async function livedUnderRules(world: World): Promise<Lived> {
  const policy = openPolicy(world.rules, world.spec);
  const root = [2718, 2818] as const;
  const streams = streamsOf(root, 'evaluation');
  const size = world.coupled ? world.scenario.population.size : CUSTOMERS;
  const cohort = wholeRun(world, root, 'evaluation', { size, repeat: 0 });
  const { summary, tally } = simulateLives(world, policy, { streams, cohort });
  const events = await happenings(rollout(world, policy, { streams, cohort, level: 'events' }));
  const years = (world.clock.ticks * world.clock.tickDays) / 365;
  const each = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / cohort.count;
  const shareOf = (flags: Uint8Array) => flags.reduce((a, b) => a + b, 0) / flags.length;
  const stage = (name: string) => placeOf(name, Object.keys(world.scenario.stages), 'stage');
  const began = counted(summary.startStage, world.stages.length);
  return {
    customers: cohort.count,
    lostAYear: 1 - shareOf(summary.retained) ** (1 / years),
    contactsAMonth: (each(summary.contacts) * 30) / (365 * years),
    optOutsAContact: each(summary.optOuts) / each(summary.contacts),
    entered: (name) => (tally.entered[stage(name)] - began[stage(name)]) / cohort.count,
    ended: (name) => tally.atEnd[stage(name)] / cohort.count,
    yearly: (signal) => events.timesOf(signal) / cohort.count / years,
    answered: (intervention, event, days) =>
      events.answered(intervention, event, Math.round(days / world.clock.tickDays)),
  };
}

function counted(codes: ArrayLike<number>, n: number): number[] {
  const counts = new Array<number>(n).fill(0);
  for (let i = 0; i < codes.length; i++) counts[codes[i]]++;
  return counts;
}

function placeOf(name: string, names: readonly string[], noun: string): number {
  const at = names.indexOf(name);
  if (at < 0) throw new Error(`no ${noun} is called ${name}; there are ${names.join(', ')}`);
  return at;
}

type Happenings = {
  readonly timesOf: (signal: string) => number;
  readonly answered: (intervention: string, event: string, ticks: number) => number;
};

/** Ticks at which something happened, by customer. */
type Days = Map<bigint, number[]>;

async function happenings(log: JourneyLog): Promise<Happenings> {
  const { signals, stages, actions } = log.schema;
  const days = new Map<string, Days>();
  const times = new Map<string, number>();
  const names = {
    [EventKind.stage]: stages,
    [EventKind.signal]: signals,
    [EventKind.sent]: actions.actions.map(({ intervention }) => intervention),
  };
  for await (const { events } of log.blocks()) {
    for (let i = 0; i < events.n; i++) {
      const name = names[events.kind[i] as keyof typeof names][events.name[i]];
      times.set(name, (times.get(name) ?? 0) + events.count[i]);
      const own = days.get(name) ?? new Map<bigint, number[]>();
      days.set(name, own);
      const customer = events.customer[i];
      own.set(customer, [...(own.get(customer) ?? []), events.tick[i]]);
    }
  }
  const daysOf = (name: string): Days => {
    placeOf(name, [...stages, ...signals, ...names[EventKind.sent].filter((one) => one !== NONE)], 'event');
    return days.get(name) ?? new Map();
  };
  return {
    timesOf: (signal) => times.get(signals[placeOf(signal, signals, 'signal')]) ?? 0,
    answered(intervention, event, ticks) {
      const answers = daysOf(event);
      const sends = [...daysOf(intervention)].flatMap(([customer, at]) =>
        at.map((sent) => (answers.get(customer) ?? []).some((tick) => tick >= sent && tick <= sent + ticks)),
      );
      return sends.filter(Boolean).length / sends.length;
    },
  };
}
