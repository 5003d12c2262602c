import type { Column } from '../core/packColumns.ts';
import type { Block } from './block.ts';

/** All of a block that changes as it runs; the rest follows from world, capacity, back end and these. */
export function movingPartsOf(block: Block): object {
  const { slots, offers, departed, arriving, referring, reached, movers, optingOut } = block;
  return {
    // Among them what memories, runners and features read: windows, ages, adstocks.
    columns: block.columns,
    memories: block.memories.all.map(({ current, past, last }) => ({ current, past, last })),
    slots: { of: slots.of, row: slots.row, groups: slots.groups },
    entered: block.entered,
    seenSince: block.seenSince,
    idLow: block.idLow,
    idHigh: block.idHigh,
    heldOut: block.heldOut,
    phases: block.phases,
    stage: block.stage,
    lastDecision: block.lastDecision,
    decisions: block.decisions,
    lastSent: block.lastSent,
    triggered: block.triggered,
    triggeredNext: block.triggeredNext,
    rows: block.rows,
    summary: block.summary,
    stageValue: block.stageValue,
    tally: block.tally,
    ...{ offers, departed, arriving, referring, reached, movers, optingOut },
  };
}

/** Where a part stands: `holder[key]` is it. */
type Place = { readonly name: string; readonly holder: Record<string, unknown>; readonly key: string };

/**
 * Reads the parts of plain data by name: typed arrays as they are, numbers and lists of numbers as columns of their own.
 * An array that stands in several places is one part.
 */
export function readParts(root: object): Map<string, Column> {
  const parts = new Map<string, Column>();
  eachPart(root, ({ name, holder, key }) => {
    const value = holder[key];
    parts.set(name, isColumn(value) ? value : Float64Array.from([value as number[]].flat()));
  });
  return parts;
}

/**
 * Writes parts to where readParts has read them, in the same or equal data. Gives what does not fit, after which nothing
 * has been written; null where all does.
 */
export function writeParts(root: object, parts: ReadonlyMap<string, Column>): string | null {
  const places: Place[] = [];
  eachPart(root, (place) => places.push(place));
  const misfit = misfitOf(places, parts);
  if (misfit !== null) return misfit;
  for (const { name, holder, key } of places) {
    const [held, part] = [holder[key], parts.get(name)!];
    if (isColumn(held)) (held as Float64Array).set(part as Float64Array);
    else if (Array.isArray(held)) held.splice(0, held.length, ...(part as Float64Array));
    else holder[key] = Number(part[0]);
  }
  return null;
}

function misfitOf(places: readonly Place[], parts: ReadonlyMap<string, Column>): string | null {
  for (const { name, holder, key } of places) {
    const [held, part] = [holder[key], parts.get(name)];
    if (part === undefined) return `no part ${name}`;
    if (!isColumn(held)) continue;
    if (part.constructor !== held.constructor || part.length !== held.length) {
      return `${part.constructor.name} of ${part.length} for ${name}, wanted ${held.constructor.name} of ${held.length}`;
    }
  }
  const named = new Set(places.map(({ name }) => name));
  const other = [...parts.keys()].find((name) => !named.has(name));
  return other === undefined ? null : `the part ${other}, which nobody has`;
}

const isColumn = (value: unknown): value is Column => ArrayBuffer.isView(value);

/** Goes through typed arrays, numbers and lists of numbers, in the order in which they stand. */
function eachPart(root: object, visit: (place: Place) => void): void {
  const known = new Set<unknown>();
  const go = (name: string, holder: Record<string, unknown>, key: string) => {
    const value = holder[key];
    if (typeof value === 'number') visit({ name, holder, key });
    if (typeof value !== 'object' || value === null || known.has(value)) return;
    known.add(value);
    if (isColumn(value) || isList(value)) visit({ name, holder, key });
    else goInto(name, value);
  };
  const goInto = (name: string, value: object) => {
    const holder = (value instanceof Map ? Object.fromEntries(value) : value) as Record<string, unknown>;
    for (const key of Object.keys(holder)) go(name === '' ? key : `${name}/${key}`, holder, key);
  };
  goInto('', root);
}

/** A list of numbers: of none, where nothing stands in it. */
function isList(value: object): value is number[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'number');
}
