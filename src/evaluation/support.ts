import type { LogSchema } from '../journey/records.ts';

/** What a pass over a log learns about how well it supports a target. */
export type Support = {
  /** Decisions used. */
  decisions: number;
  /** Left out: the log ends before their window, the customer was held out, no legal action for the target. */
  censored: number;
  heldOut: number;
  unsupported: number;
  /** Used decisions without a logged propensity, and, as treated, without a known chance of admission. */
  missingPropensity: number;
  unknownAdmission: number;
  sumWeights: number;
  sumSquaredWeights: number;
  largestWeight: number;
  clipped: number;
  /** Used decisions whose reward is not 0 and whose weight is above 0. */
  carrying: number;
  /** Fewest ticks between two decisions of one customer; Infinity where none has two. */
  shortestGap: number;
  /** [A] */
  readonly everLegal: Uint8Array;
  readonly everLogged: Uint8Array;
  /** [A] sum of the target's probabilities: what it asks for by name, else what it does. */
  readonly targetMass: Float64Array;
};

export function makeSupport(schema: LogSchema): Support {
  const actions = schema.actions.actions.length;
  return {
    decisions: 0,
    censored: 0,
    heldOut: 0,
    unsupported: 0,
    missingPropensity: 0,
    unknownAdmission: 0,
    sumWeights: 0,
    sumSquaredWeights: 0,
    largestWeight: 0,
    clipped: 0,
    carrying: 0,
    shortestGap: Number.POSITIVE_INFINITY,
    everLegal: new Uint8Array(actions).fill(schema.legality === 'all' ? 1 : 0),
    everLogged: new Uint8Array(actions),
    targetMass: new Float64Array(actions),
  };
}

/** (sum w)^2 / sum w^2 (Kish 1965): how many equally weighted decisions the weighted ones are worth. */
export function effectiveSampleSize({ sumWeights, sumSquaredWeights }: Support): number {
  return sumSquaredWeights === 0 ? 0 : (sumWeights * sumWeights) / sumSquaredWeights;
}

/** Names of the actions that the target takes but the log never had as legal. */
export function neverLegal({ everLegal, everLogged, targetMass }: Support, schema: LogSchema): string[] {
  return schema.actions.actions
    .filter((_, a) => targetMass[a] > 0 && everLegal[a] === 0 && everLogged[a] === 0)
    .map(({ name }) => name);
}

/** Names of the actions that the target takes in at least a millionth of decisions and that the log holds nowhere. */
export function neverLogged({ decisions, everLogged, targetMass }: Support, schema: LogSchema): string[] {
  return schema.actions.actions
    .filter((_, a) => targetMass[a] > 1e-6 * decisions && everLogged[a] === 0)
    .map(({ name }) => name);
}
