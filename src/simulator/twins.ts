import type { Key } from '../core/luck.ts';
import type { Policy } from '../policies/policy.ts';
import type { World } from '../scenario/world.ts';
import type { Override } from './override.ts';
import type { Cohort } from './reset.ts';
import { type Lives, makeSimulator, simulateLives } from './rollout.ts';
import { type LuckUse, streamsOf } from './streams.ts';

/** One side of a pair: a policy, perhaps with one decision replaced. */
export type Side = { readonly policy: Policy; readonly override?: Override };

export type TwinOptions = {
  readonly root: Key;
  readonly use: LuckUse;
  readonly cohort: Cohort;
  /** Luck keys over which effects are means, the customers staying who they are; at least 2. */
  readonly luckKeys: number;
  /** Called after each luck key, and waited for: throw to stop. */
  readonly onProgress?: (done: number, total: number) => void | Promise<void>;
};

/** Per customer, [count]: mean over luck keys of value(a) - value(b), and that mean's standard error. */
export type TwinEffects = {
  readonly effect: Float64Array;
  readonly standardError: Float64Array;
  /** Whether each customer's override took hold under at least one key; all 1 without overrides. */
  readonly touched: Uint8Array;
  readonly luckKeys: number;
  /** In a coupled world a twin holds nobody else's allocation: then whole worlds were rerun and this is true. */
  readonly wholeWorlds: boolean;
};

/**
 * Expected effect on each customer of living under `a` instead of `b`: the same customer with the same luck, twice,
 * averaged over luck keys with the population fixed. A single key's difference depends on how luck is shared; the
 * mean does not. Value is discounted to tick 0 with the terminal value.
 */
export async function twinEffects(
  world: World,
  a: Side,
  b: Side,
  options: TwinOptions,
): Promise<TwinEffects> {
  const { root, use, cohort, luckKeys } = options;
  if (luckKeys < 2) throw new RangeError(`got ${luckKeys} luck keys, wanted at least 2`);
  const effect = new Float64Array(cohort.count);
  const squares = new Float64Array(cohort.count);
  const touched = new Uint8Array(cohort.count);
  const simulator = makeSimulator(world, { streams: streamsOf(root, use), cohort });
  for (let k = 1; k <= luckKeys; k++) {
    const streams = streamsOf(root, use, k - 1);
    const [first, second] = [a, b].map(({ policy, override }) =>
      simulateLives(world, policy, { streams, cohort, override }, simulator),
    );
    for (let i = 0; i < cohort.count; i++) {
      const off = worthOf(first, i) - worthOf(second, i) - effect[i];
      effect[i] += off / k;
      squares[i] += (off * off * (k - 1)) / k;
      touched[i] |= a.override ? first.summary.overridden[i] : 1;
    }
    await options.onProgress?.(k, luckKeys);
  }
  const standardError = squares.map((total) => Math.sqrt(total / (luckKeys - 1) / luckKeys));
  return { effect, standardError, touched, luckKeys, wholeWorlds: world.coupled };
}

function worthOf({ summary }: Lives, i: number): number {
  return summary.value[i] + summary.terminal[i];
}
