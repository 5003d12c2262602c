import { nearest } from '../../core/issue.ts';
import { NAME } from './leaves.ts';
import { choicesOf, type Schema, wantedBy } from './mend.ts';

/** `Did you mean ...?`, or undefined where no candidate is near. */
export function nearestHint(name: string, candidates: Iterable<string>): string | undefined {
  const near = nearest(name, candidates);
  return near === undefined ? undefined : `Did you mean \`${near}\`?`;
}

/** A name near to one that is none. */
export function nameRemedy(name: string): string | undefined {
  const plain = name.trim().replace(/\W+/g, '_');
  return NAME.test(plain) ? `Write \`${plain}\`.` : undefined;
}

/** What to write instead of a value that does not fit, where that can be guessed. */
export function remedyFor(value: unknown, schema: Schema | null): string | undefined {
  const wanted = wantedBy(schema);
  if (wanted.startsWith('a duration')) return durationRemedy(value);
  if (typeof value !== 'string') return undefined;
  if (wanted.startsWith('a number') || wanted.startsWith('a whole number')) return numberRemedy(value);
  return nearestHint(value, choicesOf(schema)) ?? firstWordRemedy(value, wanted);
}

/** Of several forms that begin with a word each, such as `every 7d` and `on SIGNAL`, the one with the nearest word. */
function firstWordRemedy(value: string, wanted: string): string | undefined {
  const words = [...wanted.matchAll(/`([a-z]+) [^`]*`/g)].map((match) => match[1]!);
  const [, word, rest] = /^([a-z]+)( .*)$/i.exec(value) ?? [];
  if (word === undefined) return undefined;
  const near = nearest(word, words);
  return near === undefined || near === word ? undefined : `Did you mean \`${near}${rest}\`?`;
}

function durationRemedy(value: unknown): string | undefined {
  if (typeof value === 'number') return `Write \`${value}d\` for days.`;
  const match = /^(\d+(?:\.\d+)?) ?([a-z]+)$/i.exec(String(value));
  if (match === null) return undefined;
  const unit = ['weeks', 'days', 'hours', 'minutes'].find((word) =>
    word.startsWith(match[2]!.toLowerCase().slice(0, 3)),
  );
  if (unit === undefined) return 'Units are `w`, `d`, `h` and `m` (minutes).';
  return `Write \`${match[1]}${unit[0]}\`.`;
}

function numberRemedy(value: string): string | undefined {
  const percent = /^(-?\d+(?:\.\d+)?) ?%$/.exec(value);
  if (percent) return `Write \`${Number(percent[1]) / 100}\`.`;
  const plain = value.replace(/[_ ',]/g, '');
  return /^-?\d+(\.\d+)?$/.test(plain) ? `Write \`${plain}\`, without quotes or separators.` : undefined;
}
