import { type Comparison, isAdvised, type Mean, type Measure } from '../../evaluation/comparison.ts';
import { count, each, share as shareOf, stepOfMeans, write, writeInterval } from '../amounts.ts';
import type { ChartDefinition } from '../chart.ts';
import { type DataTable, tableHtml } from '../dataTable.ts';
import { figuresAt } from '../figure.ts';
import { type Html, html, type Part } from '../html.ts';
import { type MeasureForm, measureForm, measureStep } from '../measure.ts';
import { capitalised, label, prose } from '../names.ts';
import { pairs } from '../page.ts';
import { differenceOf, type Pair, pairOf } from '../pair.ts';

/** Page one: what to do, what it is worth, who is worse off, what it costs, what could flip it. */
export async function summarySection(
  comparison: Comparison,
  charts: readonly ChartDefinition<Comparison>[],
): Promise<Html> {
  const pair = pairOf(comparison);
  return html`${tiles(comparison, pair)}
<p class="note">Simulated. The intervals cover luck and training, not whether the assumptions are right.</p>
<h3>${isAdvised(comparison) ? 'What to do' : 'What the learned policy would do'}</h3>
${advice(comparison)}
<h3>What it costs</h3>
${costs(comparison, pair)}
<div class="beside"><div>
<h3>Who is worse off</h3>
<p>${harmInWords(comparison, pair)}</p>
${await figuresAt(charts, 'harm', comparison)}
</div><div>
<h3>What could flip it</h3>
${comparison.assumptions.length === 0 ? html`<p>No assumption was varied, so what could flip the result is not known.</p>` : null}
${await figuresAt(charts, 'flips', comparison)}
</div></div>`;
}

function tiles(comparison: Comparison, pair: Pair): Html {
  const { headline, harm } = comparison;
  const year = headline.perTenThousandAYear;
  const step = stepOfMeans([year], pair.money);
  const tone = !headline.clearOfZero ? '' : year.mean > 0 ? 'good' : 'bad';
  const worth = write(year.mean, pair.money, { step, signed: true });
  const lost = harm.worseOff === 0 ? '' : `, who lose ${write(Math.abs(harm.totalLoss), pair.money)} in all`;
  return html`<dl class="tiles">
${tile('Worth a year for 10,000 customers', { figure: worth, tone, more: `${writeInterval(year.interval, pair.money, step)}; ${basisOf(comparison)}` })}
${tile('Clearly worse off', {
  figure: harm.worseOff === 0 ? 'Nobody' : shareOf(harm.worseOff, harm.customers),
  tone: harm.worseOff === 0 ? '' : 'bad',
  more: `${count(harm.worseOff)} of ${count(harm.customers)} customers${lost}`,
})}
${changeTile('Contacts a customer', comparison, 'contacts')}
${changeTile('Contact and offer cost a customer', comparison, 'cost')}
</dl>`;
}

type TileContent = { readonly figure: string; readonly more: Part; readonly tone?: string };

const tile = (term: string, { figure, more, tone = '' }: TileContent) =>
  html`<div><dt>${term}</dt><dd><div class="figure ${tone}">${figure}</div><div class="more">${more}</div></dd></div>`;

/** What the worth of a year is made of. */
function basisOf({ scenario, policies, headline }: Comparison): string {
  const agent = policies.find(({ title }) => title === headline.agent);
  const days = `${scenario.horizonDays} days`;
  const value = agent?.truncatedShare === 0 ? days : `${days} with terminal value`;
  return scenario.horizonDays === 365 ? value : `${value}, scaled to 365`;
}

type Change = {
  readonly form: MeasureForm;
  readonly before: Mean;
  readonly now: Mean;
  readonly difference: Mean;
  readonly step: number;
};

/** What the two have on a measure, and the step in which it is written. */
function changeOf(comparison: Comparison, pair: Pair, measure: Measure): Change | null {
  const form = measureForm(measure, comparison.scenario.currency);
  const mean = (title: string) => comparison.policies.find((p) => p.title === title)?.means[measure];
  const [now, before] = [mean(pair.agent), mean(pair.reference)];
  const difference = differenceOf(comparison, pair.agent, pair.reference, measure);
  if (now === undefined || before === undefined || difference === null) return null;
  return { form, before, now, difference, step: measureStep(comparison, measure) };
}

function changeTile(term: string, comparison: Comparison, measure: 'contacts' | 'cost'): Html {
  const pair = pairOf(comparison);
  const change = changeOf(comparison, pair, measure);
  if (change === null) return tile(term, { figure: 'not known', more: '' });
  const { now, before, difference, step } = change;
  const unit = measure === 'cost' ? pair.money : each;
  const more = `${write(now.mean, unit, { step, bare: true })} instead of ${write(before.mean, unit, { step, bare: true })}`;
  return tile(term, { figure: write(difference.mean, unit, { step, signed: true }), more });
}

function advice({ advice: all }: Comparison): Html {
  if (all.length === 0) return html`<p>In no stage was a difference clear enough to advise a change.</p>`;
  return pairs(
    'advice',
    all.map(({ stage, sentence }) => [label(stage), prose(sentence)]),
  );
}

function costs(comparison: Comparison, pair: Pair): Html {
  const { scenario } = comparison;
  const rows = (['contacts', 'cost', 'optOuts'] as const).flatMap((measure) => {
    const change = changeOf(comparison, pair, measure);
    if (change === null) return [];
    const { form, before, now, difference, step } = change;
    const aYear = (difference.mean * 10_000 * 365) / scenario.horizonDays;
    const unit = measure === 'cost' ? pair.money : { ...each, finest: 1 };
    const never = before.mean === 0 && now.mean === 0;
    return [
      [
        form.title,
        write(before.mean, form.unit, { step }),
        write(now.mean, form.unit, { step }),
        withRange(
          write(difference.mean, form.change, { step, signed: true }),
          never ? form.nothing : writeInterval(difference.interval, form.change, step),
        ),
        write(aYear, unit, { signed: true }),
      ],
    ];
  });
  const table: DataTable = {
    caption: 'Means a customer, and the difference a year for 10,000 customers.',
    columns: [
      { title: 'Measure' },
      { title: pair.referenceLabel, numeric: true },
      { title: pair.agentLabel, numeric: true },
      { title: 'Difference', numeric: true },
      { title: 'A year, 10,000 customers', numeric: true },
    ],
    rows,
  };
  return rows.length === 0
    ? html`<p>The costs of the two policies were not compared.</p>`
    : html`<div class="costs">${tableHtml(table, 'stacked')}</div>`;
}

/** A number with its interval below it, or behind it on a phone. */
export const withRange = (number: Part, range: string): Html =>
  html`${number} <span class="range">${range}</span>`;

function harmInWords({ harm }: Comparison, pair: Pair): string {
  const { customers, worseOff, betterOff } = harm;
  const better = `${count(betterOff)} of ${count(customers)} customers are clearly better off under ${pair.agentText}`;
  const worse = worseOff === 0 ? 'nobody is clearly worse off' : `${count(worseOff)} are clearly worse off`;
  return `${better}; ${worse}. ${capitalised(prose(harm.method).replace(/\.$/, ''))}.`;
}
