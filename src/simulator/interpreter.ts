import { fillUniform, makeLuckColumn } from '../core/luck.ts';
import { poissonFrom32 } from '../core/poisson32.ts';
import { expColumn } from '../core/transcendental.ts';
import { type Backend, type Block, behavingCount, type InterpreterRoom, slotsOfStage } from './block.ts';
import { chooseExit, logitChances, makeExitRoom, rateChances } from './exits.ts';
import { LARGEST_RATE } from './limits.ts';
import { decay, fillAges, happen, take } from './memory.ts';
import { payStage } from './post.ts';
import { evaluateSlots, isChance, noChance, refuseValue } from './runner.ts';
import { exitLabel } from './runners.ts';

/** The plain back end: one operation at a time over the columns. It says what is true, and where a value is refused. */
export const interpreter: Backend = {
  kind: 'interpreter',
  reset() {},
  begin(block) {
    const { tick: t, size, own, entered, days, slots, memories } = block;
    const n = behavingCount(block);
    for (const memory of memories.all) {
      decay(memory, size);
      fillAges(memory.behaviourAges, memory, { t, rows: slots.row, n, days });
    }
    for (let slot = 0; slot < n; slot++) own.inTrueStage[slot] = days[t - entered[slot]];
  },
  born() {},
  // Its words know whose they are.
  resume() {},
  signals(block, look) {
    for (const signal of block.world.signalOrder) {
      look?.(signal);
      drawSignal(block, signal);
      take(block.memories.signals[signal], block.tick);
    }
  },
  states(block) {
    const { own, runners } = block;
    const n = behavingCount(block);
    if (runners.next === null) return;
    const values = evaluateSlots(runners.next, 0, n, block);
    own.states.forEach((column, k) => {
      column.set(values[k].subarray(0, n));
    });
  },
  exits(block, stage) {
    const { world, tick, movers, streams, idLow, idHigh, slots, purposes } = block;
    const { luck, uniforms, exitRoom } = roomOf(block);
    const { from, n } = slotsOfStage(block, stage);
    const rows = slots.row.subarray(from, from + n);
    workOutChances(block, stage, rows);
    const [words, purpose] = [luck.stages[stage], purposes.stages[stage]];
    fillUniform(words, streams.luck, purpose, tick, rows, n, idLow, idHigh, uniforms);
    const { exits } = world.stages[stage];
    for (let i = 0; i < n; i++) {
      const exit = chooseExit(exits, exitRoom.chances, i, uniforms[i]);
      if (exit < 0) continue;
      movers.exit[rows[i]] = exit;
      movers.rows[movers.n++] = rows[i];
    }
  },
  refer(block) {
    const { slots, tick, streams, idLow, idHigh, referring, runners, purposes } = block;
    if (runners.referrals === null) return;
    const { luck, uniforms, scratch: none } = roomOf(block);
    const n = behavingCount(block);
    const daily = evaluateSlots(runners.referrals, 0, n, block)[0].subarray(0, n);
    const rates = ratesOf(block, 'population.referrals.perDay', daily, 0);
    fillUniform(
      luck.referrals,
      streams.luck,
      purposes.referrals,
      tick,
      slots.row,
      n,
      idLow,
      idHigh,
      uniforms,
    );
    fillNone(none, rates, n);
    for (let i = 0; i < n; i++) {
      if (uniforms[i] < none[i]) continue;
      referring.rows[referring.n] = slots.row[i];
      referring.counts[referring.n++] = poissonFrom32(rates[i], uniforms[i], none[i]);
    }
  },
  stays: (block, stage) => payStage(block, stage, null),
  observe(block, room, n) {
    const { rows, slots, heldOut, context, legality } = room;
    fillObserved(block, rows, n);
    block.context.encode(block.contextColumns, n, slots, context);
    block.mask.mask(block.maskColumns, n, legality, { rows: slots, heldOut });
  },
  decider: () => null,
  entered() {},
  joined() {},
};

/** The times that an observation may read, for its rows alone: they may be gone without being noticed. */
function fillObserved(block: Block, rows: Int32Array, n: number): void {
  const { tick: t, own, entered, seenSince, days, memories, slots } = block;
  for (const memory of memories.all) {
    fillAges(memory.observedAges, memory, { t, rows, n, days });
    fillAges(memory.behaviourAges, memory, { t, rows, n, days });
  }
  for (let i = 0; i < n; i++) {
    const slot = slots.of[rows[i]];
    own.inSeenStage[slot] = days[t - seenSince[slot]];
    own.inTrueStage[slot] = days[t - entered[slot]];
  }
}

/** Made when it is first asked for: the kernel needs none of it. */
function roomOf(block: Block): InterpreterRoom {
  const { world, capacity } = block;
  block.interpreterRoom ??= {
    luck: {
      signals: world.signals.map(() => makeLuckColumn(capacity)),
      stages: world.stages.map(() => makeLuckColumn(capacity)),
      referrals: makeLuckColumn(world.referrals === null ? 0 : capacity),
    },
    uniforms: new Float32Array(capacity),
    rates: new Float32Array(capacity),
    scratch: new Float32Array(capacity),
    exitRoom: makeExitRoom(Math.max(...world.stages.map(({ exits }) => exits.length)), capacity),
  };
  return block.interpreterRoom;
}

function drawSignal(block: Block, signal: number): void {
  const { slots, tick, world, streams, idLow, idHigh, purposes } = block;
  const { luck, uniforms } = roomOf(block);
  const n = behavingCount(block);
  const values = checkSignal(block, signal, 0, n);
  const [words, purpose] = [luck.signals[signal], purposes.signals[signal]];
  fillUniform(words, streams.luck, purpose, tick, slots.row, n, idLow, idHigh, uniforms);
  if (world.signals[signal].form === 'perDay') drawCounts(block, signal, values, n);
  else drawYesOrNo(block, signal, values, n);
}

/** What a signal's formula comes to in n slots: chances, or rates a tick. Throws NextmoveError where it may not. */
export function checkSignal(block: Block, signal: number, from: number, n: number): Float32Array {
  const { world, runners, slots } = block;
  const [values] = evaluateSlots(runners.signals[signal], from, n, block);
  if (world.signals[signal].form === 'chance') {
    for (let i = 0; i < n; i++) {
      if (!isChance(values[i]))
        throw noChance(runners.signals[signal], values[i], slots.row[from + i], block);
    }
    return values;
  }
  return ratesOf(block, `signals.${world.signals[signal].name}.perDay`, values.subarray(0, n), from);
}

/** Daily rates of the slots from `from` on, by the tick, in a column of their own: what a formula reads stays as it is. */
function ratesOf(block: Block, label: string, daily: Float32Array, from: number): Float32Array {
  const { rates } = roomOf(block);
  const dt = Math.fround(block.world.clock.tickDays);
  for (let i = 0; i < daily.length; i++) {
    rates[i] = daily[i] * dt;
    if (rates[i] >= 0 && rates[i] <= LARGEST_RATE) continue;
    throw refuseValue(label, `0 to ${LARGEST_RATE} a tick`, rates[i], block.slots.row[from + i], block);
  }
  return rates;
}

function drawYesOrNo(block: Block, signal: number, chances: Float32Array, n: number): void {
  const { slots, memories } = block;
  const { uniforms } = roomOf(block);
  for (let i = 0; i < n; i++) {
    if (uniforms[i] < chances[i]) happen(memories.signals[signal], slots.row[i], 1);
  }
}

function drawCounts(block: Block, signal: number, rates: Float32Array, n: number): void {
  const { slots, memories } = block;
  const { uniforms, scratch: none } = roomOf(block);
  fillNone(none, rates, n);
  for (let i = 0; i < n; i++) {
    if (uniforms[i] < none[i]) continue;
    happen(memories.signals[signal], slots.row[i], poissonFrom32(rates[i], uniforms[i], none[i]));
  }
}

/** The chance that nothing happens at each rate a tick. */
function fillNone(none: Float32Array, rates: Float32Array, n: number): void {
  for (let i = 0; i < n; i++) none[i] = -rates[i];
  expColumn(none, none, n);
}

/** The chance of each exit from a stage, into exitRoom.chances: lane i is row rows[i]. */
function workOutChances(block: Block, stage: number, rows: Int32Array): void {
  const { world, runners, slots } = block;
  const { exitRoom } = roomOf(block);
  const shape = world.stages[stage];
  const runner = runners.exits[stage];
  if (runner === null) return;
  const values = evaluateSlots(runner, slots.groups[stage], rows.length, block);
  const refused =
    shape.form === 'logit'
      ? logitChances(values, rows.length, exitRoom)
      : rateChances(values, rows.length, world.clock.tickDays, exitRoom);
  if (refused === null) return;
  const { exit, lane } = refused;
  const wanted = shape.form === 'logit' ? 'a finite logit' : 'a finite rate of at least 0 a day';
  const label = exitLabel(world, shape, shape.exits[exit].to);
  throw refuseValue(label, wanted, values[exit][lane], rows[lane], block);
}
