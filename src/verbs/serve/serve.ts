import { makeCalendar } from '../../core/calendar.ts';
import { type Issue, issue, NextmoveError } from '../../core/issue.ts';
import type { OutcomeRecord } from '../../journey/jsonRecords.ts';
import type { PolicyForm } from '../../policies/policy.ts';
import {
  createDecider,
  type Decision,
  type DecisionRequest,
  type Explanation,
  explainDecision,
  makeMemoryStore,
  type OutcomeReport,
  type PolicyBundle,
  rebuild,
  servedSchema,
} from '../../serving/index.ts';
import { catalogue } from '../catalogue.ts';
import type { Durability } from '../log/groupWriter.ts';
import { openServiceLog } from '../log/serviceLog.ts';
import { openBundleFolder } from './bundleFolder.ts';

export type ServeOptions = {
  /** Folder of the log; made where there is none. Contacts, consent and budgets are rebuilt from it. */
  readonly log: string;
  /** When a record counts as kept, before which no answer is given; `disk` by default. */
  readonly durability?: Durability;
  /** UTC milliseconds; the machine's clock by default. */
  readonly now?: () => number;
  readonly forms?: readonly PolicyForm[];
  readonly segmentBytes?: number;
};

/** A bundle at work with a log in a folder. Answers come when the records behind them are kept. */
export type Service = {
  readonly bundle: PolicyBundle;
  readonly warnings: readonly Issue[];
  /** Records of each kind in the log. */
  readonly counts: { readonly decisions: number; readonly outcomes: number };
  decide(request: DecisionRequest): Promise<Decision>;
  decideBatch(requests: readonly DecisionRequest[]): Promise<Decision[]>;
  recordOutcomes(reports: readonly OutcomeReport[]): Promise<OutcomeRecord[]>;
  /** Throws NextmoveError (`decision/unknown`) where the log has no decision of that id. */
  explain(decisionId: string): Explanation;
  /** Writes what is left and closes the log. */
  close(): Promise<void>;
};

/**
 * Opens a bundle's folder and a log, and takes up where the log ended. One process at a time may serve on one log: it holds
 * the folder's lock.
 * Throws NextmoveError where the bundle or the log refuses. `serveHttp` of the command line puts it on a port.
 */
export async function serve(bundleFolder: string, options: ServeOptions): Promise<Service> {
  const { now = Date.now, forms = catalogue.forms, durability = 'disk' } = options;
  const bundle = await openBundleFolder(bundleFolder, forms);
  const calendar = makeCalendar(bundle.manifest.clock);
  const store = makeMemoryStore();
  const log = await openServiceLog(
    {
      folder: options.log,
      schemaAt: (ticks) => servedSchema(bundle, ticks),
      tickNow: () => calendar.tickOf(now()),
      now,
      durability,
      ...(options.segmentBytes !== undefined && { segmentBytes: options.segmentBytes }),
    },
    (record) => rebuild(store, [record]),
  );
  const decider = createDecider({ bundle, store, log, now });
  const kept = async <T>(value: T): Promise<T> => {
    await log.flush();
    return value;
  };
  return {
    bundle,
    warnings: log.warnings,
    counts: log.counts,
    decide: async (request) => kept(decider.decide(request)),
    decideBatch: async (requests) => kept(decider.decideBatch(requests)),
    recordOutcomes: async (reports) => kept(decider.recordOutcomes(reports)),
    explain(decisionId) {
      const record = log.decision(decisionId);
      if (record === undefined) throw unknownDecision(decisionId);
      return explainDecision(record, bundle);
    },
    close: () => log.close(),
  };
}

function unknownDecision(decisionId: string): NextmoveError {
  const hint = 'Ids are those that /v1/decide gave, for the log that this service keeps.';
  return new NextmoveError(issue('decision/unknown', `this log has no decision "${decisionId}"`, { hint }));
}
