import type { Behaviour } from '../../scenario/behaviour.ts';
import { type Range, wantedOf } from '../../scenario/reading/leaves.ts';

const HEAD = `# Behaviours

Ways in which customers behave, ready to use in any stage of any scenario. \`npm run reference\` writes this page from their files in \`src/scenario/behaviours/\`.

\`\`\`yaml
behaviours:
  tired: { use: contactFatigue, of: email, halfLifeDays: 10, adds: { stages.active.exits.gone: 0.4 } }
stages:
  active: { exits: { gone: { logit: "-6", loss: true } } }
\`\`\`

- The name, here \`tired\`, is that of the main column; further ones are \`tired_x\`. Formulas that look at customers may read them, as \`optOut: "logistic(-7 + tired)"\` does; the business may not, but for signals.
- \`adds\` puts the effect, times a weight, on logits and rates: of exits, of signals, of \`population.referrals\`, and of \`population.arrivals\` where it reads the calendar alone. Effects are orientated: more of the thing is positive.
- A number may be \`{ value, low, high, unit, why, source }\` or the name of a parameter of the scenario.
- Terms of your own go below \`add:\`, as in \`add: { more: { to: stages.active.exits.gone, term: "0.1 * tired" } }\`; all are summed in name order behind the formula that they are added to.
- On a logit a term is a logarithm of odds; on a rate it is a number a day, and a rate must not fall below 0. To scale a rate, read the column where the rate stands: \`perDay: "0.3 * exp(-0.2 * tired)"\`.

In the tables a *contact* is \`any\`, a channel, an intervention, or both as in \`message@email\`; a *number* is a trait or a column of state; a *segment* is a formula over traits; a *date* is written \`"2025-03-01"\`. In effects and columns \`self\` stands for the name of the use, \`self_x\` for its further columns, and every setting for its value.

Each picture is one customer's effect over the same year: a message a week in March, April and May and every other day in early September, a discount every forty days from March to September, help within days of trouble; visits on most days from February to July, praise now and then, trouble on three days, and a mood that is always good. Strokes mark the days that the behaviour is about.
`;

/** The reference of behaviours as Markdown, with a picture each in `pictures/`. */
export function behavioursPage(behaviours: readonly Behaviour[]): string {
  const contents = behaviours.map(({ kind, title }) => `- [${title}](#${kind.toLowerCase()}): \`${kind}\``);
  return [HEAD, ...contents, '', ...behaviours.map(section)].join('\n');
}

function section(behaviour: Behaviour): string {
  const { kind, title, description, source, effect } = behaviour;
  const columns = columnsOf(behaviour);
  return [
    `## ${kind}`,
    '',
    `**${title}.** ${description}`,
    '',
    `![${title}: the effect over a year](pictures/${kind}.svg)`,
    '',
    ...settingsOf(behaviour),
    columns.length > 0 ? `Columns: ${columns.join(', ')}.` : 'It owns no column.',
    '',
    `Effect: \`${effect}\``,
    '',
    `Source: ${source}`,
    '',
  ].join('\n');
}

/** A table of what may be written behind `use:`. */
function settingsOf({ parameters, refers }: Behaviour): string[] {
  const names = Object.entries(refers).map(([name, { kind, description, default: otherwise }]) =>
    row([`\`${name}\``, description, kind, otherwise === undefined ? 'must be named' : `\`${otherwise}\``]),
  );
  const numbers = Object.entries(parameters).map(([name, { description, unit, default: value, range }]) =>
    row([
      `\`${name}\``,
      description,
      `${unit === '' ? 'no unit' : unit}, ${rangeInShort(range)}`,
      `${value}`,
    ]),
  );
  const rows = [...names, ...numbers];
  if (rows.length === 0) return [];
  return [
    row(['setting', 'what it is', 'unit and range', 'default']),
    row(['---', '---', '---', '---']),
    ...rows,
    '',
  ];
}

/** `> 0`, `0 to 1`, `whole, 1 to 28`. */
const rangeInShort = (range: Range) =>
  wantedOf(range)
    .replace(/^a number$/, 'any number')
    .replace(/^a whole number/, 'whole,')
    .replace(/^a number /, '')
    .replace('from ', '')
    .replace('>=', '≥');

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

function columnsOf({ traits = {}, state = {}, signals = {} }: Behaviour): string[] {
  const noun = (of: object, what: string) => Object.keys(of).map((name) => `\`${name}\` (${what})`);
  return [...noun(traits, 'hidden trait'), ...noun(state, 'state'), ...noun(signals, 'signal')];
}
