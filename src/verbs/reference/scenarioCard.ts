import { formatDuration } from '../../core/duration.ts';
import { count } from '../../reports/amounts.ts';
import type { Rule, Scenario } from '../../scenario/scenario.ts';
import type { World } from '../../scenario/world.ts';
import { guardrailLines } from '../show/showScenario.ts';
import { actionTable, assumptionTable, figureTable, stageTable } from './cardTables.ts';
import { livedUnderRules } from './lived.ts';
import { daysInWords, section } from './markdown.ts';
import type { Measurement } from './measured.ts';
import { measuredSection, trapInNumbers } from './measuredSection.ts';
import { plausibility } from './plausibility.ts';
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
  const lived = await livedUnderRules(world);
  return [
    `# ${scenario.name}`,
    '',
    `**${question}**`,
    '',
    `${sizeOf(world)} [${name}.yaml](../${name}.yaml) says how they behave.`,
    '',
    ...section('The situation', [situation]),
    ...section('What is observed', [observed]),
    ...section('The trap', [trap, ...trapInNumbers(measurement)]),
    ...section('Where customers can go', [
      `![${stagesInWords(scenario)}](pictures/${name}-stages.svg)`,
      'Arrows on the right lead down and on (blue), those on the left back up (grey); orange ones are losses. What is *seen as* another stage is hidden from the business.',
      stageTable(scenario),
    ]),
    ...section('What can be done', [actionTable(scenario), ...limits(scenario)]),
    ...section("Today's rules", [
      'At every decision the first rule that applies acts; where none does, nobody is contacted.',
      scenario.today.map((rule, k) => `${k + 1}. ${ruleLine(rule)}`).join('\n'),
    ]),
    ...section('What was measured', measuredSection(name, measurement)),
    ...section('The numbers that matter', [
      'What the result hangs on, with the range in which each number is believed.',
      assumptionTable(scenario),
      ...LOGS.filter(([unit]) => hasUnit(scenario, unit)).map(([, words]) => words),
    ]),
    ...section('Held against what is known', [
      `What ${count(lived.customers)} customers come to under today's rules, and the range in which one would believe it; a test holds them to it. Where no source is named the range is our own judgement.`,
      figureTable(plausibility[name] ?? [], lived),
    ]),
    `*\`npm run cards\` writes this page from [${name}.yaml](../${name}.yaml) and [measured.json](../measured.json).*`,
    '',
  ].join('\n');
}

const LOGS = [
  [
    'log-odds',
    '*Log-odds*: 1 more makes the odds of a move, against staying for a day, 2.7 times what they were. The effect of a contact is what it adds on its first day, with the people whom it suits.',
  ],
  ['log-rate', '*Log-rate*: 1 more makes something happen 2.7 times as often.'],
] as const;

const hasUnit = ({ parameters }: Scenario, unit: string) =>
  Object.values(parameters).some((parameter) => parameter.unit?.includes(unit));

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

const limits = (scenario: Scenario) => {
  const lines = guardrailLines(scenario);
  return lines.length === 0 ? [] : [daysInWords(`Limits: ${lines.join('; ')}.`)];
};

function ruleLine({ when, action, everyDays, onEnter, once }: Rule): string {
  const [intervention, channel] = action.split('@');
  const limits = [
    ...(when !== null ? [`when \`${when}\``] : []),
    ...(onEnter !== null ? [`on entering \`${onEnter}\``] : []),
    ...(everyDays !== null ? [`at most every ${daysInWords(formatDuration(everyDays))}`] : []),
    ...(once ? ['once'] : []),
  ];
  const by = channel === undefined ? '' : ` by ${channel}`;
  return `**${intervention}**${by} ${limits.join(', ') || 'always'}`;
}
