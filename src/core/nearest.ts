/** Up to this many candidates are listed in full where none is near. */
const LIST_AT_MOST = 12;

/**
 * The candidate nearest to `name` by {@link editDistance}, ignoring case, or undefined where none is near enough:
 * at most one edit for every three letters of the longer word (one edit for words up to five letters), and
 * never as many edits as the word has letters. The first of equally near candidates wins.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, candidate.toLowerCase());
    const length = Math.max(name.length, candidate.length);
    const cutoff = Math.min(Math.max(1, Math.floor(length / 3)), length - 1);
    if (distance <= cutoff && distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** A hint for an unknown name: the nearest candidate, else a short list of all, else undefined. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const all = [...candidates];
  const near = nearest(name, all);
  if (near !== undefined) return `Did you mean \`${near}\`?`;
  if (all.length === 0 || all.length > LIST_AT_MOST) return undefined;
  return `Known: ${all.map((candidate) => `\`${candidate}\``).join(', ')}.`;
}

/**
 * Damerau-Levenshtein distance in its restricted form (optimal string alignment): insertions, deletions,
 * substitutions and swaps of neighbours cost 1, and no letter is edited twice.
 */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    before = last;
    last = row;
  }
  return last[b.length];
}
