import { type Layout, makeColumn } from '../journey/columns.ts';
import type { FeatureSchema } from '../journey/features.ts';
import {
  Admission,
  decisionLayout,
  EndingCode,
  EventKind,
  endingLayout,
  eventLayout,
  hiddenLayout,
  type JourneyBlock,
  Legality,
  type LogSchema,
  Mode,
  outcomeLayout,
  UNKNOWN,
} from '../journey/records.ts';
import type { FileColumn, FileType, FileValues } from './parquetFile.ts';

export type TableName = 'decisions' | 'outcomes' | 'events' | 'endings' | 'hidden';

/** A record table of a block, as fields see it: columns and wide arrays by name. */
export type Table = { n: number; [column: string]: unknown };

/** One column of a file: how its values come out of a table, and how they go back. */
export type TableField = FileColumn & {
  take(table: Table): FileValues;
  /** Puts n = values.length rows into a table that was made for them. */
  put(table: Table, values: FileValues): void;
};

/** What a log has beside its schema's fixed columns: seen in its first block. */
export type TableExtras = {
  readonly legality: boolean;
  readonly probabilities: boolean;
  readonly extra: readonly string[];
};

export const ALL_TABLES: readonly TableName[] = ['decisions', 'outcomes', 'events', 'endings', 'hidden'];

/** The tables of a log, as its first block tells; of one without blocks those that every log has. */
export const tablesOf = (first: JourneyBlock | null): TableName[] =>
  ALL_TABLES.filter((name) => name !== 'hidden' || first?.hidden);

export const extrasOf = (first: JourneyBlock | null): TableExtras => ({
  legality: first !== null && first.decisions.legality !== null,
  probabilities: first !== null && first.decisions.probabilities !== null,
  extra: Object.keys(first?.decisions.extra ?? {}),
});

const layouts: { readonly [T in TableName]: Layout } = {
  decisions: decisionLayout,
  outcomes: outcomeLayout,
  events: eventLayout,
  endings: endingLayout,
  hidden: hiddenLayout,
};

/**
 * The columns of a table's file. Codes are written as the names they stand for, ids as unsigned 64-bit integers, times
 * as timestamps; features are `x.NAME`, legality `legal.ACTION`, probabilities `p.ACTION`, extra numbers `extra.NAME`.
 */
export function tableFields(name: TableName, schema: LogSchema, extras: TableExtras): TableField[] {
  const fixed = Object.keys(layouts[name]).map((column) => fixedField(name, column, schema));
  if (name === 'outcomes' || name === 'events') return fixed;
  if (name === 'hidden') {
    const width = schema.hidden.length;
    return [...fixed, ...schema.hidden.map((hidden, j) => wideField(`hidden.${hidden}`, 'values', j, width))];
  }
  const wide = [...featureFields(schema.features), ...legalityFields(schema, extras)];
  if (name === 'endings') return [...fixed, ...wide];
  const actions = schema.actions.actions;
  const probabilities = extras.probabilities
    ? actions.map((action, a) => wideField(`p.${action.name}`, 'probabilities', a, actions.length))
    : [];
  return [...fixed, ...wide, ...probabilities, ...extras.extra.map(extraField)];
}

/** An empty table for n rows of a file, with the arrays that the fields put into. */
export function makeTable(name: TableName, schema: LogSchema, extras: TableExtras, n: number): Table {
  const columns = Object.entries(layouts[name]).map(([column, type]) => [column, makeColumn(type, n)]);
  const table: Table = { ...Object.fromEntries(columns), n };
  if (name === 'hidden') table.values = new Float32Array(n * schema.hidden.length);
  if (name !== 'decisions' && name !== 'endings') return table;
  const actions = schema.actions.actions.length;
  table.context = new Float32Array(n * schema.features.features.length);
  table.legality = extras.legality ? new Uint8Array(n * actions) : null;
  if (name === 'endings') return table;
  table.probabilities = extras.probabilities ? new Float32Array(n * actions) : null;
  table.extra = Object.fromEntries(extras.extra.map((extra) => [extra, new Float64Array(n)]));
  return table;
}

const TIMES = ['time', 'featuresAsOf', 'occurredAt', 'receivedAt'];
const fileTypes: { readonly [type: string]: FileType } = {
  u8: 'i32',
  u16: 'i32',
  u32: 'u32',
  u64: 'u64',
  i32: 'i32',
  f32: 'f32',
  f64: 'f64',
};

function fixedField(table: TableName, column: string, schema: LogSchema): TableField {
  if (table === 'events' && column === 'name') return eventName(schema);
  const names = namesOf(table, column, schema);
  if (names) return codeField(column, names);
  const type = TIMES.includes(column) ? 'time' : fileTypes[layouts[table][column]];
  return {
    name: column,
    type,
    take: (rows) => (rows[column] as Float64Array).slice(0, rows.n),
    put: (rows, values) => (rows[column] as Float64Array).set(values as ArrayLike<number>),
  };
}

/** Names by code, where a column holds codes. */
function namesOf(table: TableName, column: string, schema: LogSchema): readonly string[] | null {
  const actions = schema.actions.actions.map(({ name }) => name);
  const dictionaries: { readonly [key: string]: readonly string[] } = {
    'decisions.trigger': schema.triggers,
    'decisions.stage': schema.stages,
    'decisions.proposed': actions,
    'decisions.executed': actions,
    'decisions.admission': namesByCode(Admission),
    'decisions.policy': schema.policies,
    'decisions.mode': namesByCode(Mode),
    'decisions.arm': schema.arms,
    'decisions.cohort': schema.cohorts,
    'outcomes.name': schema.outcomes.map(({ name }) => name),
    'events.kind': namesByCode(EventKind),
    'endings.code': namesByCode(EndingCode),
    'endings.stage': schema.stages,
    'hidden.stage': schema.trueStages,
  };
  return dictionaries[`${table}.${column}`] ?? null;
}

function namesByCode(codes: { readonly [name: string]: number }): string[] {
  const last = Math.max(...Object.values(codes));
  return Array.from(
    { length: last + 1 },
    (_, code) => Object.keys(codes).find((name) => codes[name] === code) ?? '',
  );
}

/** The name of a code; UNKNOWN is a missing text, and a code that the dictionary lacks `#CODE`. */
function nameOfCode(names: readonly string[], code: number, unknown: number): string | null {
  if (code === unknown || Number.isNaN(code)) return null;
  return names[code] || `#${code}`;
}

function codeOfName(codes: ReadonlyMap<string, number>, name: string | null, unknown: number): number {
  if (name === null) return unknown;
  return codes.get(name) ?? (name.startsWith('#') ? Number(name.slice(1)) : unknown);
}

const codesOf = (names: readonly string[]) => new Map(names.map((name, code) => [name, code]));

function codeField(column: string, names: readonly string[]): TableField {
  const codes = codesOf(names);
  return {
    name: column,
    type: 'text',
    take(rows) {
      const of = rows[column] as Uint16Array;
      const texts: (string | null)[] = [];
      for (let i = 0; i < rows.n; i++) texts.push(nameOfCode(names, of[i], UNKNOWN));
      return texts;
    },
    put(rows, values) {
      const texts = values as ArrayLike<string | null>;
      const out = rows[column] as Uint16Array;
      for (let i = 0; i < texts.length; i++) out[i] = codeOfName(codes, texts[i], UNKNOWN);
    },
  };
}

/** What an event's name indexes depends on its kind, which is put before it. */
function eventName(schema: LogSchema): TableField {
  const byKind: { readonly [kind: number]: readonly string[] } = {
    [EventKind.stage]: schema.stages,
    [EventKind.signal]: schema.signals,
    [EventKind.sent]: schema.actions.actions.map(({ name }) => name),
  };
  return {
    name: 'name',
    type: 'text',
    take(rows) {
      const [kind, name] = [rows.kind as Uint8Array, rows.name as Uint16Array];
      return Array.from(name.subarray(0, rows.n), (code, i) =>
        nameOfCode(byKind[kind[i]] ?? [], code, UNKNOWN),
      );
    },
    put(rows, values) {
      const [kind, name] = [rows.kind as Uint8Array, rows.name as Uint16Array];
      const texts = values as ArrayLike<string | null>;
      const codes = Object.values(byKind).map(codesOf);
      const at = Object.keys(byKind).map(Number);
      for (let i = 0; i < texts.length; i++) {
        name[i] = codeOfName(codes[at.indexOf(kind[i])] ?? new Map(), texts[i], UNKNOWN);
      }
    },
  };
}

/** Column j of a wide array [n x width] of numbers. */
function wideField(name: string, array: string, j: number, width: number): TableField {
  return {
    name,
    type: 'f32',
    take(rows) {
      const [from, values] = [rows[array] as Float32Array, new Float32Array(rows.n)];
      for (let i = 0; i < values.length; i++) values[i] = from[i * width + j];
      return values;
    },
    put(rows, values) {
      const out = rows[array] as Float32Array;
      for (let i = 0; i < values.length; i++) out[i * width + j] = values[i] as number;
    },
  };
}

/** Column j of a wide array of codes, as names. */
function wideCodes(
  name: string,
  array: string,
  at: readonly [number, number],
  names: readonly string[],
): TableField {
  const [j, width] = at;
  const codes = codesOf(names);
  return {
    name,
    type: 'text',
    take: (rows) =>
      Array.from({ length: rows.n }, (_, i) =>
        nameOfCode(names, (rows[array] as Float32Array)[i * width + j], Number.NaN),
      ),
    put(rows, values) {
      const out = rows[array] as Float32Array;
      const texts = values as ArrayLike<string | null>;
      for (let i = 0; i < texts.length; i++) out[i * width + j] = codeOfName(codes, texts[i], Number.NaN);
    },
  };
}

function featureFields({ features }: FeatureSchema): TableField[] {
  return features.map(({ name, levels }, j) =>
    levels
      ? wideCodes(`x.${name}`, 'context', [j, features.length], levels)
      : wideField(`x.${name}`, 'context', j, features.length),
  );
}

function legalityFields({ actions }: LogSchema, { legality }: TableExtras): TableField[] {
  if (!legality) return [];
  const names = namesByCode(Legality);
  return actions.actions.map(({ name }, a) =>
    wideCodes(`legal.${name}`, 'legality', [a, actions.actions.length], names),
  );
}

function extraField(name: string): TableField {
  const of = (rows: Table) => (rows.extra as { [name: string]: Float64Array })[name];
  return {
    name: `extra.${name}`,
    type: 'f64',
    take: (rows) => of(rows).slice(0, rows.n),
    put: (rows, values) => of(rows).set(values as ArrayLike<number>),
  };
}
