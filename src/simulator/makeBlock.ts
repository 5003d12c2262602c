import { makeCalendar } from '../core/calendar.ts';
import { makeLuckColumn, purposeOf } from '../core/luck.ts';
import { pow64 } from '../core/transcendental.ts';
import { makeMask } from '../guardrails/mask.ts';
import { actionMatches } from '../journey/actions.ts';
import type { LeafSource } from '../language/graph.ts';
import { makeContext } from '../policies/context.ts';
import type { World } from '../scenario/world.ts';
import { makeAdmitter } from './admission.ts';
import type { Block, Purposes, Runners, Summary } from './block.ts';
import { type LeafColumns, leafColumns, type Memory, makeMemories, sourceKey } from './memory.ts';
import { makeSamplers } from './population.ts';
import { makeRunner, type Runner } from './runner.ts';
import { makeTally } from './tally.ts';

function worldSources(world: World): LeafSource[] {
  const leaves = [...world.graph.leaves, ...world.context.graph.leaves, ...world.guardrails.graph.leaves];
  const signals = world.signals.map(
    (signal): LeafSource => ({ kind: 'now', view: 'signal', of: signal.name }),
  );
  return [...leaves.map((leaf) => leaf.source), ...signals];
}

/** Columns for every source that is not about happenings. */
function plainColumns(sources: readonly LeafSource[], capacity: number): LeafColumns {
  const columns: LeafColumns = new Map();
  for (const source of sources) {
    if ('of' in source) continue;
    columns.set(sourceKey(source), new Float32Array(capacity));
  }
  return columns;
}

/** Formulas with one label: null where there are none. */
type Bind = (label: string, nodes: readonly number[]) => Runner | null;

function makeRunners(world: World, bind: Bind): Runners {
  const one = (label: string, node: number | null) => (node === null ? null : bind(label, [node]));
  const sure = (label: string, node: number) => bind(label, [node]) as Runner;
  return {
    traits: world.traits.map((trait) => one(`population.traits.${trait.name}`, trait.node)),
    start: bind(
      'state.start',
      world.states.map((state) => state.start),
    ),
    next: bind(
      'state.next',
      world.states.map((state) => state.next),
    ),
    reach: world.channels.map((channel) => sure(`channels.${channel.name}.reach`, channel.reach)),
    optOut: world.channels.map((channel) => one(`channels.${channel.name}.optOut`, channel.optOut)),
    signals: world.signals.map((signal) => sure(`signals.${signal.name}`, signal.node)),
    signalPays: world.signals.map((signal) =>
      bind(
        `signals.${signal.name}.pays`,
        signal.pays.map((pay) => pay.node),
      ),
    ),
    exits: world.stages.map((stage) =>
      bind(
        `stages.${stage.name}.exits`,
        stage.exits.map((exit) => exit.node),
      ),
    ),
    exitPays: world.stages.map((stage) =>
      stage.exits.map((exit) =>
        bind(
          `stages.${stage.name}.exits.pays`,
          exit.pays.map((pay) => pay.node),
        ),
      ),
    ),
    stagePays: world.stages.map((stage) =>
      bind(
        `stages.${stage.name}.pays`,
        stage.pays.map((pay) => pay.node),
      ),
    ),
    offerChance: world.interventions.map(({ name, offer }) =>
      one(`interventions.${name}.offer.chance`, offer?.chance ?? null),
    ),
    offerCost: world.interventions.map(({ name, offer }) =>
      one(`interventions.${name}.offer.cost`, offer?.cost ?? null),
    ),
    terminalValue: one('terminalValue', world.terminalValue),
  };
}

function makePurposes(world: World): Purposes {
  return {
    signals: world.signals.map((signal) => purposeOf(`signal/${signal.name}`)),
    stages: world.stages.map((stage) => purposeOf(`stage/${stage.name}`)),
    reach: world.channels.map((channel) => purposeOf(`reach/${channel.name}`)),
    optOut: world.channels.map((channel) => purposeOf(`optOut/${channel.name}`)),
    redeem: world.interventions.map(({ name }) => [
      purposeOf(`redeem/${name}#0`),
      purposeOf(`redeem/${name}#1`),
    ]),
  };
}

function makeSummary(capacity: number): Summary {
  return {
    value: new Float64Array(capacity),
    terminal: new Float64Array(capacity),
    conversions: new Uint32Array(capacity),
    contacts: new Uint32Array(capacity),
    cost: new Float64Array(capacity),
    optOuts: new Uint32Array(capacity),
    retained: new Uint8Array(capacity),
    startStage: new Uint16Array(capacity),
    overridden: new Uint8Array(capacity),
  };
}

function discounts(world: World): Float64Array {
  return Float64Array.from({ length: world.clock.ticks + 1 }, (_, t) =>
    pow64(world.reward.discountPerTick, t),
  );
}

function everyOutcome(world: World) {
  const at = (name: string) => world.outcomes.findIndex((outcome) => outcome.name === name);
  return {
    contactOutcome: at('contact_cost'),
    offerOutcome: at('offer_cost'),
    optOutOutcome: at('opt_out'),
    conversionOutcome: at('conversion'),
  };
}

/** Room for `capacity` customers of the world; nothing is allocated after it. */
export function makeBlock(world: World, capacity: number): Block {
  const { tickDays } = world.clock;
  const sources = worldSources(world);
  const columns = plainColumns(sources, capacity);
  const halving = (halfLifeDays: number) => Math.fround(pow64(2, -tickDays / halfLifeDays));
  const memories = makeMemories(sources, capacity, tickDays, columns, halving);
  const contacts = memories.filter((memory) => memory.view !== 'signal');
  const feeding = (view: Memory['view']) =>
    world.actions.actions.map((action) =>
      contacts.filter((memory) => memory.view === view && actionMatches(action, memory.of)),
    );
  const bind: Bind = (label, nodes) =>
    nodes.length === 0
      ? null
      : makeRunner(
          world.graph,
          nodes.map((node) => ({ label, node })),
          columns,
          capacity,
        );
  const ints = () => new Int32Array(capacity);
  return {
    world,
    capacity,
    calendar: makeCalendar(world.clock),
    columns,
    memories,
    signalMemory: world.signals.map(
      (signal) => memories.find((memory) => memory.view === 'signal' && memory.of === signal.name) as Memory,
    ),
    sentBy: feeding('sent'),
    reachedBy: feeding('reached'),
    contactMemories: contacts,
    runners: makeRunners(world, bind),
    samplers: makeSamplers(world.traits),
    mask: makeMask(world.guardrails),
    context: makeContext(world.context),
    maskColumns: leafColumns(world.guardrails.graph, columns),
    contextColumns: leafColumns(world.context.graph, columns),
    admitter: world.coupled
      ? makeAdmitter(world, leafColumns(world.guardrails.graph, columns), capacity)
      : null,
    luck: {
      signals: world.signals.map(() => makeLuckColumn(capacity)),
      stages: world.stages.map(() => makeLuckColumn(capacity)),
    },
    purposes: makePurposes(world),
    discount: discounts(world),
    idLow: new Uint32Array(capacity),
    idHigh: new Uint32Array(capacity),
    stage: new Uint16Array(capacity),
    nextStage: new Uint16Array(capacity),
    entered: ints(),
    seenSince: ints(),
    triggered: new Uint32Array(capacity),
    triggeredNext: new Uint32Array(capacity),
    reached: new Uint16Array(capacity),
    sending: new Uint16Array(capacity),
    phase: new Uint32Array(capacity),
    lastDecision: ints(),
    decisions: new Uint32Array(capacity),
    heldOut: new Uint8Array(capacity),
    lastSent: world.interventions.map(ints),
    offerUntil: world.interventions.map(ints),
    redeemAt: world.interventions.map(ints),
    rows: ints(),
    behaving: ints(),
    scratchRows: ints(),
    uniforms: new Float32Array(capacity),
    single: new Int32Array(1),
    ...everyOutcome(world),
    summary: makeSummary(capacity),
    tally: makeTally(world),
    n: 0,
    behavingCount: 0,
    size: 0,
    tick: 0,
    streams: { population: [0, 0], luck: [0, 0], policy: [0, 0] },
    idKey: [0, 0],
  };
}
