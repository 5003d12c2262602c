import type { JourneyLog } from '../../journey/records.ts';
import { rewardBlock } from '../../journey/rewards.ts';
import { type Encoding, encode } from '../../policies/encoding.ts';
import { fitEncoding } from '../../policies/fitEncoding.ts';
import type { AgentProblem } from '../agent.ts';
import { sampleRows } from './sampleRows.ts';

/** Rows that an encoding is fitted to. */
const SAMPLE = 20_000;

/** A block's settled decisions with their windowed rewards; censored ones are left out. */
export type Lessons = {
  readonly n: number;
  /** [n x k] design vectors. */
  readonly z: Float32Array;
  /** [n] action proposed. */
  readonly action: Uint16Array;
  /** [n] */
  readonly reward: Float64Array;
};

/** Streams the lessons of a log. */
export async function* lessonsOf(
  log: JourneyLog,
  { reward: definition }: AgentProblem,
  encoding: Encoding,
): AsyncGenerator<Lessons> {
  for await (const block of log.blocks()) {
    const { reward, censored } = rewardBlock(block, log.schema, definition);
    const { n, context, proposed } = block.decisions;
    const d = encoding.inputs;
    const kept = new Float32Array(n * d);
    const action = new Uint16Array(n);
    let m = 0;
    for (let i = 0; i < n; i++) {
      if (censored[i] === 1) continue;
      for (let j = 0; j < d; j++) kept[m * d + j] = context[i * d + j];
      action[m] = proposed[i];
      reward[m] = reward[i];
      m++;
    }
    const z = new Float32Array(m * encoding.width);
    encode(encoding, kept, m, z);
    yield { n: m, z, action, reward: reward.subarray(0, m) };
  }
}

/** The encoding of an agent's state: the one it has, else one fitted to this log, with hinges at `knots` quantiles. */
export async function encodingFor(
  log: JourneyLog,
  { spec, reward }: AgentProblem,
  { encoding, knots }: { readonly encoding: Encoding | null; readonly knots: number },
): Promise<Encoding> {
  if (encoding !== null) return encoding;
  const { n, context } = await sampleRows(log, reward, SAMPLE);
  return fitEncoding(spec.features, context, n, { knots });
}
