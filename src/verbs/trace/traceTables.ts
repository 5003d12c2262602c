import { makeCalendar } from '../../core/calendar.ts';
import { fromMoney } from '../../core/money.ts';
import type { Interval } from '../../core/statistics.ts';
import { Admission, Legality } from '../../journey/records.ts';
import type { ValueType } from '../../language/graph.ts';
import { couplingOf } from '../../scenario/coupling.ts';
import type { World } from '../../scenario/world.ts';
import type { LifeTick } from '../../simulator/life.ts';
import { figure, figuresOf, number, type TextColumn, type TitledTable, written } from '../show/textTable.ts';
import type { Trace, TracedTick } from './trace.ts';
import type { TracedFormula } from './traceFormulas.ts';

const words = (titles: readonly string[]): TextColumn[] => titles.map((title) => ({ title }));

/** A value of a type as people write it. */
export function valueText(value: number, type: ValueType): string {
  if (typeof type === 'object') return type.category[value] ?? String(value);
  if (type === 'bool') return value === 0 ? 'no' : 'yes';
  return type === 'duration' ? `${written(value)}d` : written(value);
}

export function traitTable({ world, traits }: Trace): TitledTable {
  const { traits: written } = world.scenario.population;
  const rows = world.traits.map(({ name, seen, type }, k) => [
    name,
    valueText(traits[k], type),
    written[name].unit ?? '',
    seen ? 'seen' : 'hidden',
  ]);
  const columns = [{ title: 'trait' }, number('value'), ...words(['unit', 'by the business'])];
  return { title: 'Traits', columns, rows, note: '' };
}

/** Whether a tick is worth a line: a decision, a signal, a move, or money that does not come every tick. */
const isTelling = ({ decision, sent, signals, paid, movesTo }: LifeTick) =>
  decision !== null ||
  sent !== null ||
  signals.length > 0 ||
  movesTo !== null ||
  paid.some((one) => !one.recurring);

/** The ticks in which something happened, and what the customer has come to by then, undiscounted. */
export function lifeTable({ world, ticks, looked }: Trace): TitledTable {
  const calendar = makeCalendar(world.clock);
  let total = 0;
  const rows = ticks.flatMap((tick) => {
    total += earnedIn(world, tick);
    if (!isTelling(tick) && tick.tick !== looked?.lived.tick) return [];
    const date = dateOf(calendar.timeOf(tick.tick), world.clock.zone, world.clock.tickDays);
    const [held, seen] = [world.stages[tick.stage].name, world.seenStages[tick.seenStage]];
    const told = [decidedText(world, tick), signalText(world, tick), movedText(world, tick)];
    return [
      [
        String(tick.tick),
        date,
        held,
        seen === held ? '' : seen,
        ...told,
        paidText(world, tick),
        figure(total),
      ],
    ];
  });
  const left = ticks.length - rows.length;
  return {
    title: 'Life',
    ...withoutEmpty(
      [
        number('tick'),
        { title: 'date', whole: true },
        ...words(['stage', 'seen as', 'decision', 'signals', 'then', 'paid once']),
        number(`${world.scenario.currency} so far`),
      ],
      rows,
    ),
    note: `${left} ticks without decision, signal, move or single payment are left out. "So far" is undiscounted and holds what a stage pays every tick.`,
  };
}

/** A table without the columns in which nothing stands. */
function withoutEmpty(columns: readonly TextColumn[], rows: readonly (readonly string[])[]) {
  const used = columns.map((_, c) => rows.some((row) => row[c] !== ''));
  return {
    columns: columns.filter((_, c) => used[c]),
    rows: rows.map((row) => row.filter((_, c) => used[c])),
  };
}

/** What a tick adds to the reward, undiscounted. */
export function earnedIn({ valueSign, outcomes }: World, { paid }: LifeTick): number {
  return paid.reduce((sum, { outcome, amount }) => {
    const value = outcomes[outcome].unit === 'money' ? fromMoney(amount) : amount;
    return sum + valueSign[outcome] * value;
  }, 0);
}

function dateOf(time: number, zone: string, tickDays: number): string {
  const whole = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const clock = tickDays < 1 ? ({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const) : {};
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, ...whole, ...clock }).format(time);
}

/** What was proposed, and what came of it. */
function decidedText(world: World, { decision, sent, reached }: LifeTick): string {
  if (decision === null) return '';
  const { name } = world.actions.actions[decision.proposed];
  const how = decision.propensity < 1 ? ` (${figure(decision.propensity)})` : '';
  const dropped =
    decision.admission === Admission.admitted
      ? ''
      : `, dropped by a ${decision.admission === Admission.droppedBudget ? 'budget' : 'capacity'}`;
  const delivered = sent === null ? '' : `, ${reached ? 'reached' : 'not reached'}`;
  return `${name}${how}${dropped}${delivered}`;
}

const signalText = ({ signals }: World, lived: LifeTick) =>
  lived.signals
    .map(({ signal, count }) => `${signals[signal].name}${count > 1 ? ` x ${count}` : ''}`)
    .join(', ');

const movedText = ({ stages }: World, { movesTo }: LifeTick) =>
  movesTo === null ? '' : `to ${stages[movesTo].name}`;

const paidText = ({ outcomes }: World, { paid }: LifeTick) =>
  paid
    .filter(({ recurring }) => !recurring)
    .map(({ outcome, amount }) => {
      const { name, unit } = outcomes[outcome];
      return unit === 'money' ? `${name} ${figure(fromMoney(amount))}` : name;
    })
    .join(', ');

/** What there is to say of one tick. */
export function tickTables(trace: Trace, looked: TracedTick): TitledTable[] {
  const { world } = trace;
  const { formulas } = looked;
  const asked = formulas.filter(({ used }) => used);
  const idle = formulas.filter(({ used }) => !used);
  return [
    decisionTable(world, looked),
    formulaTable(world, 'Formulas that counted in this tick', asked),
    formulaTable(world, 'The other formulas, as they stood', idle),
    exitTable(world, looked),
    drawTable(looked),
    twinTable(trace, looked),
  ].filter(({ rows, note }) => rows.length > 0 || note !== '');
}

const REASONS = Object.keys(Legality);

function decisionTable(
  { actions, triggers }: World,
  { lived, decidedBefore, decidedAfter }: TracedTick,
): TitledTable {
  const columns = [{ title: 'action' }, number('probability'), { title: '' }];
  const { decision } = lived;
  if (decision === null) {
    const near = [decidedBefore, decidedAfter].filter((tick) => tick !== null);
    const note = `No decision was up in this tick; the nearest are in ${near.length > 0 ? `tick ${near.join(' and tick ')}` : 'no tick'}.`;
    return { title: 'Decision', columns, rows: [], note };
  }
  const rows = actions.actions.map(({ name }, a) => {
    const code = decision.legality[a];
    const marks = [
      ...(code === 0 ? [] : [`not legal: ${REASONS[code]}`]),
      ...(a === decision.proposed ? ['proposed'] : []),
      ...(a === decision.executed ? ['carried out'] : []),
    ];
    return [name, code === 0 ? figure(decision.probabilities[a]) : '', marks.join(', ')];
  });
  return { title: `Decision: ${triggers[decision.trigger].title}`, columns, rows, note: '' };
}

function formulaTable({ scenario }: World, title: string, formulas: readonly TracedFormula[]): TitledTable {
  const rows = formulas.map(({ path, text, value, unit, steps }) => {
    const { type } = steps[steps.length - 1];
    const read = steps
      .filter((step) => step.read)
      .map((step) => `${step.text} = ${valueText(step.value, step.type)}`);
    const set = Object.entries(scenario.parameters)
      .filter(([name]) => new RegExp(`\\b${name}\\b`).test(text))
      .map(([name, parameter]) => `${name} = ${written(parameter.value)}`);
    return [
      path,
      valueText(value, type),
      unit === 'condition' ? '' : unit,
      [...new Set([...read, ...set])].join('; '),
    ];
  });
  return {
    title,
    columns: [{ title: 'formula' }, number('value'), ...words(['unit', 'with'])],
    rows,
    under: formulas.map(({ text }) => text.replace(/\s+/g, ' ')),
    note: '',
  };
}

function exitTable({ stages, clock }: World, { lived, exits }: TracedTick): TitledTable {
  const stays = exits.reduce((rest, { chance }) => rest - chance, 1);
  const rows = exits.map(({ to, loss, chance, from, until, taken }) => [
    loss ? `${to} (loss)` : to,
    chance.toFixed(6),
    `${from.toFixed(6)} to ${until.toFixed(6)}`,
    taken ? 'taken' : '',
  ]);
  const stay = ['stay', stays.toFixed(6), '', exits.some(({ taken }) => taken) ? '' : 'taken'];
  const tick = clock.tickDays === 1 ? 'a day' : 'a tick';
  return {
    title: `Exits from ${stages[lived.stage].name}`,
    columns: [{ title: 'to' }, number(`chance ${tick}`), ...words(['if its draw is from', ''])],
    rows: exits.length === 0 ? [] : [...rows, stay],
    note: '',
  };
}

function drawTable({ draws }: TracedTick): TitledTable {
  const rows = draws.map(({ draw, uniform, against, came }) => [draw, uniform.toFixed(7), against, came]);
  return {
    title: 'Draws',
    columns: [{ title: 'draw' }, number('uniform'), ...words(['against', 'came to'])],
    rows,
    note: '',
  };
}

/** Decimals of an amount of money: fine enough for the price of a message. */
const FINEST = 3;

const shown = ({ value, low, high }: Interval) => {
  const [mean, range] = figuresOf(value, [low, high], FINEST);
  return `${mean} (${range})`;
};

function twinTable({ world }: Trace, { twins, luckKeys, lived }: TracedTick): TitledTable {
  const { currency } = world.scenario;
  const columns = [
    { title: 'action' },
    number(`${currency}, this luck`),
    ...words(['ends in', `mean of ${luckKeys} lucks`, 'against what was proposed']),
  ];
  const title = 'What each other action would have come to';
  if (twins === null) {
    const coupled = `Not shown: ${couplingOf(world)} couple the customers of this world, so another action here would change what others get; \`nextmove compare\` reruns whole worlds.`;
    return { title, columns, rows: [], note: world.coupled && lived.decision !== null ? coupled : '' };
  }
  const rows = twins.map(({ action, factual, value, endsIn, mean, difference }) => [
    factual ? `${action} (proposed)` : action,
    figure(value),
    endsIn,
    shown(mean),
    factual ? '' : shown(difference),
  ]);
  const note =
    `Discounted value up to the horizon, with what the customer is worth there. "This luck" is one realisation, which proves nothing by itself; ` +
    `the means draw luck anew ${luckKeys} times from this tick on (95% intervals), the life before it as it was.`;
  return { title, columns, rows, note };
}
