import { didYouMean, failed, type Issue, issue, ok, type Result } from '../core/issue.ts';
import { closedDictionary, type Dictionary, openDictionary } from './dictionary.ts';
import type { ContextColumn, Mapping, OutcomeColumn, TimeColumn } from './mapping.ts';

/** A mapping bound to a file's header: `at` is a field's index in each row. */
export type ColumnPlan = {
  readonly header: readonly string[];
  readonly context: readonly ContextPlan[];
  readonly action: { readonly at: number; readonly labels: ReadonlyMap<string, string> | null };
  readonly actions: Dictionary;
  /** null for all. */
  readonly legal: ReadonlySet<string> | null;
  readonly propensity: number | null;
  readonly shares: { readonly [action: string]: number } | null;
  readonly outcomes: readonly (OutcomeColumn & { readonly at: number; readonly name: string })[];
  readonly customer: number | null;
  readonly time: (TimeColumn & { readonly at: number }) | null;
  readonly slot: { readonly at: number; readonly first: number } | null;
  readonly stage: number | null;
  readonly stages: Dictionary;
  readonly extra: readonly { readonly name: string; readonly at: number }[];
};

export type ContextPlan = {
  readonly at: number;
  readonly name: string;
  readonly kind: 'number' | 'count' | 'bool' | 'category';
  /** null for other kinds than category. */
  readonly levels: Dictionary | null;
};

/** Binds a mapping to a header; every column that is not there is an issue with the nearest name. */
export function planColumns(mapping: Mapping, header: readonly string[], file: string): Result<ColumnPlan> {
  const issues: Issue[] = [];
  const complain = (path: string, message: string, hint?: string) =>
    issues.push(issue('mapping/column', message, { at: { file, path }, hint }));
  const find = (column: string, path: string): number => {
    const at = header.indexOf(column);
    if (at < 0) complain(path, `the file has no column \`${column}\``, didYouMean(column, header));
    return at;
  };
  const optional = (column: string | undefined, path: string) =>
    column === undefined ? null : find(column, path);
  header.forEach((column, at) => {
    if (header.indexOf(column) < at) complain('header', `column \`${column}\` stands twice`);
  });

  const { action, propensity, slot, time, legality } = mapping;
  const labels = 'labels' in action && action.labels ? new Map(Object.entries(action.labels)) : null;
  const known = action.names ?? (labels ? [...new Set(labels.values())] : null);
  const shares = propensity && 'randomised' in propensity ? propensity.randomised : null;
  const legal = typeof legality === 'object' ? legality.declared : null;
  if (known) {
    for (const name of [...Object.keys(shares ?? {}), ...(legal ?? []), ...(labels?.values() ?? [])]) {
      if (known.includes(name)) continue;
      complain('action', `\`${name}\` is none of the actions`, didYouMean(name, known));
    }
  }
  const plan: ColumnPlan = {
    header,
    context: planContext(mapping.context, header, complain),
    action: { at: find(action.column, 'action'), labels },
    actions: known ? closedDictionary(known) : openDictionary,
    legal: legal ? new Set(legal) : null,
    propensity: propensity && 'column' in propensity ? find(propensity.column, 'propensity.column') : null,
    shares,
    outcomes: Object.entries(mapping.outcomes).map(([name, outcome]) => ({
      ...outcome,
      name,
      at: find(outcome.column, `outcomes.${name}.column`),
    })),
    customer: optional(mapping.customer, 'customer'),
    time: time ? { ...time, at: find(time.column, 'time.column') } : null,
    slot: slot ? { at: find(slot.column, 'slot.column'), first: slot.first } : null,
    stage: optional(mapping.stage, 'stage'),
    stages: openDictionary,
    extra: Object.entries(mapping.extra ?? {}).map(([name, column]) => ({
      name,
      at: find(column, `extra.${name}`),
    })),
  };
  if (mapping.clock && !time) complain('clock', 'a clock needs a time column', 'Add `time: COLUMN`.');
  if (mapping.clock && !mapping.customer) {
    complain(
      'clock',
      'a clock needs customers, whose outcomes it sums',
      'Add `customer: COLUMN`, or drop it.',
    );
  }
  return issues.length > 0 ? failed(issues) : ok(plan);
}

type Complain = (path: string, message: string, hint?: string) => void;

function planContext(
  context: Mapping['context'],
  header: readonly string[],
  complain: Complain,
): ContextPlan[] {
  const plans: ContextPlan[] = [];
  for (const [pattern, column] of Object.entries(context)) {
    const matches = header.flatMap((name, at) => (matchesPattern(pattern, name) ? [at] : []));
    if (matches.length === 0) {
      complain(`context.${pattern}`, `the file has no column \`${pattern}\``, didYouMean(pattern, header));
    }
    for (const at of matches) plans.push(contextPlan(at, header[at], column));
  }
  plans.forEach((plan, index) => {
    if (plans.findIndex(({ name }) => name === plan.name) === index) return;
    complain(
      `context.${header[plan.at]}`,
      `two features are named \`${plan.name}\``,
      'Give one another `name`.',
    );
  });
  return plans;
}

function contextPlan(at: number, column: string, given: ContextColumn): ContextPlan {
  const { kind, name, levels } =
    typeof given === 'string' ? { kind: given, name: undefined, levels: undefined } : given;
  const dictionary = levels ? closedDictionary(levels) : openDictionary;
  return { at, name: name ?? featureName(column), kind, levels: kind === 'category' ? dictionary : null };
}

/** A name that formulas can read: other characters than letters, digits and `_` become `_`. */
export function featureName(column: string): string {
  const name = column.replaceAll(/[^A-Za-z0-9_]/g, '_');
  return /^[0-9]/.test(name) ? `_${name}` : name;
}

function matchesPattern(pattern: string, name: string): boolean {
  const [head, ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === name;
  const tail = rest.pop()!;
  if (name.length < head!.length + tail.length || !name.startsWith(head!) || !name.endsWith(tail))
    return false;
  let at = head!.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0 || found + part.length > name.length - tail.length) return false;
    at = found + part.length;
  }
  return true;
}
