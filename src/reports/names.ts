import type { PolicyRole } from '../evaluation/comparison.ts';

/** An identifier of a scenario as words: `bill_shock` is `bill shock`. */
export const words = (identifier: string): string => identifier.replaceAll('_', ' ').trim();

/** `rescue@call` is `rescue by call`; `none` is `no contact`. */
export function actionName(action: string): string {
  if (action === 'none') return 'no contact';
  const [intervention, channel] = action.split('@');
  return channel === undefined ? words(intervention) : `${words(intervention)} by ${words(channel)}`;
}

/** A text from elsewhere in a report's spelling: actions and identifiers in words, `12%` without a space, curved apostrophes. */
export const prose = (text: string): string =>
  text
    .replace(/\b\w+@\w+\b/g, actionName)
    .replace(/(?<![\w/.:=-])[a-z]\w*_\w+\b/g, words)
    .replace(/(\d) %/g, '$1%')
    .replace(/(\w)'(?=\w|\s)/g, '$1’');

/** A policy that a log is asked about, without the folders of its file and with its actions in words. */
export const policyInWords = (title: string): string =>
  title.replace(/(?:[^\s/]*\/)+(?=[^\s/])/g, '').replace(/\b\w+@\w+\b/g, actionName);

/** The two as labels of rows: `Bill shock`, `Rescue by call`. */
export const label = (identifier: string): string => capitalised(words(identifier));
export const actionLabel = (action: string): string => capitalised(actionName(action));

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A policy as far as its name goes. */
type Named = { readonly title: string; readonly role: PolicyRole };

const inText: { readonly [R in Exclude<PolicyRole, 'other'>]: string } = {
  none: 'contacting nobody',
  uniform: 'random choice',
  rules: 'today’s rules',
  tunedRules: 'tuned rules',
  responseGreedy: 'chasing response',
  agent: 'the learned policy',
  oracle: 'the oracle',
};

/**
 * What a sentence calls the policy with this title: by its role (`the learned policy`) where it is the only one of
 * that role, else by its title.
 */
export function policyInText(policies: readonly Named[], title: string): string {
  const role = policies.find((policy) => policy.title === title)?.role ?? 'other';
  const alone = policies.filter((policy) => policy.role === role).length === 1;
  return role === 'other' || !alone ? title : inText[role];
}

/** The same as a label of a row or at the start of a sentence: without the article. */
export function policyLabel(policies: readonly Named[], title: string): string {
  return capitalised(policyInText(policies, title).replace(/^the /, ''));
}

/** A name short enough for a heading of a column or a line of the contents. */
export const brief = (name: string): string => (name.length <= 40 ? name : `${name.slice(0, 38).trimEnd()}…`);

/** `a, b and c`. */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

const numerals = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
/** Small counts as a sentence says them. */
export const inWords = (amount: number): string => numerals[amount] ?? String(amount);
