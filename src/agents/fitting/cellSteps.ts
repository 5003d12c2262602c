import type { JourneyLog } from '../../journey/records.ts';
import { transitionBlock } from '../../journey/transitions.ts';
import { type Bins, cellsOf } from '../../policies/bins.ts';
import type { AgentProblem } from '../agent.ts';

/** The transitions of a log between cells, in memory. */
export type CellSteps = {
  readonly n: number;
  readonly actions: number;
  /** [n] cells of a decision and of what came next (0 where discount is 0). */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly action: Uint16Array;
  readonly reward: Float64Array;
  /** [n] gamma^(t' - t); 0 where terminal. */
  readonly discount: Float64Array;
  /** [n x A] Legality codes of what came next; null: all legal. */
  readonly legality: Uint8Array | null;
  readonly dropped: number;
};

export async function cellStepsOf(log: JourneyLog, problem: AgentProblem, bins: Bins): Promise<CellSteps> {
  const parts: CellSteps[] = [];
  const actions = problem.spec.actions.actions.length;
  for await (const block of log.blocks()) {
    const found = transitionBlock(block, log.schema, problem.reward, problem);
    const { n, action, reward, discount, nextLegality: legality, dropped } = found;
    const [from, to] = [cellsOf(bins, found.x, n), cellsOf(bins, found.nextX, n)];
    parts.push({ n, actions, from, to, action, reward, discount, legality, dropped });
  }
  return joined(parts, actions);
}

function joined(parts: readonly CellSteps[], actions: number): CellSteps {
  const n = parts.reduce((sum, part) => sum + part.n, 0);
  const exact = parts.length > 0 && parts.every(({ legality }) => legality !== null);
  const steps = {
    n,
    actions,
    from: new Int32Array(n),
    to: new Int32Array(n),
    action: new Uint16Array(n),
    reward: new Float64Array(n),
    discount: new Float64Array(n),
    legality: exact ? new Uint8Array(n * actions) : null,
    dropped: parts.reduce((sum, part) => sum + part.dropped, 0),
  };
  let at = 0;
  for (const part of parts) {
    steps.from.set(part.from, at);
    steps.to.set(part.to, at);
    steps.action.set(part.action, at);
    steps.reward.set(part.reward, at);
    steps.discount.set(part.discount, at);
    if (exact) steps.legality!.set(part.legality!, at * actions);
    at += part.n;
  }
  return steps;
}
