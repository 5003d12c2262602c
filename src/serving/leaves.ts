import type { Issue } from '../core/issue.ts';
import { DAY_MS, dayOfMonthOfDay, dayOfYearOfDay, hourOfWall, weekdayOfDay } from '../core/zone.ts';
import type { Leaf } from '../language/graph.ts';
import { isObject, missing, wrongValue } from './checkRequest.ts';
import { type AgeOptions, makeContactWriter } from './contactLeaves.ts';
import { readValue } from './readValue.ts';
import type { DecisionRequest } from './request.ts';
import { fieldPath, type RequestField, requestFields, wantedOf } from './requestFields.ts';
import type { CustomerMemory } from './store.ts';
import type { WallClock } from './wallClock.ts';

/** From a request and the customer's memory to leaf values. Not to be shared by two reads at a time. */
export type LeafReader = {
  readonly leaves: readonly Leaf[];
  readonly fields: readonly RequestField[];
  /** By leaf, one place each, overwritten by each read. */
  readonly columns: readonly Float32Array[];
  /**
   * Fills the columns as of a UTC time in milliseconds; an issue for each value that is missing or wrong. `request`
   * has passed checkShape.
   */
  read(request: DecisionRequest, memory: CustomerMemory, time: number): Issue[];
};

const dayOf = (wall: number) => Math.floor(wall / DAY_MS);

/** What the calendar says of a wall time. */
const CALENDAR = {
  weekday: (wall: number) => weekdayOfDay(dayOf(wall)),
  dayOfYear: (wall: number) => dayOfYearOfDay(dayOf(wall)),
  dayOfMonth: (wall: number) => dayOfMonthOfDay(dayOf(wall)),
  hourOfDay: hourOfWall,
};

/** `now` leaves are 0: at a decision nothing has happened yet in its tick. */
export function makeLeafReader(leaves: readonly Leaf[], options: AgeOptions): LeafReader {
  const { wall } = options;
  const fields = requestFields(leaves);
  const columns = leaves.map(() => new Float32Array(1));
  const writeContacts = makeContactWriter(leaves, options);
  const calendar = Object.entries(CALENDAR).flatMap(([kind, of]) => {
    const at = leaves.findIndex((leaf) => leaf.source.kind === kind);
    return at < 0 ? [] : [{ column: columns[at], of }];
  });
  const read: LeafReader['read'] = (request, memory, time) => {
    const issues: Issue[] = [];
    for (const field of fields) {
      const told = given(request, field);
      const got = told === undefined ? remembered(field, request, memory, { time, wall }) : told;
      const value = got === undefined ? Number.NaN : readValue(field, got);
      if (Number.isNaN(value)) issues.push(complaint(field, got));
      columns[field.column][0] = value;
    }
    writeContacts(memory.contacts, time, columns);
    const now = wall(time);
    for (const { column, of } of calendar) column[0] = of(now);
    return issues;
  };
  return { leaves, fields, columns, read };
}

function given(request: DecisionRequest, { group, name }: RequestField): unknown {
  const holder: unknown = group === null ? request : request[group];
  return isObject(holder) && Object.hasOwn(holder, name) ? holder[name] : undefined;
}

/** A UTC time in milliseconds, and the clocks that it is read from. */
export type Moment = { readonly time: number; readonly wall: WallClock };

/** What the memory says of a field that the request leaves out: consent, and the days in a stage that it saw begin. */
function remembered(
  field: RequestField,
  request: DecisionRequest,
  memory: CustomerMemory,
  now: Moment,
): unknown {
  if (field.group === 'consent') return memory.consent.get(field.name);
  return field.leaf.source.kind === 'inStage' ? daysInStage(request, memory, now) : undefined;
}

/** Days since the stage of the request was entered, as far as the memory knows: 0 where it has just changed. */
export function daysInStage(
  request: DecisionRequest,
  memory: CustomerMemory,
  { time, wall }: Moment,
): number | undefined {
  if (memory.stage === null || request.stage === undefined) return undefined;
  if (memory.stage !== request.stage) return 0;
  if (Number.isNaN(memory.stageSince)) return undefined;
  return Math.max(0, (wall(time) - wall(memory.stageSince)) / DAY_MS);
}

function complaint(field: RequestField, got: unknown): Issue {
  if (got !== undefined) return wrongValue(field, got);
  const hint = field.remembered
    ? 'It may be left out once an earlier decision of this customer has told it.'
    : undefined;
  return missing(fieldPath(field), wantedOf(field), hint);
}
