/** Reports: one self-contained HTML page, its charts drawn before it is written. */

export type { Unit } from './amounts.ts';
export { money, percent, perHundred, plain } from './amounts.ts';
export type { Chart, ChartDefinition, Place } from './chart.ts';
export { narrow, wide } from './chart.ts';
export type { Evaluation } from './charts/estimates.ts';
export { comparisonCharts, evaluationCharts, learningCharts } from './charts/index.ts';
export type { Learned } from './charts/learning.ts';
export type { LivedLife } from './charts/life.ts';
export type { StageMap } from './charts/stageMap.ts';
export type { Spec } from './render.ts';
export { pictureOf } from './render.ts';
export type { EvaluationReport, ReportOptions } from './report.ts';
export { renderEvaluation, renderReport, renderRun } from './report.ts';
export { renderScenario, type ScenarioPage } from './scenarioPage.ts';
export type { Metric, TrainingRun } from './sections/run.ts';
export { titled } from './titled.ts';
export { renderTrace, type TracePage } from './tracePage.ts';
