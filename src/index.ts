/**
 * nextmove's public API. The verbs take plain options and give plain values; what they choose from by name is a
 * `catalogue`, which is spread to add one's own: `{ ...catalogue, agents: [...catalogue.agents, mine] }`.
 */

// Agents
export type { Agent, AgentOption, AgentProblem, LearnReport, OptionValues } from './agents/agent.ts';
export { agents, ruleList } from './agents/index.ts';
// What a verb may throw, and how it is told
export { formatIssue, type Issue, NextmoveError, type Result, unwrap } from './core/issue.ts';
export { deriveKey, type Key } from './core/luck.ts';
// Estimates and comparisons
export type { Comparison, Difference, LearningPoint, Measure } from './evaluation/comparison.ts';
export { type Contrast, contrastTargets } from './evaluation/contrast.ts';
export type { Estimate, Estimator, EvaluationTarget } from './evaluation/estimate.ts';
export { estimators } from './evaluation/index.ts';
export { pairedDifference, studentOverSeeds } from './evaluation/pairedComparison.ts';
// Logs: one record, whoever wrote it
export { type Action, type ActionSet, makeActionSet } from './journey/actions.ts';
export { appendRow } from './journey/appendRow.ts';
export { collectLog, countLog, digestLog, logFromBlocks, makeBlock } from './journey/blocks.ts';
export { type Feature, type FeatureSchema, makeFeatureSchema } from './journey/features.ts';
export type { DecisionRecord, OutcomeRecord } from './journey/jsonRecords.ts';
export type { JourneyBlock, JourneyLog, LogSchema } from './journey/records.ts';
export { type RewardDefinition, rewardBlock } from './journey/rewards.ts';
export { splitLog } from './journey/splitLog.ts';
export { writeCsvTables } from './logs/csvTables.ts';
export { type EventCount, writeEventLog } from './logs/eventLog.ts';
export type { Mapping } from './logs/mapping.ts';
export { openParquetLog, writeParquetLog } from './logs/parquet.ts';
export type { BundleManifest, PolicyBundle } from './policies/bundle.ts';
// Policies: frozen ways to decide, and the bundles in which they travel
export {
  constantBody,
  type DecisionBatch,
  type Encoding,
  encode,
  fitEncoding,
  type Law,
  linearBody,
  openPolicy,
  type Policy,
  type PolicyBody,
  type PolicyForm,
  type ProblemSpec,
  policyForms,
  policyId,
  rulesBody,
  tableBody,
  uniformBody,
} from './policies/index.ts';
export { type BundleParts, makeBundle } from './policies/makeBundle.ts';
export { openBundle } from './policies/openBundle.ts';
// Reports
export {
  comparisonCharts,
  pictureOf,
  type ReportOptions as PageOptions,
  renderEvaluation,
  renderReport,
  renderRun,
  type Spec,
} from './reports/index.ts';
export type { Behaviour, BehaviourParameter, BehaviourReference } from './scenario/behaviour.ts';
export { behaviours } from './scenario/behaviours/index.ts';
export { type CompileOptions, compileWorld } from './scenario/compileWorld.ts';
export {
  actionValues,
  deterministic,
  type ExactSolution,
  type ExactWorld,
  evaluateExact,
  makeExactWorld,
  myopicActions,
  solveExact,
  startValue,
} from './scenario/exact.ts';
// Scenarios and their worlds
export { type JsonSchema, scenarioJsonSchema } from './scenario/jsonSchema.ts';
export { loadScenario } from './scenario/load.ts';
export { type ParsedScenario, type ParseOptions, parseScenario } from './scenario/parse.ts';
export type { Scenario } from './scenario/scenario.ts';
export type { ScenarioSources, SourceTable } from './scenario/sources.ts';
export { scenarioTemplate } from './scenario/template.ts';
export type { World } from './scenario/world.ts';
export { type Cohort, everybodyOf } from './simulator/cohort.ts';
// Simulation
export { End, type Env, makeEnv, type ResumableEnv, type StepResult } from './simulator/env.ts';
export type { Observation } from './simulator/observe.ts';
export { type Lives, type RolloutOptions, rollout, simulateLives } from './simulator/rollout.ts';
export { type LuckUse, type Streams, streamsOf } from './simulator/streams.ts';
export { type Side, type TwinEffects, type TwinOptions, twinEffects } from './simulator/twins.ts';
export { worldKernelText } from './simulator/worldKernelText.ts';
// Verbs
export { type Catalogue, catalogue } from './verbs/catalogue.ts';
export { compare } from './verbs/compare/compare.ts';
export {
  type CompareOptions,
  type CompareSize,
  fullSize,
  smallSize,
} from './verbs/compare/compareOptions.ts';
export {
  type CompareRun,
  type CompareRunOptions,
  compareRun,
  compareRuns,
  defaultAgents,
} from './verbs/compare/compareRun.ts';
export { type EvaluateLogOptions, type Evaluation, evaluate } from './verbs/evaluate/evaluate.ts';
export { type EvaluateRun, type EvaluateRunOptions, evaluateRun } from './verbs/evaluate/evaluateRun.ts';
export { parseReward } from './verbs/evaluate/parseReward.ts';
export { parseTarget } from './verbs/evaluate/parseTarget.ts';
export type { RunEstimates } from './verbs/evaluate/runEstimates.ts';
export { init } from './verbs/init.ts';
export { type Imported, type ImportOptions, importLog } from './verbs/log/import.ts';
export { openLog } from './verbs/log/openLog.ts';
export type { Progress, Watch } from './verbs/progress.ts';
export { version } from './verbs/provenance.ts';
export { behaviourPicture } from './verbs/reference/behaviourPicture.ts';
export { behavioursPage } from './verbs/reference/behavioursPage.ts';
export { openRun, type Run } from './verbs/run/readRun.ts';
export { type ReportOptions, report, reportPage } from './verbs/run/report.ts';
export { RUN_FILES, type RunManifest } from './verbs/run/runFolder.ts';
export { openScenario, type ScenarioFile, scenarioFromText, withSettings } from './verbs/scenarioFile.ts';
export { schema } from './verbs/schema.ts';
export { rootKey } from './verbs/seed.ts';
export { isBundle, openBundleFolder, writeBundle } from './verbs/serve/bundleFolder.ts';
export { type DecideOptions, decide } from './verbs/serve/decide.ts';
export { exampleRequests } from './verbs/serve/exampleRequest.ts';
export { type Exported, type ExportOptions, exportPolicy } from './verbs/serve/export.ts';
export { partsOfLog } from './verbs/serve/partsOfLog.ts';
export { type ServeOptions, type Service, serve } from './verbs/serve/serve.ts';
export { scenarioPage } from './verbs/show/scenarioPage.ts';
export { type Shown, type ShowOptions, show } from './verbs/show/show.ts';
export { type Simulated, type SimulateOptions, simulate } from './verbs/simulate/simulate.ts';
export { type EventsPlace, simulatedEvents } from './verbs/simulate/simulatedEvents.ts';
export { type SimulateRun, type SimulateRunOptions, simulateRun } from './verbs/simulate/simulateRun.ts';
export { type Trace, type TracedTick, type TraceOptions, trace } from './verbs/trace/trace.ts';
export { type TraceRun, type TraceRunOptions, tracePage, traceRun } from './verbs/trace/traceRun.ts';
export { type LearnedFromLog, type LearnFromLogOptions, learnFromLog } from './verbs/train/learnFromLog.ts';
export {
  type Trained,
  type TrainedRound,
  type TrainOptions,
  type TrainSize,
  train,
} from './verbs/train/train.ts';
export { type TrainRun, type TrainRunOptions, trainRun } from './verbs/train/trainRun.ts';
export { type Tuned, type TuneOptions, tuneRules } from './verbs/train/tuneRules.ts';
