import { formatDuration } from '../../core/duration.ts';
import { unwrap } from '../../core/issue.ts';
import { describeType } from '../../language/print.ts';
import { count } from '../../reports/amounts.ts';
import { compileWorld } from '../../scenario/compileWorld.ts';
import { couplingOf } from '../../scenario/coupling.ts';
import type { Arbitration, DecideTrigger, Rule, Scenario } from '../../scenario/scenario.ts';
import type { World } from '../../scenario/world.ts';
import { expectedLater } from '../../simulator/arrivals.ts';
import type { ScenarioFile } from '../scenarioFile.ts';
import { formulasOf, type ScenarioFormula } from './scenarioFormulas.ts';
import { stageMap } from './stageMap.ts';
import { listed, type TitledTable, textTable, written } from './textTable.ts';

/** A scenario in words: its stages, columns with who reads them, actions, formulas with units, rules and parameters. */
export async function showScenario({ file, parsed }: ScenarioFile): Promise<string[]> {
  const world = unwrap(await compileWorld(parsed));
  const { scenario } = world;
  return [
    `${scenario.name} (${file})`,
    ...(scenario.description === '' ? [] : [scenario.description]),
    clockLine(world),
    `hash ${world.hash}`,
    ...section('Stages', stageLines(scenario)),
    ...scenarioTables(world).flatMap(linesOf),
  ];
}

/** All that a scenario holds but its stages, as tables. */
export function scenarioTables(world: World): TitledTable[] {
  const { scenario } = world;
  const formulas = formulasOf(world);
  return [
    columnTable(world, formulas),
    actionTable(scenario),
    listed('Guardrails', guardrailLines(scenario)),
    listed('Decisions', scenario.decide.map(triggerLine)),
    listed("Today's rules, the first that applies", scenario.today.map(ruleLine)),
    formulaTable(formulas),
    parameterTable(scenario),
    listed('Reward', rewardLines(scenario)),
  ].filter(({ rows }) => rows.length > 0);
}

/** A table with its heading for the terminal. */
export function linesOf({ title, columns, rows, under = [], note }: TitledTable): string[] {
  const lines = rows.length > 0 ? textTable(columns, rows) : [];
  const heading = lines.length - rows.length;
  return section(title, [
    ...lines.flatMap((line, k) => {
      const below = under[k - heading] ?? '';
      return below === '' ? [line] : [line, `    ${below}`];
    }),
    ...(note === '' ? [] : [note]),
  ]);
}

/** A heading with its lines, indented; nothing where there are none. */
export function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

/** How many customers for how long. */
export function clockLine(world: World): string {
  const { clock, currency } = world.scenario;
  const coupling = couplingOf(world);
  const link = coupling === null ? 'independent of one another' : `${coupling} couple them`;
  return `${peopleOf(world)}, ${link}; ${formatDuration(clock.horizonDays)} in ticks of ${formatDuration(clock.tickDays)} from ${clock.start}, ${clock.zone}; ${currency}`;
}

/** How many customers there are, how many come later, and for how many more there is room. */
function peopleOf(world: World): string {
  const { size } = world.scenario.population;
  return [
    `${count(size)} customers${world.arrivals === null ? '' : ' at the start'}`,
    ...(world.arrivals === null ? [] : [`some ${Math.round(expectedLater(world, size))} who come later`]),
    ...(world.referrals === null
      ? []
      : [`at most ${Math.ceil(world.referrals.most * size)} whom others bring`]),
  ].join(', ');
}

/** The stages drawn. */
function stageLines(scenario: Scenario): string[] {
  const losses = Object.values(scenario.stages).some(({ exits }) =>
    Object.values(exits).some(({ loss }) => loss),
  );
  return [...stageMap(scenario, stageMarks(scenario)), ...(losses ? ['(dashed: a loss)'] : [])];
}

/** Of each stage the share that starts there, and how the business sees it. */
export function stageMarks({ stages, population }: Scenario): string[] {
  const starts = startsOf(population);
  return Object.entries(stages).map(([name, { seenAs, terminal, seenAfterDays, conversion }]) => {
    return [
      ...starts.flatMap(([whose, shares]) =>
        shares[name] > 0 ? [`${written(100 * shares[name])}%${whose} start here`] : [],
      ),
      ...(conversion ? ['conversion'] : []),
      ...(terminal ? ['the end'] : []),
      ...(seenAs !== null ? [`seen as ${seenAs}`] : []),
      ...(seenAfterDays !== null ? [`noticed after ${formatDuration(seenAfterDays)}`] : []),
    ].join('; ');
  });
}

/** Where customers start, and those who come later where that is elsewhere. */
function startsOf({ start, arrivals, referrals }: Scenario['population']) {
  const isElsewhere = ({ start: own }: { readonly start: typeof start }) =>
    Object.keys({ ...own, ...start }).some((name) => (own[name] ?? 0) !== (start[name] ?? 0));
  return [
    ['', start] as const,
    ...(arrivals && isElsewhere(arrivals) ? [[' of arrivals', arrivals.start] as const] : []),
    ...(referrals && isElsewhere(referrals) ? [[' of referrals', referrals.start] as const] : []),
  ];
}

function columnTable(world: World, formulas: readonly ScenarioFormula[]): TitledTable {
  const readers = (name: string) => {
    const by = formulas.filter(({ reads }) => reads.includes(name)).map(({ path }) => path);
    return by.length === 0 ? 'nobody' : by.join(', ');
  };
  const { scenario } = world;
  const rows = [
    ...world.traits.map(({ name, seen, type, distribution }) => {
      const { unit } = scenario.population.traits[name];
      const kind = `${describeType(type)}, ${distribution.kind}${unit ? `, ${unit}` : ''}`;
      const reads = seen ? ['every policy', readers(name)].filter((by) => by !== 'nobody') : [readers(name)];
      return [name, 'trait', seen ? 'seen' : 'hidden', kind, reads.join(', ')];
    }),
    ...world.states.map(({ name }) => [name, 'state', 'hidden', 'real', readers(name)]),
    ...world.signals.map(({ name, form }) => [name, 'signal', 'seen', form, readers(name)]),
    ['contacts', 'ledger', 'sent: seen', 'count', readers('contacts')],
  ];
  const columns = ['column', 'is', 'seen', 'kind', 'read by'].map((title) => ({ title }));
  return { title: 'Columns', columns, rows, note: '' };
}

function actionTable({ interventions, channels, currency }: Scenario): TitledTable {
  const rows = Object.entries(interventions).flatMap(([name, one]) =>
    one.channels.map((channel) => [
      `${name}@${channel}`,
      written(one.cost + channels[channel].cost),
      one.in.join(', '),
      one.cooldownDays === null ? '' : formatDuration(one.cooldownDays),
      one.eligible ?? '',
      one.offer === null ? '' : `open ${formatDuration(one.offer.withinDays)}`,
    ]),
  );
  return {
    title: 'Actions',
    columns: [
      { title: 'action' },
      { title: `${currency} a send`, right: true },
      { title: 'in' },
      { title: 'cooldown' },
      { title: 'only where' },
      { title: 'offer' },
    ],
    rows,
    note: '',
  };
}

const WEEKDAYS = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'];

/** Caps, budgets, capacities, quiet days and the holdout, a line each. */
export function guardrailLines({ guardrails, channels }: Scenario): string[] {
  const { caps, budgets, quietDays, holdout } = guardrails;
  return [
    ...caps.map(
      ({ of, amount, perDays }) =>
        `at most ${amount} ${cappedText(amount, of, Object.keys(channels))} in any ${formatDuration(perDays)}`,
    ),
    ...budgets.map(
      ({ of, amount, perDays, period, charge, arbitrate }) =>
        `${written(amount)} for ${of} in ${period === 'rolling' ? 'any' : 'each'} ${formatDuration(perDays)}, charged on ${charge}, ${arbitrationText(arbitrate)}`,
    ),
    ...Object.entries(channels).flatMap(([name, { capacity }]) =>
      capacity === null
        ? []
        : [
            `${capacity.amount} sends by ${name} in each ${formatDuration(capacity.perDays)}, ${arbitrationText(capacity.arbitrate)}`,
          ],
    ),
    ...(quietDays.length > 0
      ? [`no contacts on ${quietDays.map((day) => WEEKDAYS[day - 1]).join(' and ')}`]
      : []),
    ...(holdout > 0 ? [`${written(100 * holdout)}% of customers are held out`] : []),
  ];
}

/** `contacts`, `contact by call`, `of gift`. */
function cappedText(amount: number, of: string, channels: readonly string[]): string {
  const contacts = amount === 1 ? 'contact' : 'contacts';
  if (of === 'any') return contacts;
  return channels.includes(of) ? `${contacts} by ${of}` : `of ${of}`;
}

function arbitrationText(arbitrate: Arbitration): string {
  if (arbitrate.kind === 'formula') return `the largest ${arbitrate.formula} first`;
  if (arbitrate.kind === 'policy') return `the policy's highest score first, else ${arbitrate.fallback}`;
  return arbitrate.kind === 'random' ? 'by lot' : 'the highest priority first';
}

function triggerLine(trigger: DecideTrigger): string {
  switch (trigger.kind) {
    case 'every':
      return `every ${formatDuration(trigger.days)}, each customer on ticks of its own`;
    case 'enter':
      return `the tick after entering ${trigger.stage}`;
    case 'signal':
      return `the tick after ${trigger.signal}`;
    case 'cooldown':
      return `when the cooldown of ${trigger.intervention} ends`;
  }
}

function ruleLine({ when, action, everyDays, onEnter, once }: Rule): string {
  const limits = [
    ...(when !== null ? [`when ${when}`] : []),
    ...(onEnter !== null ? [`on entering ${onEnter}`] : []),
    ...(everyDays !== null ? [`at most every ${formatDuration(everyDays)}`] : []),
    ...(once ? ['once'] : []),
  ];
  return `${action}: ${limits.join(', ') || 'always'}`;
}

function formulaTable(formulas: readonly ScenarioFormula[]): TitledTable {
  const rows = formulas.map(({ path, text, unit }) => [path, unit, text.replace(/\s+/g, ' ')]);
  const columns = ['formula', 'unit', 'as written'].map((title) => ({ title }));
  return { title: 'Formulas', columns, rows, note: '' };
}

function parameterTable({ parameters }: Scenario): TitledTable {
  const rows = Object.entries(parameters).map(([name, { value, low, high, unit, why, source }]) => [
    name,
    written(value),
    low === null || high === null ? '' : `${written(low)} to ${written(high)}`,
    unit ?? '',
    [why, source].filter((part) => part !== null).join('; '),
  ]);
  const columns = [
    { title: 'name' },
    { title: 'value', right: true },
    { title: 'range' },
    { title: 'unit' },
    { title: 'why; source' },
  ];
  return { title: 'Parameters', columns, rows, note: '' };
}

function rewardLines({ reward, terminalValue, currency }: Scenario): string[] {
  const of = reward.of.map(({ outcome, sign }) => `${sign > 0 ? '+' : '-'} ${outcome}`).join(' ');
  return [
    `${reward.name}: ${of} within ${formatDuration(reward.windowDays)}, discounted at ${written(100 * reward.discountPerYear)}% a year`,
    ...(terminalValue === null ? [] : [`at the horizon: ${terminalValue} (${currency})`]),
  ];
}
