import { didYouMean, type Issue, issue } from '../core/issue.ts';
import { MAX_ID_BYTES } from './request.ts';
import {
  DAYS_IN_STAGE,
  type FieldGroup,
  fieldPath,
  LONGEST_STAY_DAYS,
  type RequestField,
  wantedOf,
} from './requestFields.ts';
import { parseTime } from './times.ts';

const GROUPS: readonly FieldGroup[] = ['traits', 'signals', 'consent'];
const TOP = ['customer', 'decisionId', 'time', 'featuresAsOf', 'trigger', 'stage', 'inStageDays', ...GROUPS];
const encoder = new TextEncoder();

type Json = { readonly [name: string]: unknown };

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A refusal of one place of a request. */
export function refusal(code: string, path: string, message: string, hint?: string): Issue {
  return issue(`request/${code}`, message, { at: { path }, hint });
}

/** All that is wrong with the shape of a request, whatever the customer's memory: names, ids, times and groups. */
export function checkShape(request: unknown, fields: readonly RequestField[]): Issue[] {
  if (!isObject(request))
    return [refusal('shape', '', `got ${describe(request)}, wanted one request as an object`)];
  const groups = GROUPS.filter((group) => request[group] !== undefined);
  const asked = (name: string) => fields.some((field) => field.group === null && field.name === name);
  return [
    ...unknownNames(request, '', TOP),
    ...(request.customer === undefined
      ? [missing('customer', `an id of at most ${MAX_ID_BYTES} bytes`)]
      : []),
    ...['customer', 'decisionId', 'trigger'].flatMap((name) => checkId(request[name], name)),
    ...(asked('stage') ? [] : checkId(request.stage, 'stage')),
    ...(asked('inStageDays') ? [] : checkStay(request.inStageDays)),
    ...['time', 'featuresAsOf'].flatMap((name) => checkTime(request[name], name)),
    ...groups.flatMap((group) => checkGroup(request[group], group, fields)),
  ];
}

/** For bundles that do not ask for it: it is remembered all the same. */
function checkStay(days: unknown): Issue[] {
  if (days === undefined || (typeof days === 'number' && days >= 0 && days <= LONGEST_STAY_DAYS)) return [];
  return [refusal('type', 'inStageDays', `got ${describe(days)}, wanted ${DAYS_IN_STAGE}`)];
}

function checkGroup(value: unknown, group: FieldGroup, fields: readonly RequestField[]): Issue[] {
  if (!isObject(value)) return [refusal('type', group, `got ${describe(value)}, wanted an object`)];
  const known = fields.filter((field) => field.group === group).map((field) => field.name);
  return unknownNames(value, `${group}.`, known);
}

function unknownNames(value: Json, prefix: string, known: readonly string[]): Issue[] {
  return Object.keys(value)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const hint =
        didYouMean(name, known) ?? 'GET /openapi.json or requestSchema(bundle) lists what this policy takes.';
      return refusal('unknown', `${prefix}${name}`, 'this policy takes nothing of that name', hint);
    });
}

/** Nothing where the id is absent, else what is wrong with it. */
export function checkId(value: unknown, path: string): Issue[] {
  if (value === undefined) return [];
  const wanted = `wanted a text of 1 to ${MAX_ID_BYTES} bytes`;
  if (typeof value !== 'string') return [refusal('type', path, `got ${describe(value)}, ${wanted}`)];
  const bytes = encoder.encode(value).length;
  return bytes >= 1 && bytes <= MAX_ID_BYTES ? [] : [refusal('range', path, `got ${bytes} bytes, ${wanted}`)];
}

/** Nothing where the time is absent, else what is wrong with it. */
export function checkTime(value: unknown, path: string): Issue[] {
  if (value === undefined || !Number.isNaN(parseTime(value))) return [];
  const wanted = 'wanted a time with its zone, such as "2025-03-01T10:00:00Z"';
  return [refusal('type', path, `got ${describe(value)}, ${wanted}`)];
}

export function missing(path: string, wanted: string, hint?: string): Issue {
  return refusal('missing', path, `it is missing; wanted ${wanted}`, hint);
}

/** What is wrong with a field's value that was given. */
export function wrongValue(field: RequestField, got: unknown): Issue {
  const { type } = field.leaf;
  const levels = typeof type === 'object' ? type.category : [];
  const hint = typeof got === 'string' && levels.length > 0 ? didYouMean(got, levels) : undefined;
  return refusal('type', fieldPath(field), `got ${describe(got)}, wanted ${wantedOf(field)}`, hint);
}

/** A JSON value in a few characters. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
