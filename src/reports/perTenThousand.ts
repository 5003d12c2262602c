import type { StageFlow } from '../evaluation/comparison.ts';

/**
 * A flow's counts as they would be for 10,000 customers, so that flows over any number of simulated customers read
 * alike. Everybody is in one stage at the end, which says how many there are.
 */
export function perTenThousand(flow: StageFlow): StageFlow {
  const customers = flow.stages.reduce((sum, { atEnd }) => sum + atEnd, 0);
  const scale = customers > 0 ? 10_000 / customers : 0;
  return {
    policy: flow.policy,
    stages: flow.stages.map((stage) => ({
      ...stage,
      entered: stage.entered * scale,
      atEnd: stage.atEnd * scale,
      lost: stage.lost * scale,
    })),
    moves: flow.moves.map((move) => ({ ...move, count: move.count * scale })),
  };
}
