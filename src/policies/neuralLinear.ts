import { bodyError, expectArray, expectList, expectRecord, expectWhole } from './bodyChecks.ts';
import { checkEncoding, type Encoding, encode } from './encoding.ts';
import { checkLaw, type Law } from './laws.ts';
import { type DenseLayer, runLayers, withIntercept } from './layers.ts';
import { checkHead, headEstimates, type LinearHead } from './linearHead.ts';
import type { Policy, PolicyBody, PolicyForm, ProblemSpec } from './policy.ts';
import { makeBody } from './policyId.ts';
import { scoredPolicy } from './scored.ts';

/** The head reads [1, h]: an intercept, then the last hidden layer. */
export type NeuralLinearData = LinearHead & {
  readonly encoding: Encoding;
  readonly layers: readonly DenseLayer[];
  readonly law: Law;
};

export function neuralLinearBody(spec: ProblemSpec, data: NeuralLinearData): PolicyBody {
  return makeBody('neuralLinear', spec, data);
}

/** A linear head on the last hidden layer of a rectified network (Riquelme, Tucker and Snoek, ICLR 2018). */
export const neuralLinear: PolicyForm = {
  kind: 'neuralLinear',
  version: 1,
  open(body, spec): Policy {
    const data = expectRecord(body.data, 'data');
    const actions = spec.actions.actions.length;
    const encoding = checkEncoding(data.encoding, spec.features, 'data.encoding');
    const layers = checkLayers(data.layers, encoding.width);
    const width = layers.at(-1)!.outputs + 1;
    const head = checkHead(data, actions, width);
    const law = checkLaw(data.law, head.factor !== null);
    return scoredPolicy(body, spec, law, ({ n, context, legality }) => {
      const z = new Float32Array(n * encoding.width);
      encode(encoding, context, n, z);
      return headEstimates(head, withIntercept(runLayers(layers, z, n), n), { n, legality, actions });
    });
  },
};

function checkLayers(value: unknown, inputs: number): readonly DenseLayer[] {
  const layers = expectList(value, 'data.layers');
  if (layers.length === 0) throw bodyError('data.layers', 'got no layer, wanted at least one');
  let width = inputs;
  layers.forEach((layer, l) => {
    const where = `data.layers[${l}]`;
    const record = expectRecord(layer, where);
    expectWhole(record.inputs, [width, width], `${where}.inputs`);
    const outputs = expectWhole(record.outputs, [1, 65535], `${where}.outputs`);
    expectArray(record.bias, Float32Array, outputs, `${where}.bias`);
    expectArray(record.kernel, Float32Array, width * outputs, `${where}.kernel`);
    width = outputs;
  });
  return value as readonly DenseLayer[];
}
