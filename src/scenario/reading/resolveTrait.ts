import type { Distribution, MixturePart, Named, NumberDistribution, Trait } from '../scenario.ts';
import type { ScenarioInput } from '../schema.ts';
import type { Path } from './finding.ts';
import { ranges } from './leaves.ts';
import { find, formulaAt, mapNamed, numberAt, onlyKey, type Resolving } from './resolving.ts';

type TraitInput = NonNullable<ScenarioInput['population']['traits']>[string];
type SegmentInput = NonNullable<TraitInput['mixture']>[number];

const NUMBERS = ['normal', 'logNormal', 'uniform', 'beta', 'gamma', 'poisson'] as const;
const KINDS = [...NUMBERS, 'mixture', 'chance', 'oneOf', 'formula'] as const;

/** Bounds of a normal trait where the file has none: the largest f32. */
const UNBOUNDED = 3.4028234663852886e38;

export function resolveTrait(to: Resolving) {
  return (input: TraitInput, path: Path): Trait => {
    const kind = onlyKey(to, input, KINDS, path) ?? 'formula';
    return { seen: input.seen, unit: input.unit ?? null, ...distribution(to, input, kind, [...path, kind]) };
  };
}

type Shares = { readonly [name: string]: Parameters<typeof numberAt>[1] };

/** Shares by name, which sum to 1. */
export function sharesAt(to: Resolving, input: Shares, path: Path): Named<number> {
  const shares = mapNamed(input, path, (share, at) => numberAt(to, share, at, ranges.share));
  wholeAt(to, Object.values(shares), path);
  return shares;
}

function wholeAt(to: Resolving, shares: readonly number[], path: Path): void {
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (Math.abs(total - 1) < 1e-6) return;
  find(to, 'shares', path, `got shares that sum to ${Number(total.toFixed(6))}, wanted 1`, { at: 'key' });
}

function distribution(
  to: Resolving,
  input: TraitInput,
  kind: (typeof KINDS)[number],
  path: Path,
): Distribution {
  switch (kind) {
    case 'mixture':
      return { kind, parts: mixture(to, input.mixture!, path) };
    case 'chance':
      return { kind, p: numberAt(to, input.chance!, path, ranges.share) };
    case 'oneOf':
      return { kind, shares: sharesAt(to, input.oneOf!, path) };
    case 'formula':
      return { kind, formula: formulaAt(to, input.formula ?? 0, path) };
    default:
      return numbers(to, input, kind, path);
  }
}

function mixture(to: Resolving, input: readonly SegmentInput[], path: Path): MixturePart[] {
  const parts = input.map((part, i): MixturePart => {
    const at = [...path, i];
    const kind = onlyKey(to, part, NUMBERS, at);
    const share = numberAt(to, part.share, [...at, 'share'], ranges.share);
    // Where there is none, a finding says so, and this stands in.
    if (kind === null) return { share, kind: 'uniform', min: 0, max: 1 };
    return { share, ...numbers(to, part, kind, [...at, kind]) };
  });
  wholeAt(
    to,
    parts.map(({ share }) => share),
    path,
  );
  return parts;
}

function numbers(
  to: Resolving,
  input: Pick<SegmentInput, (typeof NUMBERS)[number]>,
  kind: (typeof NUMBERS)[number],
  path: Path,
): NumberDistribution {
  switch (kind) {
    case 'normal':
      return normal(to, input.normal!, path);
    case 'logNormal':
      return { kind, ...both(to, input.logNormal!, path) };
    case 'gamma':
      return { kind, ...both(to, input.gamma!, path) };
    case 'poisson':
      return { kind, mean: numberAt(to, input.poisson!.mean, [...path, 'mean'], ranges.poisson) };
    case 'uniform': {
      const [min, max] = twoNumbers(to, input.uniform!, path, ranges.any);
      return rising(to, { kind, min, max }, path);
    }
    case 'beta': {
      const [a, b] = twoNumbers(to, input.beta!, path, ranges.positive);
      return { kind, a, b };
    }
  }
}

type NumberInput = Parameters<typeof numberAt>[1];

function twoNumbers(
  to: Resolving,
  [first, second]: readonly [NumberInput, NumberInput],
  path: Path,
  range: (typeof ranges)['any' | 'positive'],
): [number, number] {
  return [numberAt(to, first, [...path, 0], range), numberAt(to, second, [...path, 1], range)];
}

function normal(to: Resolving, input: NonNullable<TraitInput['normal']>, path: Path): NumberDistribution {
  const at = (key: 'mean' | 'min' | 'max', fallback: number) =>
    input[key] === undefined ? fallback : numberAt(to, input[key], [...path, key], ranges.any);
  const sd = numberAt(to, input.sd, [...path, 'sd'], ranges.positive);
  const bounds = { min: at('min', -UNBOUNDED), max: at('max', UNBOUNDED) };
  return rising(to, { kind: 'normal' as const, mean: at('mean', 0), sd, ...bounds }, path);
}

/** Two positive numbers under their names. */
function both<K extends string>(to: Resolving, input: { readonly [key in K]: NumberInput }, path: Path) {
  return mapNamed<NumberInput, number>(input, path, (part, at) =>
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
