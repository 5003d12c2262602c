import { expect, it } from 'vitest';
import { retail, telecom } from '../../reports/comparison.fixture.ts';
import { showComparison } from './showComparison.ts';

const shown = (comparison: typeof telecom) => showComparison(comparison).join('\n');

it('gives the share of the gap as on the page, or the reason why it is withheld', () => {
  expect(shown(telecom)).toContain("gap from today's rules to the oracle closed: 73.1% (64.0 to 83.0)");
  expect(shown(retail)).toContain('gap closed: withheld, the oracle is not clearly better');
  expect(shown(retail)).not.toMatch(/\d %|Infinity/);
});

it('says plainly that the rules are to be kept, and advises nothing then', () => {
  const headline = {
    ...telecom.headline,
    perCustomer: { mean: -1.7, interval: [-2.6, -0.8] as const },
    perTenThousandAYear: { mean: -17_000, interval: [-26_000, -8_000] as const },
  };
  const text = shown({ ...telecom, headline });
  expect(text).toContain('keep Today’s rules, tuned');
  expect(text).toContain('What Linear Thompson sampling does');
  expect(text).not.toContain('What to do');
});

it('says of a small run that it is no verdict, and in what it is small', () => {
  const method = { ...telecom.method, smallRun: '2 training seeds instead of 5 or more' };
  expect(shown({ ...telecom, method })).toContain(
    'a small run, no verdict: 2 training seeds instead of 5 or more',
  );
  expect(shown(telecom)).not.toContain('small run');
});
