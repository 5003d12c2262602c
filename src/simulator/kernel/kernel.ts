import { philox4x32 } from '../../core/philox.ts';
import type { Policy } from '../../policies/policy.ts';
import type { World } from '../../scenario/world.ts';
import { type Backend, type Block, behavingCount, type Decider, slotsOfStage } from '../block.ts';
import { checkSignal, interpreter } from '../interpreter.ts';
import { LONGEST_MINUTES } from '../limits.ts';
import { makeDecider } from './decider.ts';
import { type Addressed, functionOf, kernelText, luckOf } from './kernelText.ts';
import { moduleOf } from './modules.ts';
import { type KernelRoom, placeListed, takeObserved } from './room.ts';

type Count = (from: number, to: number, words: number) => number;
type Luck = (...of: readonly [from: number, to: number, key0: number, key1: number, epoch: number]) => void;

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
  const luckOfEverybody = exports[luckOf.everybody] as Luck;
  const luckOfStages = world.stages.map((_, s) => exports[luckOf.stage(s)] as Luck | undefined);
  const decay = exports.decay as (from: number, to: number) => void;
  const ages = exports.ages as (from: number, to: number, tick: number) => void;
  const observe = exports.observe as (n: number, tick: number) => void;
  const states = exports.states as (from: number, to: number) => number;
  const signals = exports.signals as (from: number, to: number, tick: number) => number;
  const life = exports.life as (from: number, to: number) => void;
  const spread = exports.spread as (column: number, counts: number, rows: number, sign: number) => void;
  block.slots.spread = (column, counts, at, rows, sign) =>
    spread(column.byteOffset, counts.byteOffset + at, rows, sign);
  const exits = world.stages.map((_, s) => exports[functionOf.exits(s)] as Count);
  const stays = world.stages.map(
    (_, s) => exports[functionOf.stays(s)] as (from: number, to: number, discount: number) => number,
  );
  const referrals = exports[functionOf.referrals] as Count | undefined;
  const { hitSlot, hitNumber, words, found } = room;
  const exitWords = words[world.signals.length];
  const referralWords = words[world.signals.length + 1];

  /** All words of the epoch that begins. */
  const refresh = (of: Block) => {
    const { tick, streams } = of;
    const [key0, key1] = streams.luck;
    luckOfEverybody(0, behavingCount(of), key0, key1, tick >>> 2);
    // In the order of the slots: what is written beyond a stage's last is written again for the next stage.
    luckOfStages.forEach((luck, stage) => {
      const { from, n } = slotsOfStage(of, stage);
      if (n > 0) luck?.(from, from + n, key0, key1, tick >>> 2);
    });
  };

  /** What is left of the epoch is drawn for one row; the next epoch draws for all. */
  const drawStageWords = (of: Block, row: number) => {
    const { tick, stage, purposes } = of;
    if ((tick & 3) === 0 || world.stages[stage[row]].terminal) return;
    drawRowWords(of, row, purposes.stages[stage[row]], exitWords);
  };

  /** The last policy that was compiled: one run after another asks for it. */
  let last: { readonly policy: Policy; readonly decider: Decider } | null = null;

  return {
    kind: 'kernel',
    reset({ idLow, idHigh, size }) {
      room.idLow.set(idLow.subarray(0, size));
      room.idHigh.set(idHigh.subarray(0, size));
    },
    born: ({ size }) => life(0, size),
    resume(of) {
      const { idLow, idHigh, slots, size } = of;
      for (let row = 0; row < size; row++) {
        room.idLow[slots.of[row]] = idLow[row];
        room.idHigh[slots.of[row]] = idHigh[row];
      }
      life(0, size);
      refresh(of);
    },
    begin(of) {
      decay(0, of.size);
      ages(0, behavingCount(of), of.tick);
      if ((of.tick & 3) === 0) refresh(of);
    },
    signals(of, look) {
      if (look !== undefined) return interpreter.signals(of, look);
      const { tick, memories } = of;
      const refused = signals(0, behavingCount(of), tick);
      if (refused < 0) refuseSignal(of, -1 - refused);
      memories.signals.forEach((memory, k) => {
        memory.current.n = found[k];
        memory.past.rows[tick % memory.past.ticks] = found[k];
      });
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
    decider(of, policy, customerTicks) {
      if (last?.policy === policy) return last.decider;
      const decider = makeDecider({ block: of, room, memory }, policy, customerTicks);
      if (decider) last = { policy, decider };
      return decider;
    },
    entered: drawStageWords,
    joined(of, row) {
      const { idLow, idHigh, slots, tick, purposes } = of;
      room.idLow[slots.of[row]] = idLow[row];
      room.idHigh[slots.of[row]] = idHigh[row];
      life(slots.of[row], slots.of[row] + 1);
      if ((tick & 3) === 0) return;
      purposes.signals.forEach((purpose, k) => {
        drawRowWords(of, row, purpose, words[k]);
      });
      if (referrals) drawRowWords(of, row, purposes.referrals, referralWords);
      drawStageWords(of, row);
    },
  };
}

/** Throws what the interpreter says of a signal's value in one of four slots: place is slot x signals + its turn. */
function refuseSignal(block: Block, place: number): void {
  const { signalOrder } = block.world;
  const from = Math.floor(place / signalOrder.length);
  const n = Math.min(4, behavingCount(block) - from);
  checkSignal(block, signalOrder[place % signalOrder.length], from, n);
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
