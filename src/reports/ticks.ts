export type Scale = {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  readonly step: number;
};

/** A range for an axis that holds all values, begins and ends on a tick, with about `wanted` round steps. */
export function scaleOf(values: readonly number[], wanted: number): Scale {
  const finite = values.filter(Number.isFinite);
  const [low, high] = finite.length === 0 ? [0, 1] : [Math.min(...finite), Math.max(...finite)];
  const size = Math.max(Math.abs(low), Math.abs(high));
  const span = high - low > Math.max(1e-6 * size, 1e-100) ? high - low : Math.max(size, 1);
  const step = roundStep(span / Math.max(1, wanted));
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(Math.ceil(high / step - 1e-9), first + 1);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => tidy((first + i) * step));
  return { low: ticks[0], high: ticks[ticks.length - 1], ticks, step };
}

/** d3-format's name for the decimals that a step needs. */
export function tickFormat(step: number): string {
  return `,.${Math.max(0, Math.ceil(-Math.log10(step) - 1e-9))}f`;
}

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5].find((f) => f * power >= rough * (1 - 1e-9)) ?? 10;
  return factor * power;
}

const tidy = (value: number) => Number(value.toPrecision(12));
