import { makeCalendar } from '../core/calendar.ts';
import { pow64 } from '../core/transcendental.ts';
import { makeMask } from '../guardrails/mask.ts';
import { actionMatches } from '../journey/actions.ts';
import { TERMINAL_VALUE } from '../journey/rewards.ts';
import type { Graph, LeafSource } from '../language/graph.ts';
import { makeContext } from '../policies/context.ts';
import type { World } from '../scenario/world.ts';
import { makeAdmitter, type Seat } from './admission.ts';
import { type Arena, bytesOf, heap, makeArena } from './arena.ts';
import type { Backend, Block, CalendarColumn, Memories, OwnColumns } from './block.ts';
import { isOfCalendar, calendarColumns as valuesByTick } from './calendarColumns.ts';
import { interpreter } from './interpreter.ts';
import { fitsKernel, makeKernel } from './kernel/kernel.ts';
import { makeKernelRoom } from './kernel/room.ts';
import { columnOf, type LeafColumns, leafColumns, sourceKey } from './leafColumns.ts';
import { makeMemories, ROWS_AT_ONCE } from './memory.ts';
import { makeOffers } from './offerColumns.ts';
import { makePurposes } from './purposes.ts';
import { makeReferring } from './referralColumns.ts';
import { makeRunners } from './runners.ts';
import { carry, makeSlots, type Slots } from './slots.ts';
import { makeSummary } from './summary.ts';
import { makeTally } from './tally.ts';

/** How a block's customers are worked out: see Backend. */
export type BackendKind = Backend['kind'];

/**
 * Room for `capacity` customers of the world; nothing that is kept is allocated after it. By the kernel unless the
 * world's times are too long for it.
 */
export function makeBlock(
  world: World,
  capacity: number,
  backend: BackendKind = 'kernel',
  seat?: Seat,
): Block {
  if (backend === 'interpreter' || !fitsKernel(world)) {
    return { ...makeParts(world, makeColumns(world, capacity, heap), seat), backend: interpreter };
  }
  const { columns, room, arena } = layOutKernel(world, capacity);
  return {
    ...makeParts(world, columns, seat),
    backend: makeKernel({ world, ...columns }, room, arena.memory!),
  };
}

/** What a kernel works on and in, for so many customers, in one memory. */
export function layOutKernel(world: World, capacity: number) {
  const layOut = (arena: Arena, size: number) => {
    const columns = makeColumns(world, size, arena);
    return { columns, room: makeKernelRoom(world, columns.slots, arena) };
  };
  const arena = makeArena(bytesFor(capacity, layOut));
  return { ...layOut(arena, capacity), arena };
}

/** Bytes for a capacity, from those of two small ones: they grow in proportion, by whole steps. */
function bytesFor(capacity: number, layOut: (arena: Arena, size: number) => void): number {
  const of = (size: number) => bytesOf((arena) => layOut(arena, size));
  const [one, two] = [of(ROWS_AT_ONCE), of(2 * ROWS_AT_ONCE)];
  return one + (two - one) * Math.ceil(capacity / ROWS_AT_ONCE);
}

/** What a kernel works on. */
function makeColumns(world: World, capacity: number, arena: Arena) {
  const columns: LeafColumns = new Map();
  const slots = makeSlots(world.stages.length, capacity, arena);
  const own = makeOwnColumns(world, columns, () => arena.f32(capacity));
  const memories = makeWorldMemories(world, columns, { slots, arena });
  const [entered, seenSince] = [arena.i32(capacity), arena.i32(capacity)];
  carry(slots, [...columns.values(), ...memories.all.map(({ last }) => last), entered, seenSince]);
  // What comes after it is the same in every slot.
  const calendarColumns = makeCalendarColumns(world, columns, () => arena.f32(capacity));
  return {
    columns,
    slots,
    own,
    calendarColumns,
    memories,
    entered,
    seenSince,
    summary: makeSummary(capacity, arena.f64(capacity)),
    stageValue: arena.f64(capacity * world.stages.length),
  };
}

function makeParts(
  world: World,
  made: ReturnType<typeof makeColumns>,
  seat: Seat | undefined,
): Omit<Block, 'backend'> {
  const { columns } = made;
  const capacity = made.slots.of.length;
  return {
    world,
    capacity,
    ...makeTimes(world),
    ...made,
    calendarColumns: fillingOf(world, made.calendarColumns),
    runners: makeRunners(world, columns, capacity),
    mask: makeMask(world.guardrails),
    context: makeContext(world.context),
    maskColumns: leafColumns(world.guardrails.graph, columns),
    contextColumns: leafColumns(world.context.graph, columns),
    admitter: world.guardrails.ledgers.length > 0 ? makeAdmitter(world, columns, capacity, seat) : null,
    purposes: makePurposes(world),
    outcomes: everyOutcome(world),
    interpreterRoom: null,
    ...makePeople(world, capacity),
    ...makeLists(capacity),
    tally: makeTally(world),
    n: 0,
    size: 0,
    cohortSize: 0,
    tick: 0,
    streams: { population: [0, 0], luck: [0, 0], policy: [0, 0] },
    idKey: [0, 0],
  };
}

/** Days are worked out from whole minutes, so that k ticks are to the bit what a duration of that length is. */
function makeTimes({ clock, reward }: World) {
  const tickMinutes = Math.round(clock.tickDays * 1440);
  const perTick = (of: (k: number) => number) =>
    Float64Array.from({ length: clock.ticks + 1 }, (_, k) => of(k));
  return {
    calendar: makeCalendar(clock),
    days: perTick((k) => (k * tickMinutes) / 1440),
    discount: perTick((k) => pow64(reward.discountPerTick, k)),
  };
}

/** Columns of those calendar values that some formula reads. */
function makeCalendarColumns(world: World, columns: LeafColumns, make: () => Float32Array): LeafColumns {
  const sources = graphsOf(world).flatMap(({ leaves }) => leaves.map(({ source }) => source));
  const read = sources.filter((source) => isOfCalendar(source));
  return new Map(read.map((source) => [sourceKey(source), columnOf(columns, source, make)]));
}

/** The same with what everybody reads there in each tick, the horizon's among them: it has a date, too. */
function fillingOf({ clock }: World, columns: LeafColumns): CalendarColumn[] {
  if (columns.size === 0) return [];
  const values = valuesByTick(clock, clock.ticks + 1);
  return [...columns].map(([key, column]) => ({ column, byTick: values.get(key)! }));
}

function graphsOf({ graph, context, guardrails }: World): Graph[] {
  return [graph, context.graph, guardrails.graph];
}

function makeOwnColumns(world: World, columns: LeafColumns, make: () => Float32Array): OwnColumns {
  const own = (source: LeafSource) => columnOf(columns, source, make);
  return {
    traits: world.traits.map(({ name }) => own({ kind: 'trait', name })),
    states: world.states.map(({ name }) => own({ kind: 'state', name })),
    consent: world.channels.map(({ name }) => own({ kind: 'consent', channel: name })),
    trueStage: own({ kind: 'stage', view: 'true' }),
    seenStage: own({ kind: 'stage', view: 'seen' }),
    inTrueStage: own({ kind: 'inStage', view: 'true' }),
    inSeenStage: own({ kind: 'inStage', view: 'seen' }),
  };
}

function makeWorldMemories(
  world: World,
  columns: LeafColumns,
  { slots, arena }: { readonly slots: Slots; readonly arena: Arena },
): Memories {
  const { tickDays } = world.clock;
  const sourcesOf = ({ leaves }: Graph) => leaves.map((leaf) => leaf.source);
  const signalNow = world.signals.map(({ name }): LeafSource => ({ kind: 'now', view: 'signal', of: name }));
  const behaviour = sourcesOf(world.graph);
  const sources = [...graphsOf(world).flatMap(sourcesOf), ...signalNow];
  const all = makeMemories(sources, {
    slots,
    arena,
    tickDays,
    columns,
    decayOf: (halfLifeDays) => Math.fround(pow64(2, -tickDays / halfLifeDays)),
    behaviour: new Set(behaviour.map(sourceKey)),
  });
  const contacts = all.filter(({ view }) => view !== 'signal');
  const fedBy = (view: 'sent' | 'reached') =>
    world.actions.actions.map((action) =>
      contacts.filter((memory) => memory.view === view && actionMatches(action, memory.of)),
    );
  return {
    all,
    contacts,
    signals: world.signals.map(({ name }) => all.find(({ view, of }) => view === 'signal' && of === name)!),
    sentBy: fedBy('sent'),
    reachedBy: fedBy('reached'),
  };
}

function everyOutcome({ outcomes }: World): Block['outcomes'] {
  const at = (wanted: string) => outcomes.findIndex(({ name }) => name === wanted);
  return {
    contactCost: at('contact_cost'),
    offerCost: at('offer_cost'),
    optOut: at('opt_out'),
    conversion: at('conversion'),
    terminalValue: at(TERMINAL_VALUE),
  };
}

/** A column or some for each thing that a block knows of its customers. */
function makePeople(world: World, capacity: number) {
  const ints = () => new Int32Array(capacity);
  return {
    idLow: new Uint32Array(capacity),
    idHigh: new Uint32Array(capacity),
    heldOut: new Uint8Array(capacity),
    phases: world.triggers.map((trigger) =>
      trigger.kind === 'every'
        ? { from: new Int32Array(trigger.ticks + 1), rows: ints() }
        : { from: new Int32Array(0), rows: new Int32Array(0) },
    ),
    stage: new Uint16Array(capacity),
    referring: makeReferring(world, capacity),
    arriving: { at: new Int32Array(world.arrivals === null ? 0 : capacity), next: 0 },
    lastDecision: ints(),
    decisions: new Uint32Array(capacity),
    lastSent: world.interventions.map(ints),
    offers: makeOffers(world.interventions.length, capacity, world.clock.ticks),
    triggered: new Uint16Array(capacity),
    triggeredNext: new Uint16Array(capacity),
  };
}

/** Lists of rows, and room to work in. */
function makeLists(capacity: number) {
  const ints = () => new Int32Array(capacity);
  return {
    rows: ints(),
    departed: { rows: ints(), n: 0 },
    reached: { rows: ints(), action: new Uint16Array(capacity), n: 0 },
    movers: { rows: ints(), exit: new Uint16Array(capacity), n: 0 },
    optingOut: { rows: ints(), channel: new Uint16Array(capacity), n: 0 },
    listed: ints(),
  };
}
