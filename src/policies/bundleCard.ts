import { fromMoney } from '../core/money.ts';
import type { Guardrails, Ledger } from '../guardrails/guardrails.ts';
import { NONE } from '../journey/actions.ts';
import { Legality } from '../journey/records.ts';
import type { Leaf } from '../language/graph.ts';
import { describeType, printNode } from '../language/print.ts';
import type { BundleManifest, Evidence } from './bundle.ts';
import { contactCostText } from './contactCosts.ts';
import { exampleRequest, requestPath } from './requestPath.ts';

export type CardParts = {
  /** The manifest, less what is known only when every file is there. */
  readonly manifest: Omit<BundleManifest, 'id' | 'files'>;
  readonly guardrails: Guardrails;
  /** All that context and guardrails read. */
  readonly leaves: readonly Leaf[];
  readonly policyKind: string;
  readonly features: number;
};

/** CARD.md: what the policy decides, what it learned from, what speaks for it, its rules, its limits and its use. */
export function bundleCard(parts: CardParts): string {
  const { manifest, guardrails, leaves } = parts;
  const told = leaves.filter((leaf) => requestPath(leaf) !== null);
  const own = leaves.filter((leaf) => requestPath(leaf) === null).map(({ key }) => code(key));
  return [
    `# ${manifest.name}`,
    manifest.description,
    section('What it decides', [
      `One of ${manifest.actions.length} actions for a customer: ${manifest.actions.map(code).join(', ')}.`,
    ]),
    section('What it learned from', originLines(parts)),
    section('What speaks for it', evidenceLines(manifest.evidence)),
    section('What it must be told of a customer', [
      ...told.map((leaf) => `- ${code(requestPath(leaf) ?? '')}: ${describeType(leaf.type)}`),
      ...(own.length > 0 ? ['', `From its own log and clock: ${own.join(', ')}.`] : []),
    ]),
    section('Guardrails', guardrailLines(guardrails, manifest.currency ?? '')),
    section('Limits', [
      ...manifest.limits.map((limit) => `- ${limit}`),
      '- Intervals cover luck and training, not whether the assumptions of a scenario are right.',
    ]),
    section('How to use it', [
      '`nextmove decide FOLDER --request request.json` decides once; `nextmove serve FOLDER` answers `POST /v1/decide`.',
      'A request, the first time that a customer is decided for (consent and `inStageDays` are remembered):',
      '',
      '```json',
      JSON.stringify(exampleRequest(leaves), null, 2),
      '```',
      '',
      contactCostText(manifest.outcomes, guardrails),
      '',
      'Opening checks every file and repeats the golden decisions; it refuses on any difference. Nothing here is run as code.',
    ]),
  ]
    .join('\n\n')
    .concat('\n');
}

const code = (words: string) => `\`${words}\``;
const section = (title: string, lines: readonly string[]) => `## ${title}\n\n${lines.join('\n')}`;

/** At most six significant digits. */
const short = (value: number) => String(Number(value.toPrecision(6)));

function originLines({ manifest, policyKind, features }: CardParts): string[] {
  const { agent, origin, seeds, nextmove } = manifest;
  const options = Object.entries(agent.options).map(([name, value]) => `${name} ${short(value)}`);
  const sown = Object.entries(seeds).map(([name, seed]) => `${name} ${code(seed)}`);
  const law = options.length > 0 ? `, with ${options.join(', ')}` : '';
  return [
    `- From ${origin.title}, hash ${code(origin.hash.slice(0, 16))}.`,
    `- By ${agent.title} (${code(agent.kind)}, version ${agent.version})${law}${sown.length > 0 ? `; seeds: ${sown.join(', ')}` : ''}.`,
    `- Frozen as the ${code(policyKind)} policy ${code(manifest.policyId)} over ${features} features (schema ${code(manifest.featureHash)}), by nextmove ${nextmove}.`,
  ];
}

function evidenceLines(evidence: readonly Evidence[]): string[] {
  if (evidence.length === 0) return ['- Nothing was measured.'];
  return evidence.map(({ title, value, interval, level, basis, note }) => {
    const number = value === null ? 'withheld' : short(value);
    const range =
      interval === null ? '' : ` [${short(interval[0])}, ${short(interval[1])}] at ${short(100 * level)} %`;
    return `- ${title}: **${number}**${range}${basis ? `, over ${basis}` : ''}${note ? `. ${note}` : ''}`;
  });
}

/** Rules that all actions but `none` share stand first, once. */
function guardrailLines({ graph, actions, ledgers, holdout }: Guardrails, currency: string): string[] {
  const names = new Map<number, string>(Object.entries(Legality).map(([name, value]) => [value, name]));
  const rules = actions.map(({ action, conditions }) => ({
    action,
    lines: conditions.map(({ reason, node }) => `${names.get(reason)}: ${code(printNode(graph, node))}`),
  }));
  const treated = rules.filter(({ action }) => action !== NONE);
  const shared = (treated[0]?.lines ?? []).filter((line) =>
    treated.every(({ lines }) => lines.includes(line)),
  );
  const own = rules.flatMap(({ action, lines }) => {
    const rest = lines.filter((line) => !shared.includes(line));
    return rest.length === 0 ? [] : [`- ${code(action)}: ${rest.join('; ')}`];
  });
  const share =
    holdout.share > 0 ? `${short(100 * holdout.share)} % of customers, by a hash of their id` : 'nobody';
  return [
    ...(shared.length > 0 ? [`- every action but ${code(NONE)}: ${shared.join('; ')}`] : []),
    ...own,
    ...(shared.length + own.length === 0 ? ['- Every action is always legal.'] : []),
    ...ledgers.map((ledger) => ledgerLine(ledger, currency)),
    `- Held out: ${share}.`,
  ];
}

function ledgerLine({ name, kind, amount, perDays, period, charge }: Ledger, currency: string): string {
  const much = kind === 'capacity' ? `${amount} sends` : `${short(fromMoney(amount))} ${currency}`.trim();
  const when = charge === 'redeem' ? ', reserved when offered and kept when redeemed' : '';
  return `- ${code(name)}: at most ${much} in ${period === 'rolling' ? 'any' : 'each'} ${short(perDays)} days${when}`;
}
