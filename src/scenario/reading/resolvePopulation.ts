import type { Distribution, Named, Population, StateColumn, Trait } from '../scenario.ts';
import type { ScenarioInput } from '../schema.ts';
import type { Path } from './finding.ts';
import { ranges } from './leaves.ts';
import { find, formulaAt, mapNamed, numberAt, onlyKey, type Resolving } from './resolving.ts';

type TraitInput = NonNullable<ScenarioInput['population']['traits']>[string];

const KINDS = ['normal', 'logNormal', 'uniform', 'beta', 'gamma', 'chance', 'oneOf', 'formula'] as const;

/** Bounds of a normal trait where the file has none: the largest f32. */
const UNBOUNDED = 3.4028234663852886e38;

export function resolvePopulation(to: Resolving, input: ScenarioInput): Population {
  const path = ['population'];
  const { size, start, traits } = input.population;
  return {
    size,
    start: startShares(to, start, input.stages),
    traits: mapNamed(traits, [...path, 'traits'], trait(to)),
  };
}

export function resolveState(to: Resolving, input: ScenarioInput): Named<StateColumn> {
  return mapNamed(input.state, ['state'], ({ start, next }, path) => ({
    start: formulaAt(to, start, [...path, 'start']),
    next: formulaAt(to, next, [...path, 'next']),
  }));
}

function startShares(
  to: Resolving,
  input: ScenarioInput['population']['start'],
  stages: ScenarioInput['stages'],
) {
  const path = ['population', 'start'];
  if (typeof input === 'string') return { [input]: 1 };
  if (input !== undefined) return sharesAt(to, input, path);
  const first = Object.keys(stages)[0];
  return first === undefined ? {} : { [first]: 1 };
}

type Shares = { readonly [name: string]: Parameters<typeof numberAt>[1] };

function sharesAt(to: Resolving, input: Shares, path: Path): Named<number> {
  const shares = mapNamed(input, path, (share, at) => numberAt(to, share, at, ranges.share));
  const total = Object.values(shares).reduce((sum, share) => sum + share, 0);
  if (Math.abs(total - 1) < 1e-6) return shares;
  find(to, 'shares', path, `got shares that sum to ${Number(total.toFixed(6))}, wanted 1`, { at: 'key' });
  return shares;
}

function trait(to: Resolving) {
  return (input: TraitInput, path: Path): Trait => {
    const kind = onlyKey(to, input, KINDS, path) ?? 'formula';
    return { seen: input.seen, unit: input.unit ?? null, ...distribution(to, input, kind, [...path, kind]) };
  };
}

function distribution(
  to: Resolving,
  input: TraitInput,
  kind: (typeof KINDS)[number],
  path: Path,
): Distribution {
  switch (kind) {
    case 'normal':
      return normal(to, input.normal!, path);
    case 'logNormal':
      return { kind, ...both(to, input.logNormal!, path) };
    case 'gamma':
      return { kind, ...both(to, input.gamma!, path) };
    case 'uniform': {
      const [min, max] = input.uniform!.map((bound, i) => numberAt(to, bound, [...path, i], ranges.any)) as [
        number,
        number,
      ];
      return rising(to, { kind, min, max }, path);
    }
    case 'beta': {
      const [a, b] = input.beta!.map((part, i) => numberAt(to, part, [...path, i], ranges.positive)) as [
        number,
        number,
      ];
      return { kind, a, b };
    }
    case 'chance':
      return { kind, p: numberAt(to, input.chance!, path, ranges.share) };
    case 'oneOf':
      return { kind, shares: sharesAt(to, input.oneOf!, path) };
    case 'formula':
      return { kind, formula: formulaAt(to, input.formula ?? 0, path) };
  }
}

function normal(to: Resolving, input: NonNullable<TraitInput['normal']>, path: Path): Distribution {
  const at = (key: 'mean' | 'min' | 'max', fallback: number) =>
    input[key] === undefined ? fallback : numberAt(to, input[key], [...path, key], ranges.any);
  const sd = numberAt(to, input.sd, [...path, 'sd'], ranges.positive);
  const bounds = { min: at('min', -UNBOUNDED), max: at('max', UNBOUNDED) };
  return rising(to, { kind: 'normal' as const, mean: at('mean', 0), sd, ...bounds }, path);
}

/** Two positive numbers under their names. */
function both<K extends string>(
  to: Resolving,
  input: { readonly [key in K]: Parameters<typeof numberAt>[1] },
  path: Path,
) {
  return mapNamed<Parameters<typeof numberAt>[1], number>(input, path, (part, at) =>
    numberAt(to, part, at, ranges.positive),
  ) as { [key in K]: number };
}

function rising<T extends { readonly min: number; readonly max: number }>(
  to: Resolving,
  bounds: T,
  path: Path,
): T {
  if (bounds.min < bounds.max) return bounds;
  find(to, 'range', path, `got min ${bounds.min} and max ${bounds.max}, wanted min below max`, { at: 'key' });
  return bounds;
}
