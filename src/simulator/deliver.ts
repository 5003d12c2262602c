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
  for (let channel = 0; channel < world.channels.length; channel++) sendOver(block, journal, channel, sends);
  openOffers(block);
  for (const memory of memories.contacts) push(memory, tick, block.size);
}

/** A customer who is gone costs as much as another and is never reached. */
function sendOver(block: Block, journal: Journal | null, channel: number, sends: Sends): void {
  const { world, listed, stage } = block;
  let n = 0;
  for (let i = 0; i < sends.n; i++) {
    const action = sends.executed[i];
    if (world.actionChannel[action] !== channel) continue;
    const row = sends.rows[i];
    bookSend(block, journal, row, action);
    if (world.stages[stage[row]].terminal) continue;
    block.reached.action[row] = action + 1;
    listed[n++] = row;
  }
  if (n > 0) reach(block, channel, n);
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

/** Draws whether the contacts of listed rows arrive; their actions stand in reached.action, and stay where they do. */
function reach(block: Block, channel: number, n: number): void {
  const { listed, tick, idLow, idHigh, streams, reached, memories } = block;
  const chances = evaluateChances(block.runners.reach[channel], listed, n, block);
  const purpose = block.purposes.reach[channel];
  for (let i = 0; i < n; i++) {
    const row = listed[i];
    const action = reached.action[row] - 1;
    if (uniform24(drawWord(streams.luck, idLow[row], idHigh[row], tick, purpose)) >= chances[i]) {
      reached.action[row] = 0;
      continue;
    }
    reached.rows[reached.n++] = row;
    for (const memory of memories.reachedBy[action]) happen(memory, row, 1);
  }
}
