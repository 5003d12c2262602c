import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../evaluation/comparison.ts';
import { type Chart, narrow, wide } from '../chart.ts';
import { evaluation, retail, software, telecom } from '../comparison.fixture.ts';
import { colour } from '../palette.ts';
import { draw } from '../render.ts';
import { titled } from '../titled.ts';
import { comparisonCharts, evaluationCharts, learningCharts } from './index.ts';

const learned = ({ learning, scenario }: Comparison) => ({ learning, currency: scenario.currency });

function chartsOf(comparison: Comparison): [string, Chart | null][] {
  return [
    ...comparisonCharts.map(({ name, chart }): [string, Chart | null] => [name, chart(comparison)]),
    ...learningCharts.map(({ name, chart }): [string, Chart | null] => [name, chart(learned(comparison))]),
  ];
}

const titles = (comparison: Comparison) =>
  Object.fromEntries(
    chartsOf(comparison).flatMap(([name, chart]) =>
      chart === null ? [] : [[name, chart.title.replaceAll('\u00a0', ' ')]],
    ),
  );

describe('a title is the finding', () => {
  it('of the telecom comparison', () => {
    expect(titles(telecom)).toEqual({
      tornado: 'One assumption can flip the result: “rescue effect”',
      harm: '3.1% of customers are clearly worse off, most often in “contract = fixed, bill under 30 EUR” (7.1%)',
      advantage: 'Learned policy earns 4.10 EUR more a customer than tuned rules (3.20 to 5.00)',
      gap: 'Learned policy closes 73% (64 to 83) of the gap from today’s rules to the oracle',
      leaks:
        'Slipping leaks most: 1,873 moves for the worse per 10,000 customers under the learned policy, 2,415 under today’s rules',
      moves: '81% of the moves for the worse start in slipping; 3,395 moves per 10,000 customers lead back',
      treatments:
        'In onboarding, the learned policy chooses tips by email in 4% of the decisions, against 45% under today’s rules',
      uplift: 'Rescue by call in active gains most: 6.80 EUR (5.30 to 8.30) a customer in “rolling contract”',
      story:
        'The same customer on the same luck: 96.20 EUR under today’s rules, 182.40 EUR under the learned policy',
      learning:
        'Linear Thompson sampling ends 4.07 EUR a customer above the best baseline on validation luck, ahead of it after 126,000 decisions',
    });
  });

  it('of how it learned follows the chosen agent, not the one that ends best', () => {
    const other = telecom.learning.map((point) => ({ ...point, agent: 'Other', value: point.value + 9 }));
    const all = { learning: [...other, ...telecom.learning], currency: 'EUR' };
    const title = (chosen?: string) => learningCharts[0].chart({ ...all, chosen })?.title;
    expect(title('Linear Thompson sampling')).toMatch(/^Linear Thompson sampling ends 4\.07/);
    expect(title()).toMatch(/^Other ends 13\.07/);
  });

  it('of the retail comparison, whose share of the gap is withheld', () => {
    expect(titles(retail)).toMatchObject({
      tornado: 'Two assumptions can each flip the result: “voucher effect” and “would have bought anyway”',
      gap: 'Learned policy gains most over today’s rules from customers in consideration of a first purchase',
    });
  });

  it('says so where nothing gains clearly', () => {
    const byStage = [{ stage: 'active', difference: { mean: 1, interval: [-8, 11] as const } }];
    const gap = { ...retail.gap, byStage };
    const uplifts = telecom.uplifts.map((u) => ({ ...u, effect: { mean: 1, interval: [-1, 3] as const } }));
    expect(titles({ ...telecom, gap, uplifts })).toMatchObject({
      gap: 'Learned policy gains clearly over today’s rules in no stage',
      uplift: 'No single intervention gains clearly in any stage or segment',
    });
  });

  it('and draws the strongest effect whatever its size: 3 * 0.05 / 0.05 is above 3 in floating point', () => {
    for (const mean of [0.05, -0.05, 0]) {
      const uplifts = telecom.uplifts.map((u) => ({
        ...u,
        effect: { mean, interval: [mean, mean] as const },
      }));
      const chart = comparisonCharts.find(({ name }) => name === 'uplift')?.chart({ ...telecom, uplifts });
      const tones = mean === 0 ? 'even' : mean > 0 ? 'gain3' : 'loss3';
      expect(JSON.stringify(chart?.spec(wide))).toContain(colour(tones));
    }
  });

  it('also where there is none to boast of', () => {
    expect(titles(software)).toEqual({
      advantage: 'Learned policy and tuned rules are not clearly apart: +0.50 USD a customer (−0.60 to 1.60)',
    });
    const worse = { ...software.headline, perCustomer: { mean: -2, interval: [-3, -1] as const } };
    expect(titles({ ...software, headline: worse }).advantage).toBe(
      'Learned policy earns 2.00 USD less a customer than tuned rules (1.00 to 3.00)',
    );
  });

  it('of an evaluation: agreement, disagreement, one voice and silence', () => {
    const title = (estimates: typeof evaluation.estimates) =>
      evaluationCharts[0].chart({ ...evaluation, estimates })?.title;
    const [ips, snips, dm, withheld] = evaluation.estimates;
    const rest = 'for the Thompson policy on the random log';
    const logged = 'the logging policy earned 0.0038';
    expect(title(evaluation.estimates)).toBe(`Estimators agree on 0.00430 to 0.00455 ${rest}; ${logged}0`);
    expect(title([ips, { ...snips, value: 0.009, interval: [0.008, 0.01] }])).toBe(
      `Estimators do not agree: 0.0046 to 0.0090 ${rest}; ${logged}`,
    );
    expect(title([dm])).toBe(`DM says 0.00430 ${rest}; ${logged}0`);
    expect(title([withheld])).toMatch(/^No estimator answers for .*: the effective sample size is 31/);
    expect(title([])).toBeUndefined();
  });
});

const drawn = [telecom, retail].flatMap((comparison) =>
  chartsOf(comparison).map(([name, chart]) => ({
    of: comparison.scenario.name.slice(0, 7),
    name,
    chart: chart!,
  })),
);

describe('every chart', () => {
  it.each(drawn)(
    '$name of $of fits its width, warns of nothing and has numbers and words',
    async ({ chart }) => {
      for (const width of [wide, narrow]) {
        const drawing = await draw(chart.spec(width));
        expect(drawing.warnings).toEqual([]);
        expect(drawing.width).toBe(width);
        expect(drawing.svg).not.toMatch(/NaN|undefined|Infinity/);
      }
      expect(chart.table.rows.length).toBeGreaterThan(0);
      for (const row of chart.table.rows) expect(row).toHaveLength(chart.table.columns.length);
      expect(chart.alt.length).toBeGreaterThan(20);
    },
  );

  it('is null rather than empty where there is nothing to draw', () => {
    const present = chartsOf(software).flatMap(([name, chart]) => (chart === null ? [] : [name]));
    expect(present).toEqual(['advantage']);
  });
});

/**
 * Pictures as they were last accepted. A difference is written beside as NAME-changed.svg: look at both, and rename it
 * to accept it.
 */
describe('the stored picture', () => {
  const folder = join(import.meta.dirname, '../pictures');
  const pictures: (readonly [string, Chart, number])[] = [
    ...chartsOf(telecom).map(([name, chart]) => [name, chart!, wide] as const),
    ['estimates', evaluationCharts[0].chart(evaluation)!, wide],
    ...chartsOf(retail)
      .filter(([name]) => ['advantage', 'moves', 'uplift'].includes(name))
      .map(([name, chart]) => [`${name}-narrow`, chart!, narrow] as const),
  ];

  it.each(pictures)('of %s is drawn again', async (name, chart, width) => {
    const { svg } = await draw({ background: 'white', ...titled(chart, width) });
    const accepted = join(folder, `${name}.svg`);
    const changed = join(folder, `${name}-changed.svg`);
    const same = existsSync(accepted) && readFileSync(accepted, 'utf8') === svg;
    if (same) rmSync(changed, { force: true });
    else {
      mkdirSync(folder, { recursive: true });
      writeFileSync(changed, svg);
    }
    expect(same, `${name}.svg differs: see ${name}-changed.svg beside it`).toBe(true);
  });
});
