import type { PolicyRole } from '../../evaluation/comparison.ts';
import { count, share, write, writeInterval } from '../../reports/amounts.ts';
import { capitalised, listed, prose } from '../../reports/names.ts';
import { type Measurement, measured } from './measured.ts';
import { amountsOf, findingOf, roleInText } from './measuredPicture.ts';

type Pair = readonly [PolicyRole, PolicyRole];

const SHOWN: readonly Pair[] = [
  ['rules', 'none'],
  ['rules', 'uniform'],
  ['agent', 'rules'],
  ['agent', 'tunedRules'],
];

/** What was measured in a scenario, as the paragraphs of a card; where nothing was, or of a scenario that has moved on, how. */
export function measuredSection(name: string, measurement: Measurement | null): string[] {
  if (measurement === null)
    return [
      `Nothing yet of this scenario as it is now: \`npm run reproduce -- --scenario ${name}\` measures it.`,
    ];
  return [
    `![${findingOf(measurement)}](pictures/${name}-measured.svg)`,
    POLICIES,
    tableOf(measurement),
    [harmOf(measurement), gapOf(measurement), assumptionOf(measurement)].filter(Boolean).join(' '),
    ...adviceOf(measurement),
    methodOf(measurement),
  ];
}

const POLICIES =
  'Every policy keeps to the same limits. *Random choice* is among what is allowed; *tuned rules* are today’s with thresholds searched for; *chasing response* does whatever is most likely to be answered; the *oracle* is a learner that also sees what is hidden.';

/** What becomes of whoever walks into the trap: the policy that does what is answered most. */
export function trapInNumbers(measurement: Measurement | null): string[] {
  if (measurement === null) return [];
  const { unit, step } = amountsOf(measurement);
  const { mean, interval } = measured(measurement, 'responseGreedy', 'rules');
  const range = writeInterval(interval, unit, step);
  const amount = write(Math.abs(mean), unit, { step });
  const came =
    interval[0] > 0
      ? `earns ${amount} more a customer than today’s rules`
      : interval[1] < 0
        ? `earns ${amount} less a customer than today’s rules`
        : 'is not clearly better than today’s rules';
  const { mean: lead } = measured(measurement, 'agent', 'rules');
  return [
    `Measured: a policy that does whatever is most likely to be answered ${came} (${range}). The one that learned what a contact changes earns ${write(lead, unit, { step })} more.`,
  ];
}

function tableOf(measurement: Measurement): string {
  const { currency } = measurement;
  const rows = SHOWN.map(([policy, reference]) => {
    const [difference, interval] = cellsOf(measurement, [policy, reference]);
    const between = interval.replaceAll(' ', '\u00a0');
    return `| ${capitalised(roleInText(policy))} less ${roleInText(reference)} | ${difference} | ${between} |`;
  });
  return [`| ${currency} a customer | mean | 95% interval |`, '| --- | ---: | ---: |', ...rows].join('\n');
}

function cellsOf(measurement: Measurement, [policy, reference]: Pair): [string, string] {
  const { unit, step } = amountsOf(measurement);
  const { mean, interval } = measured(measurement, policy, reference);
  return [write(mean, unit, { step, signed: true, bare: true }), writeInterval(interval, unit, step)];
}

function harmOf({ harm, coupled }: Measurement): string {
  const { customers, worseOff, betterOff } = harm;
  const chance = Math.round(customers / 40);
  const among = coupled ? 'of one world' : 'looked at one by one';
  return `Of ${count(customers)} customers ${among} the learned policy is clearly better for ${count(betterOff)} and clearly worse for ${count(worseOff)}; by chance alone some ${count(chance)} would come out worse.`;
}

function gapOf({ gapClosed }: Measurement): string {
  if (gapClosed === null)
    return 'Even an oracle that sees what no business can is not clearly better than it.';
  return `It goes ${share(gapClosed, 1)} of the way from today’s rules to an oracle that sees what no business can.`;
}

function assumptionOf(measurement: Measurement): string {
  const { movesMost, flips } = measurement;
  if (movesMost === null) return '';
  const { unit, step } = amountsOf(measurement);
  const { parameter, atLow, atHigh } = movesMost;
  const [low, high] = [atLow, atHigh].map((value) => write(value, unit, { step, signed: true, bare: true }));
  const moves = `Its lead over tuned rules moves most with \`${parameter}\`: ${low} at the low end, ${high} at the high`;
  if (flips.length === 0) return `${moves}; no believable value of one number makes another policy win.`;
  return `${moves}; ${listed(flips.map((one) => `\`${one}\``))} could make another policy win.`;
}

function adviceOf({ advice }: Measurement): string[] {
  if (advice.length === 0) return [];
  const lines = advice.map(({ stage, sentence }) => {
    return `- In \`${stage}\`: ${prose(sentence)}`;
  });
  return ['Its advice, stage by stage:', lines.join('\n')];
}

function methodOf({ seeds, customers, days, agent, command, version }: Measurement): string {
  return `Of all learners *${agent}* did best in validation. It was trained ${seeds} times anew, and each of these was valued once on customers and luck that nothing had met before, ${count(customers)} customers in all over ${days} days. The intervals of what was trained are over these ${seeds} seeds: they cover luck and training, not whether the numbers below are right. \`${command}\`, nextmove ${version}.`;
}

/** The scenario's row of the README's table. */
export function readmeRow(name: string, measurement: Measurement): string {
  const cell = (pair: Pair) => {
    const [mean, interval] = cellsOf(measurement, pair);
    return `${mean.replace('+', '')} (${interval.replaceAll(' ', '\u00a0')})`;
  };
  const { days, currency, gapClosed } = measurement;
  const cells = [
    `[${name}](scenarios/cards/${name}.md), ${days} days, ${currency}`,
    ...SHOWN.map((pair) => (pair[0] === 'agent' && pair[1] === 'rules' ? `**${cell(pair)}**` : cell(pair))),
    gapClosed === null ? 'withheld' : share(gapClosed, 1),
  ];
  return `| ${cells.join(' | ')} |`;
}
