import { type Measure, measures } from '../../evaluation/comparison.ts';
import { type Evaluation, type Metric, money, type TrainingRun } from '../../reports/index.ts';
import type { LoggedEvaluation, RunEstimates } from '../evaluate/runEstimates.ts';
import type { Run } from './readRun.ts';

const names: { readonly [M in Measure]: readonly [string, Metric['unit']] } = {
  value: ['value a customer', 'money'],
  conversion: ['conversions a customer', 'each'],
  retention: ['customers retained', 'share'],
  contacts: ['contacts a customer', 'each'],
  cost: ['cost a customer', 'money'],
  optOuts: ['opt-outs a customer', 'each'],
};

/** A training run's folder as the report wants it. */
export async function trainingRunOf(run: Run): Promise<TrainingRun> {
  const { manifest } = run;
  const { title, scenario, agent, seeds, machine, seconds, versions } = manifest;
  const estimates = await run.estimates();
  const currency = (await run.scenario())?.parsed.scenario.currency ?? '';
  return {
    title,
    scenario: { name: scenario?.name ?? '', hash: scenario?.hash ?? '' },
    currency,
    agent: agent ?? { title: '', kind: '', options: {} },
    seed: seeds.root,
    learning: await run.learning(),
    metrics:
      estimates === null ? [] : [...metricsOf(estimates), ...estimates.evaluations.flatMap(truthMetric)],
    evaluations: (estimates?.evaluations ?? []).map(evaluationOf),
    notes: [...manifest.notes, ...(manifest.complete ? [] : ['The run was stopped before its end.'])],
    version: versions.nextmove,
    machine,
    seconds: Math.round(seconds),
  };
}

function metricsOf({ measures: means, differences }: RunEstimates): Metric[] {
  return measures.flatMap((measure) => {
    const [name, unit] = names[measure];
    const own = means.filter((one) => one.measure === measure);
    const apart = differences.filter((one) => one.measure === measure);
    return [
      ...own.map((one) => ({
        title: `${capital(name)}: ${one.policy}`,
        unit,
        value: one.mean,
        interval: one.interval,
      })),
      ...apart.map((one) => ({
        title: `${capital(name)}: ${one.policy} minus ${one.reference}, paired`,
        unit: unit === 'share' ? ('points' as const) : unit,
        value: one.mean,
        interval: one.interval,
      })),
    ];
  });
}

/** The simulated truth beside the estimates from the log. */
function truthMetric({ title, truth, currency }: LoggedEvaluation): Metric[] {
  if (truth === null) return [];
  const { value, interval } = truth;
  const unit = currency === null ? 'plain' : 'money';
  return [{ title: `Reward of one decision, ${truth.how}: ${title}`, unit, value, interval }];
}

const capital = (text: string) => text[0].toUpperCase() + text.slice(1);

/** An evaluation from a log, in money where the log has a currency. */
export function evaluationOf({ title, estimates, currency }: LoggedEvaluation): Evaluation {
  return { title, estimates, ...(currency !== null && { unit: money(currency) }) };
}
