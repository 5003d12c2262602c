import type { Comparison } from '../../evaluation/comparison.ts';
import type { ChartDefinition } from '../chart.ts';
import { advantage } from './advantage.ts';
import { type Evaluation, estimates } from './estimates.ts';
import { gap } from './gap.ts';
import { harm } from './harm.ts';
import { leaks } from './leaks.ts';
import { type Learned, learning } from './learning.ts';
import { type LivedLife, life } from './life.ts';
import { moves } from './moves.ts';
import { type StageMap, stageMap } from './stageMap.ts';
import { story } from './story.ts';
import { tornado } from './tornado.ts';
import { treatments } from './treatments.ts';
import { uplift } from './uplift.ts';

/** The charts of a comparison, in the order in which a report shows those of one place. */
export const comparisonCharts: readonly ChartDefinition<Comparison>[] = [
  tornado,
  harm,
  advantage,
  gap,
  leaks,
  moves,
  treatments,
  uplift,
  story,
];

/** The charts of what has learned: a comparison's agents, or a single training run. */
export const learningCharts: readonly ChartDefinition<Learned>[] = [learning];

/** The charts of an evaluation from a log. */
export const evaluationCharts: readonly ChartDefinition<Evaluation>[] = [estimates];

/** The charts of one life. */
export const lifeCharts: readonly ChartDefinition<LivedLife>[] = [life];

/** The charts of a scenario. */
export const scenarioCharts: readonly ChartDefinition<StageMap>[] = [stageMap];
