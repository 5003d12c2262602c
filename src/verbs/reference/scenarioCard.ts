import { formatDuration } from '../../core/duration.ts';
import { count } from '../../reports/amounts.ts';
import type { Rule, Scenario } from '../../scenario/scenario.ts';
import type { World } from '../../scenario/world.ts';
import { guardrailLines, stageMarks } from '../show/showScenario.ts';
import { written } from '../show/textTable.ts';
import { livedUnderRules } from './lived.ts';
import type { Measurement } from './measured.ts';
import { measuredSection } from './measuredSection.ts';
import { type PlausibleFigure, plausibility } from './plausibility.ts';
import { stagesInWords } from './stagePicture.ts';

/**
 * The card of a scenario as Markdown: what its file says in the comment at its head, the stages drawn, what can be
 * done, today's rules, what was measured, the numbers that matter, and figures held against what is known. `text` is
 * the file's; the pictures are stagePicture's and measuredPicture's.
 */
export async function scenarioCard(
  name: string,
  text: string,
  { world, measurement }: { readonly world: World; readonly measurement: Measurement | null },
): Promise<string> {
  const { scenario } = world;
  const { question, situation, observed, trap } = headOf(name, text);
  return [
    `# ${scenario.name}`,
    '',
    `**${question}**`,
    '',
    `${sizeOf(world)} [${name}.yaml](../${name}.yaml) says how they behave; \`npm run cards\` writes this page.`,
    '',
    ...section('The situation', [situation]),
    ...section('What is observed', [observed]),
    ...section('The trap', [trap]),
    ...section('Where customers can go', [
      `![${stagesInWords(scenario)}](pictures/${name}-stages.svg)`,
      'Arrows down on the right, back up on the left; vermilion ones are losses. A stage that is seen as another is hidden from the business.',
      stageTable(scenario),
    ]),
    ...section('What can be done', [actionTable(scenario), ...limits(scenario)]),
    ...section("Today's rules", [
      'At every decision the first rule that applies acts; where none does, nobody is contacted.',
      scenario.today.map((rule, k) => `${k + 1}. ${ruleLine(rule)}`).join('\n'),
    ]),
    ...section('What was measured', measuredSection(name, measurement)),
    ...section('The numbers that matter', [assumptionTable(scenario)]),
    ...section('Held against what is known', [
      "Figures of some hundred customers under today's rules, with the range in which one would believe them; a test holds them to it.",
      figureTable(plausibility[name] ?? [], await livedUnderRules(world)),
    ]),
  ].join('\n');
}

/** `20,000 customers over 182 days, independent of one another; amounts in EUR.` */
function sizeOf({ scenario, coupled }: World): string {
  const { clock, population, currency } = scenario;
  const link = coupled ? 'who compete for what is scarce' : 'independent of one another';
  return `${count(population.size)} customers over ${clock.horizonDays} days, ${link}; amounts in ${currency}.`;
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

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

const table = (columns: readonly string[], rows: readonly (readonly string[])[]) =>
  [columns, columns.map(() => '---'), ...rows].map(row).join('\n');

function stageTable(scenario: Scenario): string {
  const marks = stageMarks(scenario);
  const rows = Object.entries(scenario.stages).map(([name, { description }], k) => [
    `\`${name}\``,
    description,
    marks[k].replaceAll('; ', ', '),
  ]);
  return table(['stage', 'who is in it', ''], rows);
}

function actionTable({ interventions, channels, currency }: Scenario): string {
  const rows = Object.entries(interventions).map(([name, { description, cost, offer, ...one }]) => [
    `\`${name}\``,
    offer === null ? description : `${description} Open for ${formatDuration(offer.withinDays)}.`,
    one.channels.map((channel) => `${channel} ${written(cost + channels[channel].cost)}`).join(', '),
    one.in.join(', '),
  ]);
  return table(['what', 'in words', `by, ${currency} a send`, 'in stage'], rows);
}

const limits = (scenario: Scenario) => {
  const lines = guardrailLines(scenario);
  return lines.length === 0 ? [] : [`Limits: ${lines.join('; ')}.`];
};

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
    [why, source === null ? null : `*${source}*`].filter((part) => part !== null).join('. '),
  ]);
  return table(['number', 'value', 'believable', 'why, and *from where*'], rows);
}

function figureTable(
  figures: readonly PlausibleFigure[],
  lived: Parameters<PlausibleFigure['of']>[0],
): string {
  const rows = figures.map(({ figure, of, low, high, why, source, unit }) => {
    const write = (value: number) =>
      unit === 'share' ? `${Number((100 * value).toPrecision(2))}%` : String(Number(value.toPrecision(2)));
    const because = source === undefined ? why : `${why}. *${source}*`;
    return [figure, `**${write(of(lived))}**`, `${write(low)} to ${write(high)}`, because];
  });
  return table(['figure', 'here', 'believable', 'why, and *from where*'], rows);
}
