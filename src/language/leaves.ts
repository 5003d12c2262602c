import { durationText } from './durations.ts';
import type { Leaf, LeafSource, ValueType, View } from './graph.ts';

/** Text of a reference as one writes it in a formula. `stage` reads alike for the seen and the true stage. */
export function leafText(source: LeafSource): string {
  switch (source.kind) {
    case 'trait':
    case 'state':
    case 'feature':
      return source.name;
    case 'consent':
      return `consent(${source.channel})`;
    case 'now':
      return countText(source.view, source.of, []);
    case 'count':
      return countText(source.view, source.of, [durationText(source.days)]);
    case 'recent':
      return `recent(${targetText(source.view, source.of)}, ${durationText(source.days)})`;
    case 'since':
      return `since(${targetText(source.view, source.of)}, never: ${durationText(source.never)})`;
    case 'lag':
      return `lag(${targetText(source.view, source.of)}, ${durationText(source.days)})`;
    case 'adstock':
      return `adstock(${targetText(source.view, source.of)}, ${durationText(source.halfLifeDays)})`;
    default:
      return source.kind;
  }
}

const countText = (view: View, of: string, window: readonly string[]) =>
  `${view === 'signal' ? 'count' : view}(${[of, ...window].join(', ')})`;

const targetText = (view: View, of: string) => (view === 'signal' ? of : `${view}(${of})`);

/** Key of a leaf: its text, with `true` in front of the true stage and of the time in it. */
export function leafKey(source: LeafSource): string {
  const hidden = (source.kind === 'stage' || source.kind === 'inStage') && source.view === 'true';
  return hidden ? `true ${source.kind}` : leafText(source);
}

/** The type that a source always has; null where its owner says. */
export function sourceType({ kind }: LeafSource): ValueType | null {
  if (kind === 'since' || kind === 'inStage' || kind === 'elapsed') return 'duration';
  if (kind === 'adstock') return 'real';
  if (kind === 'consent') return 'bool';
  return kind === 'trait' || kind === 'state' || kind === 'feature' || kind === 'stage' ? null : 'count';
}

/** A leaf with its canonical key. */
export function makeLeaf(source: LeafSource, type: ValueType, seen: boolean): Leaf {
  return { key: leafKey(source), type, seen, source };
}

/** Value of a leaf as text, to compare leaves by. */
export function leafIdentity({ key, type, seen, source }: Leaf): string {
  return JSON.stringify([key, type, seen, Object.entries(source).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
