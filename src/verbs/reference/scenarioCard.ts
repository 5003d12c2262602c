import { formatDuration } from '../../core/duration.ts';
import type { Rule, Scenario } from '../../scenario/scenario.ts';
import type { World } from '../../scenario/world.ts';
import { stageMarks } from '../show/showScenario.ts';
import { stageMap } from '../show/stageMap.ts';
import { livedUnderRules } from './lived.ts';
import { type PlausibleFigure, plausibility } from './plausibility.ts';

/**
 * The card of a scenario as Markdown: what its file says in the comment at its head, then the stages drawn, what can
 * be done, today's rules, the numbers that matter, and figures held against what is known. `text` is the file's.
 */
export async function scenarioCard(name: string, text: string, world: World): Promise<string> {
  const { scenario } = world;
  const { question, situation, observed, trap } = headOf(name, text);
  return [
    `# ${scenario.name}`,
    '',
    `**${question}** \`scenarios/${name}.yaml\`, written to this page by \`npm run cards\`.`,
    '',
    ...section('The situation', [situation]),
    ...section('What is observed', [observed]),
    ...section('The trap', [trap]),
    ...section('Where customers can go', [
      ['```', ...stageMap(scenario, stageMarks(scenario)), '```'].join('\n'),
      'Dashed lines are losses. A stage that is seen as another is hidden from the business.',
      listOf(scenario.stages),
    ]),
    ...section('What can be done', [actionTable(scenario)]),
    ...section("Today's rules", [
      'At every decision the first rule that applies acts; where none does, nobody is contacted.',
      scenario.today.map((rule, k) => `${k + 1}. ${ruleLine(rule)}`).join('\n'),
    ]),
    ...section('The numbers that matter', [assumptionTable(scenario)]),
    ...section('Held against what is known', [
      "Figures of some hundred customers under today's rules, with the range in which one would believe them.",
      figureTable(plausibility[name] ?? [], await livedUnderRules(world)),
    ]),
  ].join('\n');
}

type Head = Record<'question' | 'situation' | 'observed' | 'trap', string>;

/** The comment at a scenario's head: a title with a question, then Situation, Observed and Trap. */
export function headOf(name: string, text: string): Head {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('#'));
  const comment = lines
    .slice(0, end)
    .map((line) => line.replace(/^#\s*/, ''))
    .join(' ');
  const found = /^[^:]+: (.+?) +Situation +(.+?) +Observed +(.+?) +Trap +(.+?) *$/.exec(comment);
  if (found === null)
    throw new Error(
      `scenarios/${name}.yaml begins with no comment of the form "NAME: question", Situation, Observed, Trap`,
    );
  const [, question, situation, observed, trap] = found.map((part) => part.replace(/ +/g, ' '));
  return { question: `${question[0].toUpperCase()}${question.slice(1)}`, situation, observed, trap };
}

const section = (title: string, parts: readonly string[]) => [
  `## ${title}`,
  '',
  ...parts.flatMap((part) => [part, '']),
];

const listOf = (named: Scenario['stages']) =>
  Object.entries(named)
    .map(([name, { description }]) => `- \`${name}\`: ${description}`)
    .join('\n');

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

const table = (columns: readonly string[], rows: readonly (readonly string[])[]) =>
  [columns, columns.map(() => '---'), ...rows].map(row).join('\n');

function actionTable({ interventions, channels, currency }: Scenario): string {
  const rows = Object.entries(interventions).map(([name, { description, cost, offer, ...one }]) => [
    `\`${name}\``,
    description,
    one.channels.map((channel) => `${channel} (${(cost + channels[channel].cost).toFixed(3)})`).join(', '),
    one.in.join(', '),
    offer === null ? '' : `open for ${formatDuration(offer.withinDays)}`,
  ]);
  return table(['what', 'in words', `by (${currency} a send)`, 'seen in', 'offer'], rows);
}

function ruleLine({ when, action, everyDays, onEnter, once }: Rule): string {
  const [intervention, channel] = action.split('@');
  const limits = [
    ...(when !== null ? [`when \`${when}\``] : []),
    ...(onEnter !== null ? [`on entering \`${onEnter}\``] : []),
    ...(everyDays !== null ? [`at most every ${formatDuration(everyDays)}`] : []),
    ...(once ? ['once'] : []),
  ];
  const by = channel === undefined ? '' : ` by ${channel}`;
  return `**${intervention}**${by} ${limits.join(', ') || 'always'}`;
}

function assumptionTable({ parameters }: Scenario): string {
  const rows = Object.entries(parameters).map(([name, { value, low, high, why, source }]) => [
    `\`${name}\``,
    String(value),
    low === null || high === null ? '' : `${low} to ${high}`,
    why ?? '',
    source ?? '',
  ]);
  return table(['number', 'value', 'believable', 'why', 'source'], rows);
}

function figureTable(
  figures: readonly PlausibleFigure[],
  lived: Parameters<PlausibleFigure['of']>[0],
): string {
  const rows = figures.map(({ figure, of, low, high, why, unit }) => {
    const written = (value: number) =>
      unit === 'share' ? `${Number((100 * value).toPrecision(2))} %` : String(Number(value.toPrecision(2)));
    return [figure, written(of(lived)), `${written(low)} to ${written(high)}`, why];
  });
  return table(['figure', 'here', 'believable', 'why'], rows);
}
