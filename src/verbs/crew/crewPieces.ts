import { policyForms } from '../../policies/index.ts';
import { report } from '../progress.ts';
import { type SimulatePieces, simulatePieces } from '../valuation.ts';
import type { Crew } from './crew.ts';

/** Pieces that a thread takes at once. */
const PIECES = 8;
/** Customer-ticks below which a thread takes longer to start than to be done. */
const WORTH_IT = 5_000_000;

/** Simulates a plan's pieces on a crew, some at a time; in this thread where the policy is of a form that is not built in. */
export function crewPieces(crew: Crew | null, atLeast = WORTH_IT): SimulatePieces {
  return async (world, policy, plan, watch) => {
    const { body } = policy;
    const total = plan.pieces.reduce((sum, { count }) => sum + count, 0);
    const isWorthIt = plan.pieces.length > 1 && total * world.clock.ticks >= atLeast;
    if (crew === null || !isWorthIt || !policyForms.some(({ kind }) => kind === body?.kind)) {
      return simulatePieces(world, policy, plan, watch);
    }
    let done = 0;
    const size = Math.min(PIECES, Math.ceil(plan.pieces.length / crew.size));
    const parts = Array.from({ length: Math.ceil(plan.pieces.length / size) }, (_, k) =>
      plan.pieces.slice(k * size, (k + 1) * size),
    );
    const { scenario, hash, oracle } = world;
    const lives = await Promise.all(
      parts.map(async (pieces) => {
        const input = { scenario, hash, oracle, body: body!, plan: { ...plan, pieces } };
        const own = await crew.run('lives', input);
        done += pieces.reduce((sum, { count }) => sum + count, 0);
        if (watch.stage) report(watch, { stage: watch.stage, done, total, unit: 'customers' });
        return own;
      }),
    );
    return lives.flat();
  };
}
