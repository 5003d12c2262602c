import { type Difference, measures } from '../../evaluation/comparison.ts';
import { collectLog } from '../../journey/blocks.ts';
import type { JourneyLog } from '../../journey/records.ts';
import { openPolicy } from '../../policies/index.ts';
import type { Policy } from '../../policies/policy.ts';
import { rollout } from '../../simulator/rollout.ts';
import { streamsOf } from '../../simulator/streams.ts';
import type { Catalogue } from '../catalogue.ts';
import { TITLES } from '../compare/compare.ts';
import { type Contender, differenceOf, valueContenders } from '../compare/contenders.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { measuredMeans } from '../evaluate/measured.ts';
import type { LoggedEvaluation, RunEstimates } from '../evaluate/runEstimates.ts';
import { splice, truthOf } from '../evaluate/simulatedTruth.ts';
import { breathing, report, type Watch } from '../progress.ts';
import { rootKey } from '../seed.ts';
import { wholeRun } from '../valuation.ts';
import type { Trained } from './train.ts';

/** How much is simulated after training, with customers and luck that training never met. */
export type EvidenceSize = {
  /** Customers by whom the policy is compared with today's rules; whole worlds where they are coupled. */
  readonly customers: number;
  readonly worlds: number;
  /** Customers whose log is written; as many whole worlds as above where they are coupled. */
  readonly logCustomers: number;
};

export const defaultEvidenceSize: EvidenceSize = { customers: 4000, worlds: 4, logCustomers: 1000 };

export type EvidenceOptions = Watch & {
  readonly size: EvidenceSize;
  readonly level: number;
  readonly catalogue: Catalogue;
};

export type Evidence = { readonly estimates: RunEstimates; readonly log: JourneyLog };

/**
 * What speaks for a trained policy: paired differences to today's rules on fresh luck; a log of its exploring form,
 * what estimators say from that log of the greedy form, and the same quantity simulated.
 */
export async function evidenceOf(trained: Trained, options: EvidenceOptions): Promise<Evidence> {
  const { world, agent, body } = trained;
  const { level, size } = options;
  const rules: Contender = { title: TITLES.rules, role: 'rules', world, bodies: [world.rules] };
  const ours: Contender = { title: agent.title, role: 'agent', world, bodies: [body] };
  const root = rootKey(trained.seed);
  const fared = await valueContenders([rules, ours], { ...options, root, seeds: 1, size });
  const differences = measures.map((measure): Difference => differenceOf(fared[1], fared[0], measure, level));
  const log = await collectLog(
    breathing(freshLog(trained, exploring(trained, options), options, 0), options),
  );
  return {
    estimates: {
      format: 1,
      level,
      measures: fared.flatMap((one) => measuredMeans(one, level)),
      differences,
      evaluations: [await evaluateGreedy(trained, log, options)],
    },
    log,
  };
}

function exploring({ world, exploringBody }: Trained, { catalogue }: EvidenceOptions): Policy {
  return openPolicy(exploringBody, world.spec, catalogue.forms);
}

/** A log of fresh customers, or of whole worlds; different parts share neither customer nor luck. */
function freshLog(
  { world, seed }: Trained,
  policy: Policy,
  { size }: EvidenceOptions,
  part: number,
): JourneyLog {
  const start = world.coupled ? world.scenario.population.size : size.logCustomers;
  const root = rootKey(seed);
  const pieces = world.coupled ? size.worlds : 1;
  const logs = Array.from({ length: pieces }, (_, k) => {
    const repeat = part * pieces + k;
    const streams = streamsOf(root, 'evaluation', repeat);
    const cohort = wholeRun(world, root, 'evaluation', { size: start, repeat });
    return rollout(world, policy, { streams, cohort });
  });
  return joinedLog(logs);
}

function joinedLog(logs: readonly JourneyLog[]): JourneyLog {
  return {
    schema: logs[0].schema,
    async *blocks() {
      for (const log of logs) yield* log.blocks();
    },
  };
}

/** Parts of fresh customers by whom the truth is found, beside the one whose log is kept. */
const TRUTH_PARTS = [1, 2, 3, 4];

async function evaluateGreedy(
  trained: Trained,
  log: JourneyLog,
  options: EvidenceOptions,
): Promise<LoggedEvaluation> {
  const { world, body, agent } = trained;
  const greedy = openPolicy(body, world.spec, options.catalogue.forms);
  const title = `${agent.title}, greedy`;
  const { level, catalogue } = options;
  const settings = { reward: world.reward, level, catalogue };
  const evaluation = await evaluate(log, { kind: 'policy', title, policy: greedy }, settings);
  const spliced = splice(exploring(trained, options), greedy);
  const others = joinedLog(TRUTH_PARTS.map((part) => freshLog(trained, spliced, options, part)));
  const truth = await truthOf(breathing(others, options), world.reward, options.level);
  report(options, { stage: 'estimates', done: 1, total: 1, unit: 'policies' });
  return { ...evaluation, log: `a log of ${agent.title} while it explores`, truth };
}
