import { BUNDLE_FILES } from '../../policies/bundle.ts';
import { bundleLeaves } from '../../policies/bundleLeaves.ts';
import type { Golden, GoldenNumber } from '../../policies/golden.ts';
import { type DecisionRequest, type RequestField, requestFields } from '../../serving/index.ts';
import { type Catalogue, catalogue } from '../catalogue.ts';
import { openBundleFolder, readBundleFiles } from './bundleFolder.ts';

/** Requests that a bundle's folder can decide, with the values of its golden decisions: to start from. */
export async function exampleRequests(
  path: string,
  { forms }: Pick<Catalogue, 'forms'> = catalogue,
): Promise<DecisionRequest[]> {
  const bundle = await openBundleFolder(path, forms);
  const bytes = (await readBundleFiles(path)).get(BUNDLE_FILES.golden);
  const golden = JSON.parse(new TextDecoder().decode(bytes)) as Golden;
  const fields = requestFields(bundleLeaves(bundle.context, bundle.guardrails));
  const shown = golden.decisions.filter(({ heldOut }) => !heldOut);
  return shown.map(({ values }, i) => {
    const request: { [name: string]: unknown } = { customer: `c-${i + 1}` };
    for (const field of fields) {
      const value = requestValue(field, values[golden.leaves.indexOf(field.leaf.key)]);
      if (field.group === null) request[field.name] = value;
      else request[field.group] = { ...(request[field.group] as object), [field.name]: value };
    }
    return request as DecisionRequest;
  });
}

/** A leaf's number as a request says it. */
function requestValue({ leaf }: RequestField, number: GoldenNumber): number | string | boolean | null {
  const { type, source } = leaf;
  const value = Number(number);
  if (typeof type === 'object') return type.category[value];
  if (type === 'bool' || source.kind === 'consent') return value === 1;
  if (source.kind === 'since' && value >= source.never) return null;
  return Number(value.toPrecision(6));
}
