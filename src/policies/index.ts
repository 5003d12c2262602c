/** Frozen forms of decision, simplest first, and what it takes to open and use them. */
import { constant } from './constant.ts';
import { linear } from './linear.ts';
import { neuralLinear } from './neuralLinear.ts';
import { openBody } from './openPolicy.ts';
import type { Policy, PolicyBody, PolicyForm, ProblemSpec } from './policy.ts';
import { rules } from './rules.ts';
import { table } from './table.ts';
import { uniform } from './uniform.ts';

export const policyForms: readonly PolicyForm[] = [uniform, constant, rules, table, linear, neuralLinear];

/** Opens a body with the forms of this release, or with the caller's own. See openBody. */
export function openPolicy(
  body: PolicyBody,
  spec: ProblemSpec,
  forms: readonly PolicyForm[] = policyForms,
): Policy {
  return openBody(body, spec, forms);
}

export { type Bins, cellCount, cellsOf, type FeatureBins } from './bins.ts';
export { constantBody } from './constant.ts';
export { makeProposals, type Proposals, propose, restrict } from './draw.ts';
export { type Encoding, encode, encodingNames } from './encoding.ts';
export { type EncodingOptions, fitEncoding } from './fitEncoding.ts';
export type { Estimates, Law } from './laws.ts';
export type { DenseLayer } from './layers.ts';
export { type LinearData, linearBody } from './linear.ts';
export type { LinearHead } from './linearHead.ts';
export { type NeuralLinearData, neuralLinearBody } from './neuralLinear.ts';
export type { DecisionBatch, Policy, PolicyBody, PolicyForm, ProblemSpec } from './policy.ts';
export { policyId } from './policyId.ts';
export { type RulesData, rulesBody, type Threshold, thresholdValues, withThresholds } from './rules.ts';
export { type TableData, tableBody } from './table.ts';
export { uniformBody } from './uniform.ts';
