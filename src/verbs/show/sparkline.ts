const BARS = '▁▂▃▄▅▆▇█';

/** Values as a row of little bars from the least to the greatest, such as `▁▄▆█`; nothing for what is not finite. */
export function sparkline(values: readonly number[]): string {
  const finite = values.filter(Number.isFinite);
  const low = Math.min(...finite);
  const range = Math.max(...finite) - low;
  return values
    .map((value) => {
      if (!Number.isFinite(value)) return ' ';
      return BARS[range === 0 ? 3 : Math.round(((value - low) / range) * (BARS.length - 1))];
    })
    .join('');
}
