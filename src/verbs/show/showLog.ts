import { customerRuns } from '../../journey/ledger.ts';
import type { JourneyLog, LogSchema } from '../../journey/records.ts';
import { section } from './showScenario.ts';
import { figure, number, textTable, written } from './textTable.ts';

type Tally = {
  readonly rows: { decisions: number; outcomes: number; events: number; endings: number };
  customers: number;
  readonly proposed: Float64Array;
  readonly executed: Float64Array;
  readonly totals: Float64Array;
  readonly propensity: { known: number; least: number };
  /** UTC milliseconds of the first and the last decision; NaN where none has a time. */
  readonly period: { first: number; last: number };
};

/** A log in words: where it comes from, what it counts, its actions with shares, its outcomes with sums, its features. */
export async function showLog(
  path: string,
  log: JourneyLog,
): Promise<{ readonly lines: string[]; readonly data: { readonly [name: string]: unknown } }> {
  const { schema } = log;
  const tally = await tallyOf(log);
  const { rows, customers, propensity } = tally;
  const lines = [
    `${schema.title} (${path})`,
    `a log of ${schema.source}, ${clockText(schema, tally)}; intervals by ${schema.cluster}; legal sets: ${schema.legality}${schema.contended ? '; contended' : ''}`,
    `${rows.decisions} decisions of ${customers} customers, ${rows.outcomes} outcomes, ${rows.events} events, ${rows.endings} endings`,
    propensityText(rows.decisions, propensity),
    ...section('Actions', actionTable(schema, tally)),
    ...section('Outcomes', outcomeTable(schema, tally)),
    ...section('Features', featureTable(schema)),
  ];
  const actions = schema.actions.actions.map(({ name }, a) => ({ name, proposed: tally.proposed[a] }));
  return { lines, data: { schema, rows, customers, actions } };
}

async function tallyOf(log: JourneyLog): Promise<Tally> {
  const { actions, outcomes } = log.schema;
  const tally: Tally = {
    rows: { decisions: 0, outcomes: 0, events: 0, endings: 0 },
    customers: 0,
    proposed: new Float64Array(actions.actions.length),
    executed: new Float64Array(actions.actions.length),
    totals: new Float64Array(outcomes.length),
    propensity: { known: 0, least: Number.POSITIVE_INFINITY },
    period: { first: Number.NaN, last: Number.NaN },
  };
  for await (const block of log.blocks()) {
    for (const name of ['decisions', 'outcomes', 'events', 'endings'] as const)
      tally.rows[name] += block[name].n;
    const { decisions, outcomes: paid } = block;
    tally.customers += customerRuns(decisions).length - 1;
    for (let i = 0; i < decisions.n; i++) {
      tally.proposed[decisions.proposed[i]]++;
      tally.executed[decisions.executed[i]]++;
      widen(tally.period, decisions.time[i]);
      if (Number.isNaN(decisions.propensity[i])) continue;
      tally.propensity.known++;
      tally.propensity.least = Math.min(tally.propensity.least, decisions.propensity[i]);
    }
    for (let i = 0; i < paid.n; i++) tally.totals[paid.name[i]] += paid.value[i] * paid.ticks[i];
  }
  return tally;
}

function widen(period: Tally['period'], time: number): void {
  if (!(period.first <= time)) period.first = Number.isNaN(time) ? period.first : time;
  if (!(period.last >= time)) period.last = Number.isNaN(time) ? period.last : time;
}

function clockText({ clock }: LogSchema, { period }: Tally): string {
  if (clock === null) {
    if (Number.isNaN(period.first)) return 'without times';
    const [first, last] = [period.first, period.last].map((time) => new Date(time).toISOString());
    return `from ${first} to ${last}, without a clock: outcomes stay with their row`;
  }
  return `${clock.ticks} ticks of ${written(clock.tickDays)} days from ${clock.start}, ${clock.zone}`;
}

function propensityText(decisions: number, { known, least }: Tally['propensity']): string {
  if (known === 0) return 'no propensities: estimators that weight by them cannot run';
  const all =
    known === decisions ? 'every decision has its propensity' : `${known} decisions have a propensity`;
  return `${all}, the least ${figure(least)}`;
}

function actionTable({ actions }: LogSchema, { rows, proposed, executed }: Tally): string[] {
  const percent = (count: number) =>
    rows.decisions === 0 ? '-' : `${figure((100 * count) / rows.decisions)}%`;
  const table = actions.actions.map(({ name }, a) => [
    name,
    String(proposed[a]),
    percent(proposed[a]),
    String(executed[a]),
  ]);
  return textTable([{ title: 'action' }, number('proposed'), number('share'), number('executed')], table);
}

function outcomeTable({ outcomes, currency }: LogSchema, { totals }: Tally): string[] {
  const table = outcomes.map(({ name, unit, sign }, k) => [
    name,
    unit === 'money' ? (currency ?? 'money') : 'count',
    sign > 0 ? 'more is better' : 'a cost',
    figure(totals[k]),
  ]);
  return textTable([{ title: 'outcome' }, { title: 'in' }, { title: '' }, number('sum')], table);
}

function featureTable({ features }: LogSchema): string[] {
  const table = features.features.map(({ name, kind, levels }) => [
    name,
    kind,
    levels === undefined ? '' : levels.length > 8 ? `${levels.length} levels` : levels.join(', '),
  ]);
  return [
    ...textTable([{ title: 'feature' }, { title: 'kind' }, { title: '' }], table),
    `hash ${features.hash}`,
  ];
}
