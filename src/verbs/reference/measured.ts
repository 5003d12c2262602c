import type { Advice, Comparison, Interval, PolicyRole } from '../../evaluation/comparison.ts';

/** What a full comparison in a scenario of the library came to, as short as a card and the README need it. */
export type Measurement = {
  /** Hash of the scenario that was run: a row of another scenario than today's says nothing. */
  readonly hash: string;
  readonly command: string;
  readonly version: string;
  readonly machine: string;
  readonly minutes: number;
  readonly seeds: number;
  /** Fresh customers, all seeds together. */
  readonly customers: number;
  readonly coupled: boolean;
  readonly currency: string;
  readonly days: number;
  /** The agent that did best on validation luck. */
  readonly agent: string;
  /** Value a customer on the same fresh luck, policy minus reference, with 95 % intervals. */
  readonly differences: readonly MeasuredDifference[];
  /** Share of the way from today's rules to the oracle; null where it is withheld. */
  readonly gapClosed: number | null;
  readonly harm: { readonly customers: number; readonly worseOff: number; readonly betterOff: number };
  /** The assumption that moves agent minus tuned rules most, and that difference at its low and its high. */
  readonly movesMost: Moved | null;
  /** Assumptions of which one end has another winner. */
  readonly flips: readonly string[];
  readonly advice: readonly Advice[];
};

export type MeasuredDifference = {
  readonly policy: PolicyRole;
  readonly reference: PolicyRole;
  readonly mean: number;
  readonly interval: Interval;
  /** What the interval counts, and how many. */
  readonly unit: 'customer' | 'world' | 'seed';
  readonly units: number;
};

type Moved = { readonly parameter: string; readonly atLow: number; readonly atHigh: number };

/** Measurements by the name of the scenario's file: what scenarios/measured.json holds. */
export type Measurements = { readonly [scenario: string]: Measurement };

/** Policy and reference of each difference that is kept. */
const KEPT: readonly (readonly [PolicyRole, PolicyRole])[] = [
  ['rules', 'none'],
  ['rules', 'uniform'],
  ['tunedRules', 'rules'],
  ['responseGreedy', 'rules'],
  ['agent', 'rules'],
  ['agent', 'tunedRules'],
  ['oracle', 'rules'],
];

/** What is to hold in each scenario of the library: its rules are no straw men, and learning pays. */
export const requirements = [
  { policy: 'rules', reference: 'none' },
  { policy: 'rules', reference: 'uniform' },
  { policy: 'agent', reference: 'rules' },
] as const;

/** A measurement out of a comparison that `command` made. */
export function measurementOf(comparison: Comparison, command: string): Measurement {
  const { scenario, method, headline, gap, harm, assumptions, advice } = comparison;
  const [moved] = [...assumptions].sort((a, b) => reach(b) - reach(a));
  return {
    hash: scenario.hash,
    command,
    version: method.version,
    machine: method.machine,
    minutes: Math.round(method.seconds / 6) / 10,
    seeds: method.seeds.training.length,
    customers: method.customers,
    coupled: scenario.coupled,
    currency: scenario.currency,
    days: scenario.horizonDays,
    agent: headline.agent,
    differences: KEPT.map(([policy, reference]) => measuredDifference(comparison, policy, reference)),
    gapClosed: gap.share === null ? null : short(gap.share),
    harm: { customers: harm.customers, worseOff: harm.worseOff, betterOff: harm.betterOff },
    movesMost: moved
      ? { parameter: moved.parameter, atLow: short(moved.atLow), atHigh: short(moved.atHigh) }
      : null,
    flips: assumptions.filter(({ flips }) => flips).map(({ parameter }) => parameter),
    advice,
  };
}

const reach = ({ atLow, atHigh }: Moved) => Math.abs(atHigh - atLow);
const short = (value: number) => Number(value.toPrecision(6));

function measuredDifference(
  { policies, differences }: Comparison,
  policy: PolicyRole,
  reference: PolicyRole,
): MeasuredDifference {
  const titleOf = (role: PolicyRole) => policies.find((one) => one.role === role)?.title;
  const found = differences.find(
    (one) =>
      one.measure === 'value' && one.policy === titleOf(policy) && one.reference === titleOf(reference),
  );
  if (found === undefined) throw new Error(`the comparison holds no value of ${policy} minus ${reference}`);
  const { mean, interval, unit, units } = found;
  return {
    ...{ policy, reference, mean: short(mean) },
    ...{ interval: [short(interval[0]), short(interval[1])], unit, units },
  };
}

/** Policy minus reference, whichever way round it is kept. */
export function measured(
  { differences }: Pick<Measurement, 'differences'>,
  policy: PolicyRole,
  reference: PolicyRole,
): MeasuredDifference {
  const as = differences.find((one) => one.policy === policy && one.reference === reference);
  if (as !== undefined) return as;
  const inverse = differences.find((one) => one.policy === reference && one.reference === policy);
  if (inverse === undefined) throw new Error(`no difference of ${policy} and ${reference} was kept`);
  const { mean, interval } = inverse;
  return { ...inverse, policy, reference, mean: -mean, interval: [-interval[1], -interval[0]] };
}

/** The requirements that a measurement does not clearly fulfil: their interval is not above zero. */
export function unfulfilled(measurement: Pick<Measurement, 'differences'>): readonly MeasuredDifference[] {
  return requirements
    .map(({ policy, reference }) => measured(measurement, policy, reference))
    .filter(({ interval }) => !(interval[0] > 0));
}

/** The measurement of a scenario with this hash; null where there is none, or where the scenario has moved on since. */
export function measurementFor(all: Measurements, name: string, hash: string): Measurement | null {
  const found = all[name];
  return found?.hash === hash ? found : null;
}
