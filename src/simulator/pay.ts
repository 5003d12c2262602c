import { type Block, slotsOfStage } from './block.ts';
import type { Journal } from './journal.ts';
import { redeemDue } from './offers.ts';
import { payStage, post, postPays } from './post.ts';

/**
 * Pays what the tick brought: what staying pays by the stage held at its start, each signal as often as it happened,
 * each exit and conversion once, and offers whose day has come.
 */
export function payTick(block: Block, journal: Journal | null): void {
  payStays(block, journal);
  paySignals(block, journal);
  payExits(block, journal);
  redeemDue(block, journal);
}

function payStays(block: Block, journal: Journal | null): void {
  block.world.stages.forEach(({ pays }, stage) => {
    if (pays.length === 0 || slotsOfStage(block, stage).n === 0) return;
    if (journal === null) block.backend.stays(block, stage);
    else payStage(block, stage, journal);
  });
}

function paySignals(block: Block, journal: Journal | null): void {
  block.world.signals.forEach(({ pays }, signal) => {
    const runner = block.runners.signalPays[signal];
    if (runner === null) return;
    const memory = block.memories.signals[signal];
    const { rows, n } = memory.current;
    if (n > 0) postPays(block, journal, pays, { runner, rows, n, times: memory.now });
  });
}

function payExits(block: Block, journal: Journal | null): void {
  const { world, movers, stage, summary, outcomes, purposes } = block;
  for (let i = 0; i < movers.n; i++) {
    const row = movers.rows[i];
    if (!world.stages[world.stages[stage[row]].exits[movers.exit[row]].to].conversion) continue;
    summary.conversions[row]++;
    post(block, journal, row, { outcome: outcomes.conversion, amount: 1, purpose: purposes.conversion });
  }
  if (movers.n === 0) return;
  world.stages.forEach(({ exits }, from) => {
    exits.forEach(({ pays }, exit) => {
      const runner = block.runners.exitPays[from][exit];
      if (runner === null) return;
      const n = listMovers(block, from, exit);
      if (n > 0) postPays(block, journal, pays, { runner, rows: block.listed, n });
    });
  });
}

/** Rows that take an exit of a stage, into block.listed. */
function listMovers({ movers, stage, listed }: Block, from: number, exit: number): number {
  let n = 0;
  for (let i = 0; i < movers.n; i++) {
    const row = movers.rows[i];
    if (stage[row] === from && movers.exit[row] === exit) listed[n++] = row;
  }
  return n;
}
