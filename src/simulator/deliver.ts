import { drawWord, uniform24 } from '../core/luck.ts';
import type { Block } from './block.ts';
import type { Journal } from './journal.ts';
import { happen, push } from './memory.ts';
import { openOffers } from './offers.ts';
import { post } from './post.ts';
import { evaluateChances } from './runner.ts';

/** Actions carried out in this tick, aligned with rows. */
export type Sends = { readonly rows: Int32Array; readonly executed: Uint16Array; readonly n: number };

/** Sends this tick's executed actions: what they cost, whom they reach, which offers open. */
export function deliver(block: Block, journal: Journal | null, sends: Sends): void {
  const { world, tick, memories } = block;
  const n = listContacts(block, sends);
  for (let channel = 0; channel < world.channels.length && n > 0; channel++) {
    sendOver(block, journal, channel, { ...sends, n });
  }
  openOffers(block);
  for (const memory of memories.contacts) push(memory, tick, block.size);
}

/** Places of the sends that go over some channel, into block.listed: all are written, the next over one that does not. */
function listContacts({ world, listed }: Block, { executed, n: all }: Sends): number {
  const { actionChannel } = world;
  let n = 0;
  for (let i = 0; i < all; i++) {
    listed[n] = i;
    n += ~actionChannel[executed[i]] >>> 31;
  }
  return n;
}

/**
 * The sends of a channel among those whose places are listed. A customer who is gone costs as much as another and is
 * never reached; the others wait behind those who are reached already.
 */
function sendOver(block: Block, journal: Journal | null, channel: number, sends: Sends): void {
  const { world, listed, stage, reached } = block;
  const { actionChannel, stages } = world;
  let end = reached.n;
  for (let k = 0; k < sends.n; k++) {
    const action = sends.executed[listed[k]];
    if (actionChannel[action] !== channel) continue;
    const row = sends.rows[listed[k]];
    bookSend(block, journal, row, action);
    if (stages[stage[row]].terminal) continue;
    reached.action[row] = action + 1;
    reached.rows[end++] = row;
  }
  if (end > reached.n) reach(block, channel, end);
}

function bookSend(block: Block, journal: Journal | null, row: number, action: number): void {
  const { world, tick, memories, lastSent, summary, purposes } = block;
  const amount = world.actionCost[action];
  for (const memory of memories.sentBy[action]) happen(memory, row, 1);
  lastSent[world.actionIntervention[action]][row] = tick;
  summary.contacts[row]++;
  summary.cost[row] += amount;
  const outcome = block.outcomes.contactCost;
  post(block, journal, row, { outcome, amount, purpose: purposes.contactCost });
  journal?.sent(block, row, action);
}

/**
 * Draws whether the contacts arrive of the rows that wait up to `end`; their actions stand in reached.action, and stay
 * where they do.
 */
function reach(block: Block, channel: number, end: number): void {
  const { tick, idLow, idHigh, streams, reached, memories } = block;
  const rows = reached.rows.subarray(reached.n, end);
  const chances = evaluateChances(block.runners.reach[channel], rows, rows.length, block);
  const purpose = block.purposes.reach[channel];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    const action = reached.action[row] - 1;
    if (uniform24(drawWord(streams.luck, idLow[row], idHigh[row], tick, purpose)) >= chances[i]) {
      reached.action[row] = 0;
      continue;
    }
    reached.rows[reached.n++] = row;
    for (const memory of memories.reachedBy[action]) happen(memory, row, 1);
  }
}
