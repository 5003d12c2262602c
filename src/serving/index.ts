/** `nextmove/serving`: opens policy bundles and decides, with no dependency, in any JavaScript runtime. */
export { formatIssue, type Issue, issue, NextmoveError, type Result, unwrap } from '../core/issue.ts';
export type { DecisionRecord, OutcomeRecord } from '../journey/jsonRecords.ts';
export type { BundleManifest, PolicyBundle } from '../policies/bundle.ts';
export { openBundle } from '../policies/openBundle.ts';
export { createDecider, type Decider, type DeciderOptions, type Decision } from './decider.ts';
export { type ExplainedAction, type Explanation, explainDecision } from './explain.ts';
export type { Charge } from './ledgerTerms.ts';
export { makeMemoryStore } from './memoryStore.ts';
export { rebuild } from './rebuild.ts';
export type { DecisionLog, Served, ServedDecision, ServedRecord } from './records.ts';
export { makeMemoryLog, servedSchema } from './records.ts';
export type { DecisionRequest, OutcomeReport } from './request.ts';
export { type RequestField, requestFields } from './requestFields.ts';
export { type JsonSchema, outcomeSchema, requestSchema } from './requestSchema.ts';
export type { ContactStore, CustomerMemory, Noted } from './store.ts';
export { makeWhy, type Why, whyOf } from './why.ts';
