import { describe, expect, it } from 'vitest';
import { formatIssue, unwrap } from '../core/issue.ts';
import { parseMapping, readMapping } from './readMapping.ts';

const MINIMAL = 'mapping: 1\naction: item\noutcomes: { click: { column: click } }\n';

function complaints(text: string): string {
  const result = parseMapping(text, 'm.yaml');
  return result.ok ? 'ok' : result.issues.map(formatIssue).join('\n');
}

describe('parseMapping', () => {
  it('fills in what a short mapping leaves out', () => {
    expect(unwrap(parseMapping(MINIMAL, 'm.yaml'))).toEqual({
      mapping: 1,
      context: {},
      action: { column: 'item' },
      outcomes: { click: { column: 'click', unit: 'count', sign: 1 } },
      legality: 'unknown',
    });
  });

  it('reads JSON, shares as fractions, and durations', () => {
    const text = JSON.stringify({
      mapping: 1,
      action: { column: 'arm', names: [0, 1] },
      propensity: { randomised: { 0: '2/3', 1: '1/3' } },
      outcomes: { y: { column: 'y', unit: 'money', sign: -1, values: { yes: 1 } } },
      customer: 'id',
      time: 'at',
      clock: { tick: '12h' },
    });
    const mapping = unwrap(parseMapping(text, 'm.json'));
    expect(mapping.action).toEqual({ column: 'arm', names: ['0', '1'] });
    expect(mapping.propensity).toEqual({ randomised: { 0: 2 / 3, 1: 1 / 3 } });
    expect(mapping.clock).toEqual({ tickDays: 0.5 });
  });

  it.each([
    [
      'an unknown key',
      `${MINIMAL}propensty: { column: p }`,
      /^m.yaml:4:1 propensty: unknown key `propensty`. Did you mean `propensity`\?/,
    ],
    [
      'a key that is like none',
      `${MINIMAL}foo: 1`,
      /^m.yaml:4:1 foo: unknown key `foo`. Known: `mapping`, `title`, .*`clock`\.$/,
    ],
    ['a wrong version', MINIMAL.replace('1', '2'), /^m.yaml:1:1 mapping: wanted `mapping: 1`/],
    [
      'a share above 1',
      `${MINIMAL}propensity: { randomised: { a: 2 } }`,
      /^m.yaml:4:29 propensity.randomised.a: got 2, wanted a share/,
    ],
    [
      'shares that do not add up',
      `${MINIMAL}propensity: { randomised: { a: .5, b: .4 } }`,
      /propensity.randomised: the shares .* do not sum to 1/,
    ],
    [
      'a kind that does not exist',
      `${MINIMAL}context:\n  age: float`,
      /^m.yaml:5:3 context.age: wanted number, count, bool, category/,
    ],
    [
      'a sign of 2',
      MINIMAL.replace('click }', 'click, sign: 2 }'),
      /outcomes.click.sign: wanted 1, or -1 for a cost/,
    ],
    ['broken YAML', 'mapping: 1\naction: [', /^m.yaml:2:/],
    ['no mapping at all', '', /^m.yaml/],
  ])('names place and remedy for %s', (_, text, message) => {
    expect(complaints(text)).toMatch(message);
  });

  it('says all that is wrong at once', () => {
    expect(complaints('mapping: 1\nlegality: some\ncolour: red').split('\n')).toHaveLength(4);
  });

  it('says that the file is not there', async () => {
    const result = await readMapping('gone.yaml');
    expect(result.ok ? '' : formatIssue(result.issues[0])).toContain(
      'gone.yaml: cannot read the mapping file (ENOENT)',
    );
  });
});
