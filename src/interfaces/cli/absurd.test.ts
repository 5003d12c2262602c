import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const main = join(import.meta.dirname, '../../../dist/interfaces/cli/main.js');
const home = mkdtempSync(join(tmpdir(), 'nextmove-absurd-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Runs with little memory, so that whatever allocates before it looks is found out. */
function refusal(args: readonly string[]) {
  const words = ['--max-old-space-size=256', main, ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    ...{ cwd: home, encoding: 'utf8', timeout: 60_000, maxBuffer: 2 ** 28 },
  });
  expect(stderr).not.toMatch(/mistake of nextmove|^ +at /m);
  return { status, stdout, stderr };
}

const simulate = ['simulate', 'retail-intent', '--customers', '5'];
const crowd = ['simulate', 'saas-onboarding'];

describe('an absurd argument', () => {
  it.each([
    [['simulate', 'retail-intent', '--customers', '0'], /--customers: got 0, wanted a whole number of at/],
    [['simulate', 'retail-intent', '--customers=-1'], /--customers: got -1, wanted a whole number/],
    [['simulate', 'retail-intent', '--customers', '1.5'], /--customers: got 1.5, wanted a whole number/],
    [['simulate', 'retail-intent', '--customers', 'many'], /--customers: got many, wanted a whole number/],
    [['simulate', 'retail-intent', '--customers', '1e400'], /--customers: got 1e400, wanted a whole/],
    [[...simulate, '--workers', '0'], /--workers: got 0, wanted a whole number of at least 1/],
    [[...simulate, '--workers', '1e6'], /--workers: got 1000000, wanted a number from 1 to 256/],
    [[...simulate, '--level', '1'], /--level: got 1, wanted a number from 0.5 to 0.9999/],
    [[...simulate, '--snapshot-every=-1'], /--snapshot-every: got -1, wanted a number of at least 0/],
    [[...simulate, '--resume'], /resume -> out/],
  ])('%j is refused as not understood', (args, words) => {
    const { status, stderr } = refusal(args);
    expect(stderr).toMatch(words);
    expect(status).toBe(2);
  });

  it.each([
    [['simulate', 'retail-intent', '--customers', '1e12'], /got 1000000000000 customers in all, wanted at/],
    [[...crowd, '--worlds', '1e9'], /got 2000000000000 customers in all, wanted at most 4294967296/],
    [[...crowd, '--set', 'population.size=1e9'], /2 worlds at once of 1000000000 .* need 1900 GiB/],
    [
      ['train', 'retail-intent', '--agent', 'thompson', '--customers', '1e10'],
      /a round, which need 9300 GiB/,
    ],
    [['compare', 'retail-intent', '--seeds', '1e9'], /1000000000 seeds of 4000 .* need 2100000 GiB/],
    [[...simulate, '--sample', '0'], /got the sample 0, wanted a share above 0, at most 1/],
    [[...simulate, '--sample', '2'], /got the sample 2, wanted a share above 0, at most 1/],
    [[...simulate, '--set', 'clock.horizon=0d'], /clock.horizon: got 0d, finer than the tick/],
    [[...simulate, '--set', 'clock.horizon=1000000000d'], /1000000000 ticks of 1d, wanted at most 1048576/],
    [[...simulate, '--set', 'clock.tick=0d'], /clock.tick: got 0d/],
    [[...simulate, '--set', 'price_effect=1e308'], /`price_effect` is 1e\+308, too large for 32 bits/],
    [[...simulate, '--set', 'channels.email.cost=-1'], /channels.email.cost: .*-1/],
    [[...simulate, '--set', 'nothing.here=3'], /got a value for `nothing.here`/],
    [['trace', 'retail-intent', '--customer', '99999999999999'], /got the customer 99999999999999/],
    [['trace', 'retail-intent', '--customer', '1', '--tick', '1000'], /got the tick 1000, wanted 0 to 181/],
  ])('%j is refused before anything is begun', (args, words) => {
    const { status, stdout, stderr } = refusal(args);
    expect(stderr).toMatch(words);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(readdirSync(home)).toEqual([]);
  });
});

const retail = readFileSync(join(import.meta.dirname, '../../../scenarios/retail-intent.yaml'));
const deep = (text: string, depth: number, end: string) => `${text.repeat(depth)}1${end.repeat(depth)}`;
const withState = (formula: string) =>
  retail.toString().replace('\nstate:', `\nstate:\n  deep: { start: 0, next: "${formula}" }`);
const bomb = [...'abcdefgh'].map((name, k, all) => {
  const of = k === 0 ? '1' : `*${all[k - 1]}`;
  return `${name}: &${name} [${Array(9).fill(of).join(', ')}]`;
});

describe('a file that is no scenario', () => {
  it.each([
    ['nothing', '', /^x.yaml:1:1: got nothing, wanted a scenario/],
    ['UTF-16', Buffer.concat([Buffer.of(255, 254), Buffer.from('name: x', 'utf16le')]), /got text in UTF-16/],
    ['Latin 1', Buffer.concat([retail, Buffer.of(0x23, 0xe9)]), /got bytes that are no text in UTF-8/],
    ['bytes', Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 97) & 255)), /no text in UTF-8/],
    ['aliases that grow', bomb.join('\n'), /this is no YAML: Excessive alias count/],
    [
      'an alias in itself',
      'nextmove: 1\nname: &x { a: *x }',
      /x.yaml:2:15: got the alias `\*x`, wanted one whose/,
    ],
    ['a deep list', `nextmove: 1\nname: ${deep('[', 100_000, ']')}`, /x.yaml:2:\d+: this is no YAML/],
    ['a long formula', withState(deep('(', 20_000, ')')), /over 20000/],
    ['a deep formula', withState(deep('(', 900, ')')), /nest/],
  ])('%s is named', (_, content, words) => {
    writeFileSync(join(home, 'x.yaml'), content);
    const { status, stderr } = refusal(['simulate', 'x.yaml']);
    expect(stderr).toMatch(words);
    expect(status).toBe(1);
    rmSync(join(home, 'x.yaml'));
  });

  it('but one that begins with a byte order mark is one', () => {
    writeFileSync(join(home, 'x.yaml'), Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), retail]));
    expect(refusal(['simulate', 'x.yaml', '--customers', '5']).status).toBe(0);
    rmSync(join(home, 'x.yaml'));
  });
});

it('a table of 100,000 columns is read as one', () => {
  const names = Array.from({ length: 100_000 }, (_, k) => `c${k}`).join(',');
  writeFileSync(join(home, 'wide.csv'), `${names}\n`);
  const { status, stderr } = refusal(['import', 'wide.csv', '--quiet', '--draft', 'wide.mapping.yaml']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
