import { fromMoney } from '../core/money.ts';
import type { Guardrails, Ledger } from '../guardrails/guardrails.ts';
import { Legality } from '../journey/records.ts';
import type { Leaf } from '../language/graph.ts';
import { describeType, printNode } from '../language/print.ts';
import type { BundleManifest, Evidence } from './bundle.ts';
import type { ContextProgram } from './context.ts';

export type CardParts = {
  /** The manifest, less what is known only when every file is there. */
  readonly manifest: Omit<BundleManifest, 'id' | 'files'>;
  readonly context: ContextProgram;
  readonly guardrails: Guardrails;
  readonly leaves: readonly Leaf[];
  readonly policyKind: string;
};

/** CARD.md: what the policy decides, what it learned from, what speaks for it, its rules, its limits and its use. */
export function bundleCard({ manifest, context, guardrails, leaves, policyKind }: CardParts): string {
  const { agent, origin } = manifest;
  const options = Object.entries(agent.options).map(([name, value]) => `${name} ${value}`);
  return [
    `# ${manifest.name}`,
    manifest.description,
    section('What it decides', [
      `One of ${manifest.actions.length} actions for a customer: ${manifest.actions.map(code).join(', ')}.`,
    ]),
    section('What it learned from', [
      `${origin.title} (hash ${code(origin.hash)}), by ${agent.title} (${code(agent.kind)}, version ${agent.version}${options.length ? `; ${options.join(', ')}` : ''}).`,
      `Frozen as a ${code(policyKind)} policy ${code(manifest.policyId)} over ${context.features.features.length} features (schema ${code(manifest.featureHash)}), by nextmove ${manifest.nextmove}.`,
      `Seeds: ${
        Object.entries(manifest.seeds)
          .map(([name, seed]) => `${name} ${code(seed)}`)
          .join(', ') || 'none'
      }.`,
    ]),
    section(
      'What speaks for it',
      manifest.evidence.length ? manifest.evidence.map(evidenceLine) : ['- Nothing was measured.'],
    ),
    section('What it must be told', leaves.map(leafLine)),
    section('Guardrails', guardrailLines(guardrails, manifest.currency ?? '')),
    section('Limits', [
      ...manifest.limits.map((limit) => `- ${limit}`),
      '- Intervals cover luck and training, not whether the assumptions of a scenario are right.',
    ]),
    section('How to serve it', [
      '```sh',
      `nextmove decide ${manifest.name} --request request.json   # one decision`,
      `nextmove serve ${manifest.name}                           # POST /v1/decide on this machine`,
      '```',
      'Opening it checks every file and repeats the golden decisions; it refuses on any difference. No code is run from it.',
    ]),
  ]
    .join('\n\n')
    .concat('\n');
}

const code = (words: string) => `\`${words}\``;
const section = (title: string, lines: readonly string[]) => `## ${title}\n\n${lines.join('\n')}`;

function evidenceLine({ title, value, interval, level, basis, note }: Evidence): string {
  const number = value === null ? 'withheld' : short(value);
  const range =
    interval === null ? '' : ` [${short(interval[0])}, ${short(interval[1])}] at ${level * 100} %`;
  return `- ${title}: **${number}**${range}${basis ? `, over ${basis}` : ''}${note ? `. ${note}` : ''}`;
}

/** At most six significant digits. */
const short = (value: number) => String(Number(value.toPrecision(6)));

function leafLine({ key, type, source }: Leaf): string {
  const from = 'view' in source && source.view === 'sent' ? 'from its own log' : '';
  const calendar = source.kind === 'weekday' || source.kind === 'dayOfYear' ? 'from the clock' : '';
  return `- ${code(key)}: ${describeType(type)}${from || calendar ? `, ${from || calendar}` : ''}`;
}

function guardrailLines({ graph, actions, ledgers, holdout }: Guardrails, currency: string): string[] {
  const names = new Map(Object.entries(Legality).map(([name, value]) => [value, name]));
  const rules = actions.flatMap(({ action, conditions }) => [
    `- ${code(action)}${conditions.length ? ' only where' : ': always'}`,
    ...conditions.map(({ reason, node }) => `  - ${names.get(reason)}: ${code(printNode(graph, node))}`),
  ]);
  const share =
    holdout.share > 0 ? `${short(100 * holdout.share)} % of customers, by a hash of their id` : 'nobody';
  return [...rules, ...ledgers.map((ledger) => ledgerLine(ledger, currency)), `- Held out: ${share}.`];
}

function ledgerLine({ name, kind, amount, perDays, period, charge }: Ledger, currency: string): string {
  const much = kind === 'capacity' ? `${amount} sends` : `${short(fromMoney(amount))} ${currency}`.trim();
  const when = charge === 'redeem' ? ', reserved when offered and kept when redeemed' : '';
  return `- ${code(name)}: at most ${much} in ${period === 'rolling' ? 'any' : 'each'} ${short(perDays)} days${when}`;
}
