import type { ColumnPlan, ContextPlan } from './columnPlan.ts';
import { codeOf } from './dictionary.ts';

/** What one row says, as numbers; filled again for each row. */
export type Row = {
  action: number;
  /** NaN where not logged. */
  propensity: number;
  customer: string;
  /** UTC milliseconds; NaN without a time column. */
  time: number;
  slot: number;
  stage: number;
  readonly context: Float64Array;
  readonly outcomes: Float64Array;
  readonly extra: Float64Array;
};

/** Why a row is left out: the column, what was wanted there, and what it held. */
export type Rejection = { readonly column: string; readonly wanted: string; readonly got: string };

export function makeRow(plan: ColumnPlan): Row {
  return {
    action: 0,
    propensity: Number.NaN,
    customer: '',
    time: Number.NaN,
    slot: 0,
    stage: 0,
    context: new Float64Array(plan.context.length),
    outcomes: new Float64Array(plan.outcomes.length),
    extra: new Float64Array(plan.extra.length),
  };
}

/** Reads a row's fields into `row`, or says why it cannot. Open dictionaries take any text. */
export function decodeRow(plan: ColumnPlan, fields: readonly string[], row: Row): Rejection | null {
  if (fields.length !== plan.header.length) {
    return { column: '', wanted: `${plan.header.length} fields`, got: `${fields.length} fields` };
  }
  return (
    decodeAction(plan, fields, row) ??
    decodePropensity(plan, fields, row) ??
    decodeIdentity(plan, fields, row) ??
    decodeContext(plan, fields, row) ??
    decodeOutcomes(plan, fields, row) ??
    decodeExtra(plan, fields, row)
  );
}

/** Words that files write for a number that is not there. */
const BLANK = new Set(['', 'NA', 'NaN', 'nan', 'null', 'NULL', 'None', 'N/A']);

/** A finite number, NaN where blank, undefined where the text is neither. */
export function numberOf(text: string): number | undefined {
  const trimmed = text.trim();
  if (BLANK.has(trimmed)) return Number.NaN;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : undefined;
}

/** The action's name, by the mapping's labels; undefined where they lack the value. */
export function actionName(plan: ColumnPlan, fields: readonly string[]): string | undefined {
  const value = fields[plan.action.at];
  return plan.action.labels ? plan.action.labels.get(value) : value;
}

function decodeAction(plan: ColumnPlan, fields: readonly string[], row: Row): Rejection | null {
  const name = actionName(plan, fields);
  const reject = (wanted: string) => rejection(plan, fields, plan.action.at, wanted);
  if (name === undefined || name.trim() === '') return reject('a known action');
  row.action = codeOf(plan.actions, name);
  if (row.action < 0) return reject('a known action');
  if (plan.legal && !plan.legal.has(name)) return reject('an action that is declared legal');
  return null;
}

function decodePropensity(plan: ColumnPlan, fields: readonly string[], row: Row): Rejection | null {
  if (plan.shares) {
    row.propensity = plan.shares[actionName(plan, fields)!] ?? 0;
    return row.propensity > 0
      ? null
      : rejection(plan, fields, plan.action.at, 'an action with a declared share');
  }
  if (plan.propensity === null) return null;
  const value = numberOf(fields[plan.propensity]);
  if (value === undefined || !(value > 0 && value <= 1)) {
    return rejection(plan, fields, plan.propensity, 'a probability in (0, 1]');
  }
  row.propensity = value;
  return null;
}

function decodeIdentity(plan: ColumnPlan, fields: readonly string[], row: Row): Rejection | null {
  const { customer, time, slot, stage } = plan;
  if (customer !== null) {
    row.customer = fields[customer];
    if (row.customer === '' || row.customer.length > 256) {
      return rejection(plan, fields, customer, 'an id of 1 to 256 characters');
    }
  }
  if (time) {
    row.time = timeOf(fields[time.at], time.unit);
    if (Number.isNaN(row.time)) return rejection(plan, fields, time.at, `a time (${time.unit})`);
  }
  if (slot) {
    const value = numberOf(fields[slot.at]) ?? Number.NaN;
    row.slot = value - slot.first;
    if (!Number.isInteger(row.slot) || row.slot < 0 || row.slot > 0xffff) {
      return rejection(plan, fields, slot.at, `a whole position from ${slot.first}`);
    }
  }
  if (stage !== null) {
    row.stage = codeOf(plan.stages, fields[stage]);
    if (fields[stage] === '') return rejection(plan, fields, stage, 'a stage');
  }
  return null;
}

/** UTC milliseconds of a text, NaN where it is no time. A text without a zone is UTC on every machine. */
export function timeOf(text: string, unit: 'iso' | 'seconds' | 'milliseconds'): number {
  if (unit !== 'iso') return (numberOf(text) ?? Number.NaN) * (unit === 'seconds' ? 1000 : 1);
  const parts = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?)?$/.exec(
    text.trim(),
  );
  if (!parts) return Number.NaN;
  const [, day, clock = '00:00', zone = 'Z'] = parts;
  return Date.parse(`${day}T${clock}${zone}`);
}

function decodeContext(plan: ColumnPlan, fields: readonly string[], row: Row): Rejection | null {
  for (let j = 0; j < plan.context.length; j++) {
    const column = plan.context[j];
    const value = contextValue(column, fields[column.at]);
    if (value === undefined) return rejection(plan, fields, column.at, wantedContext(column));
    row.context[j] = value;
  }
  return null;
}

function contextValue({ kind, levels }: ContextPlan, text: string): number | undefined {
  if (levels) {
    if (text === '') return Number.NaN;
    const code = codeOf(levels, text);
    return code < 0 ? undefined : code;
  }
  if (kind === 'bool') return /^(true|yes)$/i.test(text) ? 1 : /^(false|no)$/i.test(text) ? 0 : bit(text);
  const value = numberOf(text);
  return kind === 'count' && value !== undefined && value % 1 !== 0 && !Number.isNaN(value)
    ? undefined
    : value;
}

function bit(text: string): number | undefined {
  const value = numberOf(text);
  return value === 0 || value === 1 || Number.isNaN(value) ? value : undefined;
}

function wantedContext({ kind }: ContextPlan): string {
  return {
    number: 'a number',
    count: 'a whole number',
    bool: '0, 1, true or false',
    category: 'a declared level',
  }[kind];
}

function decodeOutcomes(plan: ColumnPlan, fields: readonly string[], row: Row): Rejection | null {
  for (let j = 0; j < plan.outcomes.length; j++) {
    const { at, values, unit } = plan.outcomes[j];
    const value = values?.[fields[at]] ?? numberOf(fields[at]);
    if (value === undefined || Number.isNaN(value))
      return rejection(plan, fields, at, 'a number, never blank');
    row.outcomes[j] = unit === 'money' ? Math.round(value * 10_000) / 10_000 : value;
  }
  return null;
}

function decodeExtra(plan: ColumnPlan, fields: readonly string[], row: Row): Rejection | null {
  for (let j = 0; j < plan.extra.length; j++) {
    const value = numberOf(fields[plan.extra[j].at]);
    if (value === undefined) return rejection(plan, fields, plan.extra[j].at, 'a number');
    row.extra[j] = value;
  }
  return null;
}

function rejection(plan: ColumnPlan, fields: readonly string[], at: number, wanted: string): Rejection {
  return { column: plan.header[at], wanted, got: fields[at] };
}
