import { drawWord, uniform24 } from '../core/luck.ts';
import { type Block, NEVER } from './block.ts';
import type { Journal } from './journal.ts';
import { post } from './ledger.ts';
import { push, sourceKey } from './memory.ts';
import { evaluate } from './runner.ts';

/** Sends this tick's executed actions: who is reached, what it costs, which offers open, who opts out. */
export function deliver(
  block: Block,
  journal: Journal | null,
  sends: { readonly rows: Int32Array; readonly executed: Uint16Array; readonly n: number },
): void {
  const { world } = block;
  for (let channel = 0; channel < world.channels.length; channel++) {
    let n = 0;
    for (let i = 0; i < sends.n; i++) {
      if (world.actionChannel[sends.executed[i]] !== channel) continue;
      block.sending[n] = sends.executed[i];
      block.scratchRows[n++] = sends.rows[i];
    }
    if (n > 0) send(block, journal, channel, n);
  }
  for (const memory of block.contactMemories) push(memory, block.tick, block.rows, block.n);
  for (let channel = 0; channel < world.channels.length; channel++) optOut(block, journal, channel);
  openOffers(block);
}

/** Sends over one channel to scratchRows[0 .. n-1] the actions in block.sending; a customer who is gone is never reached. */
function send(block: Block, journal: Journal | null, channel: number, n: number): void {
  const { world, scratchRows, tick, idLow, idHigh, streams } = block;
  const chances = evaluate(block.runners.reach[channel], scratchRows, n, block)[0];
  for (let i = 0; i < n; i++) {
    const row = scratchRows[i];
    const action = block.sending[i];
    for (const memory of block.sentBy[action]) memory.now[row] = 1;
    block.lastSent[world.actionIntervention[action]][row] = tick;
    block.summary.contacts[row]++;
    post(block, journal, row, block.contactOutcome, world.actionCost[action]);
    journal?.sent(block, row, action);
    if (world.stages[block.stage[row]].terminal) continue;
    const u = uniform24(drawWord(streams.luck, idLow[row], idHigh[row], tick, block.purposes.reach[channel]));
    if (u >= chances[i]) continue;
    block.reached[row] = action + 1;
    for (const memory of block.reachedBy[action]) memory.now[row] = 1;
  }
}

/** Rows that a contact over this channel reached in this tick, into scratchRows. */
function reachedRows(block: Block, wanted: (action: number) => boolean): number {
  let n = 0;
  for (let i = 0; i < block.behavingCount; i++) {
    const row = block.behaving[i];
    if (block.reached[row] > 0 && wanted(block.reached[row] - 1)) block.scratchRows[n++] = row;
  }
  return n;
}

/** One draw a reached contact; consent is gone from the next tick's mask on. */
function optOut(block: Block, journal: Journal | null, channel: number): void {
  const { world, scratchRows, tick, idLow, idHigh, streams } = block;
  const runner = block.runners.optOut[channel];
  if (!runner) return;
  const n = reachedRows(block, (action) => world.actionChannel[action] === channel);
  if (n === 0) return;
  const chances = evaluate(runner, scratchRows, n, block)[0];
  const consent = block.columns.get(sourceKey({ kind: 'consent', channel: world.channels[channel].name }));
  for (let i = 0; i < n; i++) {
    const row = scratchRows[i];
    const u = uniform24(
      drawWord(streams.luck, idLow[row], idHigh[row], tick, block.purposes.optOut[channel]),
    );
    if (u >= chances[i] || !consent || consent[row] === 0) continue;
    consent[row] = 0;
    block.summary.optOuts[row]++;
    journal?.outcome(block, row, block.optOutOutcome, 1);
  }
}

/** Offers that arrived open now; one redeemed by chance is given its tick at once. */
function openOffers(block: Block): void {
  const { world, scratchRows, tick, idLow, idHigh, streams } = block;
  world.interventions.forEach(({ offer }, intervention) => {
    if (!offer) return;
    const n = reachedRows(block, (action) => world.actionIntervention[action] === intervention);
    if (n === 0) return;
    const runner = block.runners.offerChance[intervention];
    const chances = runner ? evaluate(runner, scratchRows, n, block)[0] : null;
    const [whether, when] = block.purposes.redeem[intervention];
    for (let i = 0; i < n; i++) {
      const row = scratchRows[i];
      block.offerUntil[intervention][row] = tick + offer.ticks - 1;
      block.redeemAt[intervention][row] = NEVER;
      if (!chances) continue;
      if (uniform24(drawWord(streams.luck, idLow[row], idHigh[row], tick, whether)) >= chances[i]) continue;
      const u = uniform24(drawWord(streams.luck, idLow[row], idHigh[row], tick, when));
      block.redeemAt[intervention][row] = tick + Math.floor(u * offer.ticks);
    }
  });
}
