import { philox4x32 } from '../../core/philox.ts';
import type { World } from '../../scenario/world.ts';
import { type Backend, type Block, behavingCount, slotsOfStage } from '../block.ts';
import { interpreter } from '../interpreter.ts';
import { LONGEST_MINUTES } from '../limits.ts';
import { listHappenings } from '../memory.ts';
import { makeDecider } from './decider.ts';
import { type Addressed, functionOf, kernelText } from './kernelText.ts';
import { moduleOf } from './modules.ts';
import { type KernelRoom, placeListed, takeObserved } from './room.ts';

type Count = (from: number, to: number, words: number) => number;
type Luck = (...of: readonly [number, number, number, number, number, number, number, number]) => void;

/** Whether a world's times are exact in the 32-bit floats that a kernel counts in. */
export function fitsKernel({ clock }: World): boolean {
  return clock.ticks * Math.round(clock.tickDays * 1440) < LONGEST_MINUTES;
}

/**
 * The compiled back end of one block, whose columns all lie in `memory`. Where it refuses a value it leaves the rest to
 * the interpreter, which says what is wrong.
 */
export function makeKernel(block: Addressed, room: KernelRoom, memory: WebAssembly.Memory): Backend {
  const { world } = block;
  const module = moduleOf(world, `world/${room.idLow.length}`, () => kernelText(block, room));
  const { exports } = new WebAssembly.Instance(module, { block: { memory } });
  block.slots.exchange = exports.exchange as (a: number, b: number) => void;
  const luck = exports.luck as Luck;
  const decay = exports.decay as (from: number, to: number) => void;
  const ages = exports.ages as (from: number, to: number, tick: number) => void;
  const observe = exports.observe as (n: number, tick: number) => void;
  const states = exports.states as (from: number, to: number) => number;
  const signals = world.signals.map((_, k) => exports[functionOf.signal(k)] as Count);
  const taken = world.signals.map(
    (_, k) => exports[functionOf.taken(k)] as (n: number, tick: number) => void,
  );
  const exits = world.stages.map((_, s) => exports[functionOf.exits(s)] as Count);
  const stays = world.stages.map(
    (_, s) => exports[functionOf.stays(s)] as (from: number, to: number, discount: number) => number,
  );
  const referrals = exports[functionOf.referrals] as Count | undefined;
  const { hitSlot, hitNumber, words } = room;
  const exitWords = words[world.signals.length];
  const referralWords = words[world.signals.length + 1];
  const stride = words[0][1].byteOffset - words[0][0].byteOffset;

  const drawWords = (
    { streams: { luck: key }, tick }: Block,
    draw: number,
    purpose: number,
    [from, to]: readonly [number, number],
  ) => luck(key[0], key[1], tick >>> 2, purpose, from, to, words[draw][0].byteOffset, stride);

  /** All words of the epoch that begins. */
  const refresh = (of: Block) => {
    const n = behavingCount(of);
    of.purposes.signals.forEach((purpose, k) => {
      drawWords(of, k, purpose, [0, n]);
    });
    // In the order of the slots: what is written beyond a stage's last is written again for the next stage.
    of.purposes.stages.forEach((purpose, stage) => {
      const { from, n: count } = slotsOfStage(of, stage);
      drawWords(of, world.signals.length, purpose, [from, from + count]);
    });
    if (referrals) drawWords(of, world.signals.length + 1, of.purposes.referrals, [0, n]);
  };

  /** What is left of the epoch is drawn for one row; the next epoch draws for all. */
  const drawStageWords = (of: Block, row: number) => {
    const { tick, stage, purposes } = of;
    if ((tick & 3) === 0 || world.stages[stage[row]].terminal) return;
    drawRowWords(of, row, purposes.stages[stage[row]], exitWords);
  };

  return {
    kind: 'kernel',
    reset({ idLow, idHigh, size }) {
      room.idLow.set(idLow.subarray(0, size));
      room.idHigh.set(idHigh.subarray(0, size));
    },
    begin(of) {
      decay(0, of.size);
      ages(0, behavingCount(of), of.tick);
      if ((of.tick & 3) === 0) refresh(of);
    },
    signal(of, signal) {
      const { tick, slots } = of;
      const count = signals[signal](0, behavingCount(of), words[signal][tick & 3].byteOffset);
      if (count < 0) return interpreter.signal(of, signal);
      const memory = of.memories.signals[signal];
      listHappenings(memory, tick, slots.row, { hits: hitSlot, counts: hitNumber, n: count });
      taken[signal](count, tick);
    },
    states(of) {
      if (states(0, behavingCount(of)) < 0) interpreter.states(of);
    },
    exits(of, stage) {
      const { movers, slots, tick } = of;
      const { from, n } = slotsOfStage(of, stage);
      const count = exits[stage](from, from + n, exitWords[tick & 3].byteOffset);
      if (count < 0) return interpreter.exits(of, stage);
      for (let i = 0; i < count; i++) {
        const row = slots.row[hitSlot[i]];
        movers.exit[row] = hitNumber[i];
        movers.rows[movers.n++] = row;
      }
    },
    refer(of) {
      const { referring, slots, tick } = of;
      if (!referrals) return;
      const count = referrals(0, behavingCount(of), referralWords[tick & 3].byteOffset);
      if (count < 0) return interpreter.refer(of);
      for (let i = 0; i < count; i++) {
        referring.rows[i] = slots.row[hitSlot[i]];
        referring.counts[i] = hitNumber[i];
      }
      referring.n = count;
    },
    stays(of, stage) {
      const { from, n } = slotsOfStage(of, stage);
      if (stays[stage](from, from + n, of.discount[of.tick]) < 0) interpreter.stays(of, stage);
    },
    observe({ tick }, into, n) {
      placeListed(room, into, n);
      observe(n, tick);
      takeObserved(room, into, n);
    },
    decider: (of, policy, customerTicks) => makeDecider({ block: of, room, memory }, policy, customerTicks),
    entered: drawStageWords,
    joined(of, row) {
      const { idLow, idHigh, slots, tick, purposes } = of;
      room.idLow[slots.of[row]] = idLow[row];
      room.idHigh[slots.of[row]] = idHigh[row];
      if ((tick & 3) === 0) return;
      purposes.signals.forEach((purpose, k) => {
        drawRowWords(of, row, purpose, words[k]);
      });
      if (referrals) drawRowWords(of, row, purposes.referrals, referralWords);
      drawStageWords(of, row);
    },
  };
}

/** Writes the words of a row's draw in the block's epoch to its slot. */
function drawRowWords(
  { idLow, idHigh, streams: { luck: key }, tick, slots }: Block,
  row: number,
  purpose: number,
  words: readonly Int32Array[],
): void {
  philox4x32(key[0], key[1], idLow[row], idHigh[row], tick >>> 2, purpose, four);
  for (let lane = 0; lane < 4; lane++) words[lane][slots.of[row]] = four[lane];
}

/** Filled and read within one call. */
const four = new Uint32Array(4);
