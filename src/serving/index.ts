/** `nextmove/serving`: opens policy bundles and decides, with no dependency, in any JavaScript runtime. */
export { formatIssue, type Issue, NextmoveError, type Result, unwrap } from '../core/issue.ts';
export type { DecisionRecord, OutcomeRecord } from '../journey/jsonRecords.ts';
export type { BundleManifest, PolicyBundle } from '../policies/bundle.ts';
export { openBundle } from '../policies/openBundle.ts';
export { createDecider, type Decider, type DeciderOptions, type Decision } from './decider.ts';
export { type Explanation, explainDecision, whyOf } from './explain.ts';
export { makeMemoryStore } from './memoryStore.ts';
export { rebuild } from './rebuild.ts';
export {
  type DecisionLog,
  makeMemoryLog,
  type ServedDecision,
  type ServedRecord,
  servedSchema,
} from './records.ts';
export type { DecisionRequest, OutcomeReport } from './request.ts';
export { type RequestField, requestFields } from './requestFields.ts';
export { type JsonSchema, outcomeSchema, requestSchema } from './requestSchema.ts';
export type { ContactStore, CustomerMemory } from './store.ts';
