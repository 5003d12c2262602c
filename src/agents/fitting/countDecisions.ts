import type { JourneyLog } from '../../journey/records.ts';

/** Decisions of a log, for the reports of agents that learn nothing else from it. */
export async function countDecisions(log: JourneyLog): Promise<number> {
  let n = 0;
  for await (const { decisions } of log.blocks()) n += decisions.n;
  return n;
}
