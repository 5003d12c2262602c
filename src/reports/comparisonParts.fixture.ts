/** Short ways to write down an invented comparison. */
import type {
  Assumption,
  Comparison,
  Difference,
  LearningPoint,
  Mean,
  Measure,
  PolicyResult,
  PolicyRole,
  StageFlow,
  StoryDay,
  Treatment,
  Uplift,
} from '../evaluation/comparison.ts';
import { measures } from '../evaluation/comparison.ts';

export const around = (mean: number, half: number): Mean => ({ mean, interval: [mean - half, mean + half] });

type PolicyRow = readonly [title: string, role: PolicyRole, ...means: readonly number[]];
/** Means in the order of `measures`; half-widths are the same share of each measure's largest value. */
export function policiesOf(rows: readonly PolicyRow[]): PolicyResult[] {
  return rows.map(([title, role, ...means]) => ({
    title,
    role,
    policyId: `sha256:${title.length.toString(16).padStart(8, '0')}`,
    means: Object.fromEntries(
      measures.map((m, i) => [
        m,
        around(means[i], 0.011 * Math.max(...rows.map((row) => Number(row[i + 2])))),
      ]),
    ) as { [M in Measure]: Mean },
    truncatedShare: 0.31,
  }));
}

export function differencesOf(
  policies: readonly PolicyResult[],
  unit: Difference['unit'],
  units: number,
  half = 0.0032,
) {
  return policies.flatMap((policy) =>
    policies
      .filter((reference) => reference !== policy)
      .flatMap((reference) =>
        measures.map((measure): Difference => {
          const top = Math.max(...policies.map((p) => p.means[measure].mean));
          const mean = policy.means[measure].mean - reference.means[measure].mean;
          const { interval } = around(mean, half * top);
          return { policy: policy.title, reference: reference.title, measure, mean, interval, unit, units };
        }),
      ),
  );
}

type FlowRow = readonly [stage: string, entered: number, atEnd: number, medianDays: number, lost: number];
type MoveRow = readonly [from: string, to: string, count: number, loss?: boolean];
export const flowOf = (policy: string, stages: readonly FlowRow[], moves: readonly MoveRow[]): StageFlow => ({
  policy,
  stages: stages.map(([stage, entered, atEnd, medianDays, lost]) => ({
    stage,
    entered,
    atEnd,
    medianDays,
    lost,
  })),
  moves: moves.map(([from, to, count, loss = false]) => ({ from, to, count, loss })),
});

export const treatmentsOf = (
  policy: string,
  stage: string,
  decisions: number,
  shares: { [action: string]: number },
) =>
  Object.entries(shares).map(
    ([action, share]): Treatment => ({
      policy,
      stage,
      action,
      share,
      decisions: Math.round(decisions * share),
    }),
  );

export const upliftsOf = (
  stage: string,
  action: string,
  effects: { [segment: string]: readonly [number, number] },
) =>
  Object.entries(effects).map(
    ([segment, [mean, half]], i): Uplift => ({
      stage,
      action,
      segment,
      customers: 900 + 411 * i,
      effect: around(mean, half),
    }),
  );

type AssumptionRow = readonly [string, number, number, number, number, number, string | null, string | null];
export const assumptionsOf = (base: number, rows: readonly AssumptionRow[]): Assumption[] =>
  rows.map(([parameter, value, low, high, atLow, atHigh, why, source]) => ({
    parameter,
    value,
    low,
    high,
    why,
    source,
    base,
    atLow,
    atHigh,
    flips: Math.min(atLow, atHigh) < 0 !== Math.max(atLow, atHigh) < 0,
  }));

/** Five seeds that climb from below the reference and level off above it. */
export function learningOf(agent: string, reference: number, gain: number): LearningPoint[] {
  return [11, 12, 13, 14, 15].flatMap((seed) =>
    Array.from({ length: 12 }, (_, i): LearningPoint => {
      const wobble = 0.35 * Math.sin(seed * 7 + i * 2.3);
      const value = reference + gain - (gain + 9) * 0.55 ** i + wobble;
      return { agent, seed, round: i + 1, decisions: (i + 1) * 42_000, value, reference };
    }),
  );
}

/** The days of a life on which something happened, as a log tells them. */
export function lifeOf(
  changes: { [day: number]: string },
  happenings: { [day: number]: Partial<StoryDay> },
  days: number,
): StoryDay[] {
  let stage = '';
  return Array.from({ length: days }, (_, day): StoryDay => {
    const happened = day > 0 && day in changes ? [`now ${changes[day]}`] : [];
    stage = changes[day] ?? stage;
    const pay = stage === 'gone' ? 0 : 0.42;
    return { day, stage, action: null, reached: false, happened, value: pay, ...happenings[day] };
  }).filter(({ action, happened }) => action !== null || happened.length > 0);
}

export const method = (root: string): Comparison['method'] => ({
  version: '0.1.0',
  seeds: { root, training: [11, 12, 13, 14, 15], evaluation: ['evaluation/0', 'evaluation/1'] },
  customers: 20_000,
  smallRun: null,
  luckKeys: 64,
  level: 0.95,
  agents: [
    {
      title: 'Linear Thompson sampling',
      kind: 'linear-thompson',
      options: { floor: 0.02, samples: 100, scale: 0.5 },
      chosen: true,
      validationValue: 278.9,
    },
    {
      title: 'Disjoint LinUCB',
      kind: 'linucb',
      options: { alpha: 1, floor: 0.05 },
      chosen: false,
      validationValue: 277.4,
    },
    {
      title: 'Neural-linear',
      kind: 'neural-linear',
      options: { hidden: 32, floor: 0.02 },
      chosen: false,
      validationValue: 278.1,
    },
  ],
  notes: ['The rules were tuned with the same number of simulated customer-ticks as the agent’s training.'],
  machine: 'linux x64, 2 cores, Node 20.20.2',
  seconds: 412,
});
