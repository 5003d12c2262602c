import { issue, NextmoveError } from '../../core/issue.ts';
import type { PolicyForm } from '../../policies/policy.ts';
import {
  createDecider,
  type Decision,
  type DecisionRequest,
  makeMemoryLog,
  makeMemoryStore,
} from '../../serving/index.ts';
import { catalogue } from '../catalogue.ts';
import { openBundleFolder } from './bundleFolder.ts';

export type DecideOptions = {
  /** UTC milliseconds; the machine's clock by default. */
  readonly now?: () => number;
  readonly forms?: readonly PolicyForm[];
};

/**
 * Opens a bundle and decides once, for one customer or for several, with no memory of earlier contacts and no log:
 * for looking at a policy. Throws NextmoveError where bundle or request is refused.
 */
export async function decide(
  bundleFolder: string,
  request: DecisionRequest | readonly DecisionRequest[],
  { now = Date.now, forms = catalogue.forms }: DecideOptions = {},
): Promise<Decision[]> {
  const bundle = await openBundleFolder(bundleFolder, forms);
  if (isList(request) && request.length === 0) throw noRequest();
  const decider = createDecider({ bundle, store: makeMemoryStore(), log: makeMemoryLog(), now });
  return isList(request) ? decider.decideBatch(request) : [decider.decide(request)];
}

function noRequest(): NextmoveError {
  const hint = '`nextmove decide FOLDER --example` prints a request to start from.';
  return new NextmoveError(
    issue('request/shape', 'got an empty list, wanted at least one request', { hint }),
  );
}

const isList = (
  request: DecisionRequest | readonly DecisionRequest[],
): request is readonly DecisionRequest[] => Array.isArray(request);
