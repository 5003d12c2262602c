import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Comparison } from '../evaluation/comparison.ts';
import { evaluation, retail, run, software, telecom } from './comparison.fixture.ts';
import { comparisonCharts, renderEvaluation, renderReport, renderRun } from './index.ts';

const one = await renderReport({ comparisons: [telecom] });
const all = { comparisons: [telecom, retail, software], estimates: [evaluation], runs: [run] };
const many = await renderReport(all);
const pages = [
  ['one scenario', one],
  ['several scenarios', many],
  ['an evaluation', await renderEvaluation({ log: 'the shop', evaluations: [evaluation], version: '0' })],
  ['a run', await renderRun(run)],
] as const;

const plainText = (markup: string) =>
  markup
    .replace(/<[^>]*>/g, '')
    .replaceAll('\u00a0', ' ')
    .replace(
      /&(amp|lt|gt|quot|#39);/g,
      (_, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name as 'amp'] ?? "'",
    );
const headings = (page: string) =>
  [...page.matchAll(/<h([1-4])[^>]*>(.*?)<\/h\1>/gs)].map(
    ([, level, text]) => [Number(level), plainText(text)] as const,
  );

describe('the report of one scenario', () => {
  it('answers the five questions on page one, then goes into detail', () => {
    expect(headings(one).filter(([level]) => level < 4)).toEqual([
      [1, 'The learned policy is worth 41,000 EUR a year for every 10,000 customers'],
      [2, 'In two minutes'],
      [3, 'What to do'],
      [3, 'What it costs'],
      [3, 'Who is worse off'],
      [3, 'What could flip it'],
      [2, 'In detail'],
      [3, 'Every policy compared'],
      [3, 'Where customers move, and where they leak'],
      [3, 'Which intervention, at which stage, for whom'],
      [3, 'One customer, two lives'],
      [3, 'The assumptions'],
      [3, 'How it learned'],
      [3, 'Method'],
      [2, 'Words'],
    ]);
  });

  it('says what it is worth, who is worse off, what it costs and what it assumes', () => {
    const text = plainText(one).replace(/\s+/g, ' ');
    for (const said of [
      'From 32,000 to 50,000 EUR (95% interval), against tuned rules on the same luck: +4.10 EUR (3.20 to 5.00)',
      'Send tips in the app instead of by email',
      '624 of 20,000 customers, who lose 2,870 EUR in all',
      '3.10 instead of 3.90',
      'not whether the assumptions are right',
      'Saves reported by call centres vary widely.',
      'Root seed',
    ])
      expect(text).toContain(said);
  });

  it('marks the agent’s row, and the best of what could be run, not the oracle', () => {
    expect(one).toMatch(/<tr role="row" class="marked"><th scope="row" role="rowheader">Learned policy/);
    expect(one).toContain('<span class="best">279</span>');
    expect(one).not.toContain('<span class="best">281</span>');
  });
});

describe('a report where the rules are to be kept', () => {
  const perCustomer = { mean: -1.7, interval: [-2.6, -0.8] as const };
  const perTenThousandAYear = { mean: -17_000, interval: [-26_000, -8_000] as const };
  const worse = { ...telecom, headline: { ...telecom.headline, perCustomer, perTenThousandAYear } };

  it('says so, and tells what the policy would do without advising it', async () => {
    const page = await renderReport({ comparisons: [worse] });
    const said = headings(page).map(([, text]) => text);
    expect(said[0]).toBe(
      'Keep tuned rules: the learned policy costs 17,000 EUR a year for every 10,000 customers',
    );
    expect(said).toContain('What the learned policy would do');
    expect(said).not.toContain('What to do');
  });

  it('says of a small run that it gives no verdict, and how small it is', async () => {
    const method = { ...telecom.method, customers: 1_600, smallRun: '2 training seeds instead of 5 or more' };
    const text = plainText(await renderReport({ comparisons: [{ ...telecom, method }] }));
    expect(text).toContain('1,600 simulated customers over 365 days, 5 training seeds');
    expect(text).toContain('A small run, no verdict');
    expect(text).toContain('This run has 2 training seeds instead of 5 or more. It shows');
  });
});

describe('numbers of one thing', () => {
  const changed = (contacts: number, before: number, half: number) => ({
    ...software,
    policies: software.policies.map((policy) => {
      const mean = policy.role === 'agent' ? contacts : before;
      return {
        ...policy,
        means: { ...policy.means, contacts: { mean, interval: [mean - half, mean + half] as const } },
      };
    }),
    differences: software.differences.map((d) =>
      d.measure === 'contacts'
        ? {
            ...d,
            mean: contacts - before,
            interval: [contacts - before - half, contacts - before + half] as const,
          }
        : d,
    ),
  });

  it('have the same decimals in tile and table, however wide the interval', async () => {
    const text = plainText(await renderReport({ comparisons: [changed(0.3, 2.5, 40)] }));
    expect(text).toContain('−2.20.3 instead of 2.5');
    expect(text).toMatch(/Contacts a customer2\.50\.3−2\.2 −42\.2 to 37\.8/);
  });

  it('stay within what is possible, and say where nothing happened', async () => {
    const text = plainText(await renderReport({ comparisons: [changed(0.3, 2.5, 4)] }));
    expect(text).toContain('0.3 0.0 to 4.3');
    expect(text).toContain('not below 0, nor above 100%');
    const never = plainText(await renderReport({ comparisons: [changed(0, 0, 0)] }));
    expect(never).toMatch(/Contacts a customer0\.00\.00\.0 none sent/);
  });
});

it('names the log and the policies in the title of an evaluation', async () => {
  const page = await renderEvaluation({
    ...{ log: 'Telecom retention', version: '0' },
    evaluations: [evaluation, { ...evaluation, title: 'always tips@email' }],
  });
  expect(headings(page)[0][1]).toBe(
    'What the Thompson policy on the random log and always tips by email would earn, judged from the log of Telecom retention',
  );
});

describe('the report of several scenarios', () => {
  it('puts the overview on top, then page one for each, then the details, the log, the run and the words', () => {
    expect(headings(many).filter(([level]) => level < 3)).toEqual([
      [1, 'The learned policy clearly beats the rules in two of three scenarios'],
      [2, 'All scenarios'],
      [2, 'The learned policy is worth 41,000 EUR a year for every 10,000 customers'],
      [2, 'The learned policy is worth 35,000 GBP a year for every 10,000 customers'],
      [
        2,
        'No clear gain over tuned rules: between −6,000 USD and +16,000 USD a year for every 10,000 customers',
      ],
      [2, 'In detail'],
      [2, 'In detail'],
      [2, 'In detail'],
      [2, 'From the log: the Thompson policy on the random log'],
      [2, 'Training run: Linear Thompson sampling on Telecom retention'],
      [2, 'Words'],
    ]);
  });

  it('gives the reason in place of what is withheld or was not measured', () => {
    const text = plainText(many);
    expect(text).toContain('is withheld: the oracle is not clearly better than the learned policy');
    expect(text).toContain('DR is withheld: the effective sample size is 31, below the 100 asked for.');
    expect(text).toContain('0 of 10,000 customers');
    expect(text).toContain('How customers move between stages was not recorded.');
    expect(text).toContain('The intervals count rows, since the log names no customer.');
  });
});

describe.each(pages)('the page of %s', (_, page) => {
  it('fetches and runs nothing', () => {
    const addresses = page.match(/\b(?:https?:)?\/\/[^\s"'<)]+/g) ?? [];
    expect(new Set(addresses)).toEqual(new Set(['http://www.w3.org/2000/svg']));
    const policy = 'content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;"';
    expect(page.includes(policy)).toBe(true);
    expect(
      page.match(/<(?:script|link|img|iframe|object|image|use)\b|@import|url\(|\son[a-z]+=/i),
    ).toBeNull();
  });

  it('has unique anchors, links that arrive, and no heading that skips a level', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
    const levels = headings(page).map(([level]) => level);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.forEach((level, i) => {
      if (i > 0) expect(level - levels[i - 1], headings(page)[i][1]).toBeLessThanOrEqual(1);
    });
  });

  it('names every picture and every table', () => {
    const count = (pattern: RegExp) => (page.match(pattern) ?? []).length;
    expect(count(/<svg role="img" aria-label="[^"]{20,}"/g)).toBe(count(/<svg\b/g));
    expect(count(/<caption>[^<]+/g)).toBe(count(/<table\b/g));
    expect(page.includes('<html lang="en-GB">')).toBe(true);
  });

  it('stays small and closes what it opens', () => {
    expect(page.length).toBeLessThan(700_000);
    expect(unclosed(page)).toEqual([]);
  });
});

it('is the same text for the same comparisons', async () => {
  expect(await renderReport(structuredClone(all))).toBe(many);
});

it('survives a trip through JSON, where what is not a number becomes null', async () => {
  const copy = JSON.parse(JSON.stringify(all)) as typeof all;
  expect(await renderReport(copy)).toBe(many);
});

it('draws a chart of one’s own that is added to the list', async () => {
  const mine = { ...comparisonCharts[0], name: 'mine', place: 'customer' as const };
  const page = await renderReport({ comparisons: [telecom], charts: [...comparisonCharts, mine] });
  expect(page.match(/One assumption can flip the result/g)).toHaveLength(2);
});

it('refuses an empty report', async () => {
  await expect(renderReport({ comparisons: [] })).rejects.toThrow('wanted at least one');
});

describe('names of users', () => {
  const nasty = `</svg></style><script>alert("&lt;")</script>'$& \${x}`;

  it('never become markup, wherever they stand', async () => {
    const page = await renderReport({ comparisons: [renamed(telecom, (text) => `${text}${nasty}`)] });
    expect(page.includes('<script')).toBe(false);
    expect(unclosed(page)).toEqual([]);
    expect(page.match(/<style>/g)).toHaveLength(1);
  });

  it('are shown as they are, whatever they hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }), async (name) => {
        const scenario = { ...software.scenario, name, description: name };
        const page = await renderReport({ comparisons: [{ ...software, scenario }] });
        expect(unclosed(page)).toEqual([]);
        expect(plainText(page.slice(page.indexOf('<header>')))).toContain(
          plainText(name.replace(/[&<]/g, (c) => (c === '&' ? '&amp;' : '&lt;'))),
        );
      }),
      { numRuns: 5 },
    );
  });
});

/** Every text of a comparison changed, but for those that say what kind of thing something is. */
function renamed(comparison: Comparison, change: (text: string) => string): Comparison {
  const kinds = ['role', 'unit', 'measure', 'currency'];
  return JSON.parse(JSON.stringify(comparison), (key, value) =>
    typeof value === 'string' && !kinds.includes(key) ? change(value) : value,
  );
}

/** Tags that are opened and not closed, or closed and not opened. */
function unclosed(page: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, slash, name, self] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)\b(?:"[^"]*"|[^>"])*?(\/?)>/gi)) {
    if (['meta', 'br', 'hr'].includes(name) || self === '/') continue;
    if (slash === '') open.push(name);
    else if (open.pop() !== name) wrong.push(`/${name}`);
  }
  return [...open, ...wrong];
}
