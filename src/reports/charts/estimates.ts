import type { Estimate } from '../../evaluation/estimate.ts';
import { count, plain, stepOf, stepOfMeans, type Unit, write, writeInterval, writeMean } from '../amounts.ts';
import type { Chart, ChartDefinition } from '../chart.ts';
import { type IntervalRow, intervalPlot } from '../intervalPlot.ts';
import { policyInWords } from '../names.ts';

/** One policy, evaluated from a log of another: what each estimator says. */
export type Evaluation = {
  readonly title: string;
  readonly estimates: readonly Estimate[];
  /** How the reward is written; by default as a plain number. */
  readonly unit?: Unit;
};

/** Each estimator's value with its interval against what the logging policy earned; withheld ones say why. */
export const estimates: ChartDefinition<Evaluation> = {
  name: 'estimates',
  place: 'evaluation',
  chart(evaluation) {
    const { estimates: all, unit = plain } = evaluation;
    if (all.length === 0) return null;
    const given = all.filter(isGiven);
    const step = given.length === 0 ? 0.01 : stepOfMeans(given.map(meanOf), unit);
    const scaled = (x: number) => x * unit.scale;
    const rows = all.map((e): IntervalRow => {
      const shown = isGiven(e);
      const [low, high] = e.interval.map(scaled);
      return {
        label: e.estimator,
        value: shown ? writeMean(meanOf(e), { ...unit, suffix: '' }, { step }) : 'withheld',
        valueTone: shown ? 'ink' : 'quiet',
        marks: shown ? [{ value: scaled(e.value), low, high, tone: 'blue' }] : [],
      };
    });
    const behaviour = all.find((e) => Number.isFinite(e.behaviourValue))?.behaviourValue ?? Number.NaN;
    return {
      title: agreementInWords(evaluation, given, unit, step),
      caption:
        `Value of one decision by ${policyInWords(evaluation.title)}, with ${percentOf(all[0].level)} intervals clustered by ${all[0].clusteredBy}. ` +
        'The upright line is what the logging policy earned on the same rows.',
      alt: `Dots with intervals. ${all.map((e, i) => `${e.estimator}: ${rows[i].value}`).join('; ')}.`,
      table: tableOf(all, unit, step),
      unfolded: true,
      spec: (width) =>
        intervalPlot(rows, {
          width,
          title: unit.suffix === '' ? 'Value of a decision' : `Value of a decision in${unit.suffix}`,
          valueTitle: 'Value (interval)',
          reference: Number.isFinite(behaviour) ? scaled(behaviour) : 0,
        }),
    };
  },
};

const isGiven = (e: Estimate) => e.withheld === null && Number.isFinite(e.value);
const meanOf = (e: Estimate) => ({ mean: e.value, interval: e.interval });
const percentOf = (level: number) => `${Math.round(1000 * level) / 10}%`;

function agreementInWords(
  { title: policy, estimates: all }: Evaluation,
  given: readonly Estimate[],
  unit: Unit,
  step: number,
): string {
  const title = policyInWords(policy);
  if (given.length === 0) return `No estimator answers for ${title}: ${all[0].withheld ?? 'no value'}`;
  const values = given.map((e) => e.value);
  const [low, high] = [Math.min(...values), Math.max(...values)].map((x) =>
    write(x, unit, { step, bare: true }),
  );
  const range = low === high ? low : `${low} to ${high}`;
  const meet = given.every((a) =>
    given.every((b) => a.interval[0] <= b.interval[1] && b.interval[0] <= a.interval[1]),
  );
  const verb =
    given.length === 1
      ? `${given[0].estimator} says`
      : meet
        ? 'Estimators agree on'
        : 'Estimators do not agree:';
  const logged = given[0].behaviourValue;
  const against = Number.isFinite(logged)
    ? `; the logging policy earned ${write(logged, unit, { step })}`
    : '';
  return `${verb} ${range}${unit.suffix} for ${title}${against}`;
}

function tableOf(all: readonly Estimate[], unit: Unit, step: number): Chart['table'] {
  const numeric = true;
  return {
    caption: `Estimand: ${all[0].estimand}`,
    columns: [
      { title: 'Estimator' },
      { title: 'Value', numeric },
      { title: 'Interval', numeric },
      { title: 'Ratio to logged', numeric },
      { title: 'Decisions', numeric },
      { title: 'Censored', numeric },
      { title: 'ESS', numeric },
      { title: 'Largest weight', numeric },
    ],
    rows: all.map((e) => [
      e.estimator,
      ...(isGiven(e)
        ? [write(e.value, unit, { step }), writeInterval(e.interval, unit, step), ratioOf(e)]
        : ['withheld', '', '']),
      count(e.decisions),
      count(e.censored),
      e.effectiveSampleSize === null ? 'none' : count(e.effectiveSampleSize),
      e.largestWeight === null
        ? 'none'
        : write(e.largestWeight, plain, { step: stepOf([e.largestWeight], plain) }),
    ]),
  };
}

function ratioOf({ value, behaviourValue }: Estimate): string {
  const ratio = value / behaviourValue;
  return Number.isFinite(ratio) ? write(ratio, plain, { step: 0.001 }) : '';
}
