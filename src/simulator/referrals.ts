import { issue, NextmoveError } from '../core/issue.ts';
import { hash64, keyedHash64 } from '../core/luck.ts';
import { type Block, behavingCount } from './block.ts';
import { join } from './join.ts';
import { drawPeople } from './people.ts';
import { addToPhases } from './phases.ts';

const KEY = hash64('population/referred');
/** Set in the upper half of a referred customer's id, and in no other's: a shared id would share its luck. */
export const REFERRED = 0x80000000;

/**
 * Id of the customer whom another brings as its `ordinal`-th, from 0: a hash of both and of nothing else, so that it is
 * the same person whoever else comes, under any policy and luck.
 */
export function referredId(low: number, high: number, ordinal: number): readonly [low: number, high: number] {
  const [idLow, idHigh] = keyedHash64(KEY, low, high, ordinal, 0);
  return [idLow, (idHigh | REFERRED) >>> 0];
}

/** Draws who brings others with this tick, and how many. */
export function drawReferrals(block: Block): void {
  if (block.world.referrals !== null && behavingCount(block) > 0) block.backend.refer(block);
}

/** Lets those in who were brought in the tick before. */
export function letReferredIn(block: Block): void {
  const { world, referring, listed, tick, size } = block;
  const { referrals } = world;
  if (referrals === null || referring.n === 0) return;
  if (tick < world.clock.ticks) {
    listReferred(block);
    const people = { rows: listed, n: block.size - size };
    drawPeople(block, people, () => referrals.start);
    addToPhases(block, people);
    for (let row = size; row < block.size; row++) join(block, row);
  }
  referring.n = 0;
}

/** Gives each of them a row, in the order of the rows that bring them, into block.listed. */
function listReferred(block: Block): void {
  const { referring, idLow, idHigh, slots, listed } = block;
  const { rows, counts, n, brought } = referring;
  const before = block.size;
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => rows[a] - rows[b]);
  for (const i of order) {
    const parent = rows[i];
    for (let k = 0; k < counts[i]; k++) {
      if (block.size - block.cohortSize >= referring.room) throw noRoom(block);
      if (block.size >= block.capacity) throw new RangeError(`a block of ${block.capacity} rows is full`);
      const row = block.size++;
      const [low, high] = referredId(idLow[parent], idHigh[parent], brought[parent]++);
      idLow[row] = low;
      idHigh[row] = high;
      slots.of[row] = slots.row[row] = row;
      listed[row - before] = row;
    }
  }
}

function noRoom({ referring: { room }, tick, world }: Block): NextmoveError {
  const most = world.referrals?.most ?? 0;
  const message = `got more than ${room} referred customers by tick ${tick}, wanted at most ${most} for each customer of the start`;
  const hint = 'Raise `population.referrals.most`, or lower the rate at which customers bring others.';
  return new NextmoveError(
    issue('simulation/referrals', message, { at: { path: 'population.referrals.most' }, hint }),
  );
}
