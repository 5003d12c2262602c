import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter(Boolean);
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const sources = tracked.filter((path) => /^(src|scripts)\/.*\.(ts|mjs)$/.test(path));
const self = 'scripts/repository.test.ts';

/** Lines of the files that match, as `file:line: text`. */
const linesWith = (pattern: RegExp, paths: readonly string[]) =>
  paths
    .filter((path) => path !== self)
    .flatMap((path) =>
      read(path)
        .split('\n')
        .map((text, at) => ({ path, line: at + 1, text })),
    )
    .filter(({ text }) => pattern.test(text))
    .map(({ path, line, text }) => `${path}:${line}: ${text.trim()}`);

it('the lock names no registry', () => {
  expect(linesWith(/"resolved"|registry\./, ['package-lock.json'])).toEqual([]);
});

it('no tracked text names a folder of one machine', () => {
  const text = tracked.filter((path) => /\.(ts|mjs|md|json|ya?ml|sh|ipynb)$/.test(path));
  expect(linesWith(/(?<![\w.])\/(?:work|root|home|Users)\//, text)).toEqual([]);
});

it('no test is skipped or alone, and nothing is left to do or silenced', () => {
  expect(linesWith(/\b(?:it|test|describe)\.(?:only|skip|todo|fails)\b/, sources)).toEqual([]);
  expect(
    linesWith(/\b(?:TODO|FIXME|XXX|HACK)\b|biome-ignore|@ts-(?:ignore|nocheck|expect-error)/, sources),
  ).toEqual([]);
});

it('files are named after what they hold, short, and at most two folders deep', () => {
  expect(sources.filter((path) => /^(?:utils?|helpers?|common|misc)\./i.test(basename(path)))).toEqual([]);
  expect(sources.filter((path) => path.split('/').length > 4)).toEqual([]);
  const long = sources.filter((path) => read(path).trimEnd().split('\n').length > 400);
  expect(long).toEqual([]);
});
