import { formatDuration } from '../../core/duration.ts';
import { capitalised } from '../../reports/names.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { stageMarks } from '../show/showScenario.ts';
import { daysInWords, table } from './markdown.ts';
import type { PlausibleFigure } from './plausibility.ts';

/** Who is in each stage, and how it begins, ends and is seen. */
export function stageTable(scenario: Scenario): string {
  const marks = stageMarks(scenario);
  const rows = Object.entries(scenario.stages).map(([name, { description }], k) => [
    `\`${name}\``,
    description,
    daysInWords(marks[k].replaceAll('; ', ', ')),
  ]);
  return table(['stage', 'who is in it', 'to know'], rows);
}

/** What can be done, by which channel, at which price, in which stage. */
export function actionTable({ interventions, channels, currency }: Scenario): string {
  const rows = Object.entries(interventions).map(([name, { description, cost, offer, ...one }]) => [
    `\`${name}\``,
    offer === null
      ? description
      : `${description} Open for ${daysInWords(formatDuration(offer.withinDays))}.`,
    one.channels.map((channel) => `${channel}\u00a0${price(cost + channels[channel].cost)}`).join('<br>'),
    one.in.join(', '),
  ]);
  return table(['what', 'in words', `by, ${currency} a send`, 'in stage'], rows);
}

/** In hundredths, or as fine as a price of less than one is. */
function price(amount: number): string {
  const exact = Number(amount.toPrecision(6));
  return Number.isInteger(Math.round(exact * 1e6) / 1e4) ? exact.toFixed(2) : String(exact);
}

/** The parameters of a scenario, with their units and the range in which each is believed. */
export function assumptionTable({ parameters }: Scenario): string {
  const rows = Object.entries(parameters).map(([name, { value, low, high, unit, why, source }]) => [
    `\`${name}\`${unit === null ? '' : ` (${unit})`}: ${because(why ?? '', source)}`,
    minus(value),
    low === null || high === null ? '' : `${minus(low)} to ${minus(high)}`,
  ]);
  return table(['number, its unit, why, and *from where*', '>value', '>believable'], rows);
}

const minus = (value: number) => String(value).replace('-', '−');

/** Figures of lives under today's rules with the range in which one would believe them. */
export function figureTable(
  figures: readonly PlausibleFigure[],
  lived: Parameters<PlausibleFigure['of']>[0],
): string {
  const rows = figures.map(({ figure, of, low, high, why, source, unit }) => {
    const [scale, sign] = unit === 'share' ? [100, '%'] : [1, ''];
    const bound = (value: number) => `${Number((scale * value).toPrecision(3))}${sign}`;
    const believed = low === 0 ? `up to ${bound(high)}` : `${bound(low)} to ${bound(high)}`;
    const told = `**${capitalised(figure)}**: ${because(why, source ?? null)}`;
    return [told, `**${twoDigits(scale * of(lived))}${sign}**`, believed];
  });
  return table(['figure, why, and *from where*', '>here', '>believable'], rows);
}

/** `0.46`, `6.3`, `27`, `420`. */
const twoDigits = (value: number) =>
  value < 10 && value > 0 ? value.toPrecision(2) : String(Number(value.toPrecision(2)));

const because = (why: string, source: string | null) =>
  (source === null ? why : `${why}. *${source}*`).replace(/(\d) %/g, '$1%');
