import { measures } from '../../evaluation/comparison.ts';
import { type Fared, resultOf } from '../compare/contenders.ts';
import type { MeasuredMean } from './runEstimates.ts';

/** The six measures of a policy with their intervals, over customers, or over worlds where customers are coupled. */
export function measuredMeans(fared: Fared, level: number): MeasuredMean[] {
  const { title, means } = resultOf(fared, level, '');
  const [{ unit }] = fared.bySeed;
  const units = fared.bySeed.reduce((sum, valued) => sum + valued.units.value.length, 0);
  return measures.map((measure) => ({
    policy: title,
    measure,
    mean: means[measure].mean,
    interval: means[measure].interval,
    unit,
    units,
  }));
}
