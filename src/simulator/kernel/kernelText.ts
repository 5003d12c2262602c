import type { LeafSource } from '../../language/graph.ts';
import type { World } from '../../scenario/world.ts';
import type { Block } from '../block.ts';
import { leafColumns, sourceKey } from '../leafColumns.ts';
import { makePurposes } from '../purposes.ts';
import type { DecisionPlaces } from './deciderText.ts';
import { exchangeFunction } from './exchangeFunction.ts';
import { lifeFunction } from './lifeFunction.ts';
import { moduleText } from './moduleText.ts';
import { observeFunction } from './observeFunction.ts';
import { exitsFunction, type Places, statesFunction, staysFunction } from './parts.ts';
import { luckFunction } from './philoxLanes.ts';
import type { KernelRoom } from './room.ts';
import { referralsFunction, signalsFunction } from './signalsFunction.ts';
import { spreadFunction } from './spreadFunction.ts';
import { type AgeColumns, timeFunctions } from './timeFunctions.ts';

/** Names of a kernel's functions. */
export const functionOf = {
  exits: (stage: number) => `exits_${stage}`,
  stays: (stage: number) => `stays_${stage}`,
  referrals: 'referrals',
};

/** Names of the functions that draw words: of what everybody draws, and of a stage's exits. */
export const luckOf = { everybody: 'luck_everybody', stage: (stage: number) => `luck_${stage}` };

/** Columns of a block that a kernel's text names by their address. */
export type Addressed = Pick<
  Block,
  'world' | 'columns' | 'own' | 'memories' | 'entered' | 'seenSince' | 'slots' | 'summary' | 'stageValue'
>;

/** The functions of a world as WebAssembly text, for a block whose columns lie where these do. */
export function kernelText(block: Addressed, room: KernelRoom): string {
  const { world } = block;
  const { graph, clock } = world;
  const places = placesOf(block, room);
  const { tickDays } = clock;
  const functions = [
    ...luckFunctions(block, room),
    exchangeFunction(block.slots.columns.map(({ byteOffset }) => byteOffset)),
    ...timeFunctions(ageColumns(block)),
    observeFunction(world, observationPlaces(block, room)),
    spreadFunction(block.slots.of.byteOffset),
    lifeFunction(graph, places.life, places.leaf),
    signalsFunction(graph, { parts: signalParts(block, room), tickDays, stride: strideOf(room) }, places),
    ...(world.referrals === null
      ? []
      : [referralsFunction(graph, { node: world.referrals.node, tickDays }, places)]),
    statesFunction(
      graph,
      world.states.map(({ next }, k) => ({ next, column: block.own.states[k].byteOffset })),
      places,
    ),
    ...world.stages.flatMap((stage, s) =>
      stage.exits.length === 0
        ? []
        : [exitsFunction(graph, { name: functionOf.exits(s), stage, tickDays }, places)],
    ),
    ...world.stages.flatMap(({ pays }, s) =>
      pays.length === 0 ? [] : [staysFunction(graph, stayPart(world, s), places)],
    ),
  ];
  return moduleText(functions);
}

function luckFunctions({ world }: Addressed, room: KernelRoom): string[] {
  const purposes = makePurposes(world);
  const stride = strideOf(room);
  const places = { low: room.idLow.byteOffset, high: room.idHigh.byteOffset, stride };
  const draw = (purpose: number, k: number) => ({ purpose, words: room.words[k][0].byteOffset });
  const everybody = world.signals.map((_, k) => draw(purposes.signals[k], k));
  if (world.referrals !== null) everybody.push(draw(purposes.referrals, world.signals.length + 1));
  return [
    luckFunction(luckOf.everybody, everybody, places),
    ...world.stages.flatMap(({ exits }, s) =>
      exits.length === 0
        ? []
        : [luckFunction(luckOf.stage(s), [draw(purposes.stages[s], world.signals.length)], places)],
    ),
  ];
}

function signalParts({ world, memories }: Addressed, { words, found }: KernelRoom) {
  return world.signalOrder.map((k) => ({
    ...world.signals[k],
    memory: memories.signals[k],
    words: words[k][0].byteOffset,
    found: found.byteOffset + 4 * k,
  }));
}

/** Bytes from the words of a tick to those of the next. */
function strideOf({ words: [[first, second]] }: KernelRoom): number {
  return second.byteOffset - first.byteOffset;
}

function stayPart(world: World, stage: number) {
  return {
    name: functionOf.stays(stage),
    stage,
    stages: world.stages.length,
    tickDays: world.clock.tickDays,
    pays: world.stages[stage].pays.map(({ node, outcome }) => ({
      node,
      sign: world.valueSign[outcome],
      money: world.outcomes[outcome].unit === 'money',
    })),
  };
}

function placesOf({ world, columns, slots, summary, stageValue }: Addressed, room: KernelRoom): Places {
  const leaves = leafColumns(world.graph, columns);
  return {
    leaf: (leaf) => {
      const column = leaves[leaf];
      if (column === undefined) throw new RangeError(`no column for \`${world.graph.leaves[leaf].key}\``);
      return column.byteOffset;
    },
    life: new Map(room.life.map(({ node, column }) => [node, column.byteOffset])),
    hitSlot: room.hitSlot.byteOffset,
    hitNumber: room.hitNumber.byteOffset,
    scratch: room.scratch.byteOffset,
    row: slots.row.byteOffset,
    value: summary.value.byteOffset,
    stageValue: stageValue.byteOffset,
  };
}

export function observationPlaces(block: Addressed, room: KernelRoom): DecisionPlaces {
  const { world, columns, memories, entered, seenSince } = block;
  const addressOf = (column: Float32Array | Int32Array | undefined, source: LeafSource) => {
    if (column === undefined) throw new RangeError(`no column for \`${sourceKey(source)}\``);
    return column.byteOffset;
  };
  return {
    idLow: room.idLow.byteOffset,
    idHigh: room.idHigh.byteOffset,
    proposed: room.decided.proposed.byteOffset,
    propensity: room.decided.propensity.byteOffset,
    probabilities: room.decided.probabilities.byteOffset,
    ids: room.decided.ids.byteOffset,
    room: room.decided.table.byteOffset,
    slots: room.observed.slots.byteOffset,
    heldOut: room.observed.heldOut.byteOffset,
    context: room.observed.context.byteOffset,
    legality: room.observed.legality.byteOffset,
    column: (source) => addressOf(columns.get(sourceKey(source)), source),
    since: (source) => {
      if (source.kind === 'inStage') return (source.view === 'seen' ? seenSince : entered).byteOffset;
      const memory = memories.all.find(({ view, of }) => view === source.view && of === source.of);
      return addressOf(memory?.last, source);
    },
    tickMinutes: Math.round(world.clock.tickDays * 1440),
  };
}

function ageColumns({ world, own, memories, entered }: Addressed): AgeColumns {
  return {
    adstocks: memories.all.flatMap(({ adstocks }) =>
      adstocks.map(({ column, decay }) => ({ column: column.byteOffset, decay })),
    ),
    ages: memories.all.flatMap(({ behaviourAges, last }) =>
      behaviourAges.map(({ column, never }) => ({
        column: column.byteOffset,
        last: last.byteOffset,
        never,
      })),
    ),
    inStage: own.inTrueStage.byteOffset,
    entered: entered.byteOffset,
    tickMinutes: Math.round(world.clock.tickDays * 1440),
  };
}
