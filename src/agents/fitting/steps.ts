import type { JourneyBlock, JourneyLog } from '../../journey/records.ts';
import { type Rewards, rewardBlock } from '../../journey/rewards.ts';
import { transitionBlock } from '../../journey/transitions.ts';
import { type Encoding, encode } from '../../policies/encoding.ts';
import type { AgentProblem } from '../agent.ts';

/** Decisions of a block with what they paid and where they led, as learners of effects want them. */
export type Steps = {
  readonly n: number;
  /** [n x d] raw contexts of the decisions, and of what came next (null where nothing lasts). */
  readonly x: Float32Array;
  readonly nextX: Float32Array | null;
  readonly action: Uint16Array;
  /** [n x A] Legality codes and logged probabilities; null where the log has none. */
  readonly legality: Uint8Array | null;
  readonly probabilities: Float32Array | null;
  readonly reward: Float64Array;
  /** gamma^(t' - t); 0 where terminal, and everywhere for a bandit. */
  readonly discount: Float64Array;
  readonly nextLegality: Uint8Array | null;
};

/** Reads a log's transitions into memory, for learners that sweep over them; each reaches at least `aheadTicks`. */
export async function journeySteps(
  log: JourneyLog,
  problem: AgentProblem,
  aheadTicks: number,
): Promise<Steps[]> {
  const { reward, discountPerTick } = problem;
  const steps: Steps[] = [];
  for await (const block of log.blocks()) {
    steps.push(transitionBlock(block, log.schema, reward, { discountPerTick, aheadTicks }));
  }
  return steps;
}

/** Reads a log's settled decisions with their windowed rewards and no future. */
export async function banditSteps(log: JourneyLog, problem: AgentProblem): Promise<Steps[]> {
  const steps: Steps[] = [];
  const width = { d: problem.spec.features.features.length, actions: problem.spec.actions.actions.length };
  for await (const block of log.blocks()) {
    const { reward, censored } = rewardBlock(block, log.schema, problem.reward);
    steps.push(settled(block, { reward, censored }, width));
  }
  return steps;
}

function settled(
  { decisions }: JourneyBlock,
  { reward, censored }: Rewards,
  { d, actions }: { readonly d: number; readonly actions: number },
): Steps {
  const rows = Uint32Array.from(censored.keys()).filter((i) => censored[i] === 0);
  const n = rows.length;
  const { legality, probabilities } = decisions;
  return {
    n,
    x: taken(decisions.context, rows, d, new Float32Array(n * d)),
    nextX: null,
    action: taken(decisions.proposed, rows, 1, new Uint16Array(n)),
    legality: legality && taken(legality, rows, actions, new Uint8Array(n * actions)),
    probabilities: probabilities && taken(probabilities, rows, actions, new Float32Array(n * actions)),
    reward: taken(reward, rows, 1, new Float64Array(n)),
    discount: new Float64Array(n),
    nextLegality: null,
  };
}

type Numbers = { readonly length: number; [index: number]: number };

function taken<T extends Numbers>(from: Numbers, rows: Uint32Array, width: number, out: T): T {
  rows.forEach((row, i) => {
    for (let j = 0; j < width; j++) out[i * width + j] = from[row * width + j];
  });
  return out;
}

/** Design vectors of a block of steps: z [n x k] and that of what came next, zeros where nothing lasts. */
export function encodeSteps(
  encoding: Encoding,
  { n, x, nextX }: Steps,
): { z: Float32Array; next: Float32Array } {
  const z = new Float32Array(n * encoding.width);
  const next = new Float32Array(n * encoding.width);
  encode(encoding, x, n, z);
  if (nextX !== null) encode(encoding, nextX, n, next);
  return { z, next };
}
