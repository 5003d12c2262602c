import { failed, type Issue, issue, ok, type Result } from '../core/issue.ts';
import type { ColumnPlan, ContextPlan } from './columnPlan.ts';
import { readRows } from './csv.ts';
import { actionName, decodeRow, makeRow } from './decodeRow.ts';
import { closedDictionary, naturalOrder } from './dictionary.ts';
import { collectRejects, type Rejects } from './rejects.ts';

/** What a first pass over a file finds out. */
export type CsvScan = {
  /** The plan with every dictionary closed. */
  readonly plan: ColumnPlan;
  /** Rows of the file without its header, and those that can be read. */
  readonly rows: number;
  readonly kept: number;
  readonly rejects: Rejects;
  /** UTC milliseconds of the first and the last kept row; NaN without times. */
  readonly firstTime: number;
  readonly lastTime: number;
  /** Whether the rows of each customer stand together, as a file sorted by customer has them. */
  readonly sortedByCustomer: boolean;
  /** Kept rows by action index. */
  readonly actionCounts: Float64Array;
};

const LEVELS_AT_MOST = 1000;
const ACTIONS_AT_MOST = 0xfffe;

/** Reads a whole file once: counts, rejects, and the values of actions, stages and categories. */
export async function scanCsv(
  path: string,
  plan: ColumnPlan,
  options: { readonly delimiter: string; readonly rejects: string | null },
): Promise<Result<CsvScan>> {
  const rejects = collectRejects(options.rejects, plan.header, options.delimiter);
  const row = makeRow(plan);
  const found = makeFindings(plan);
  let rows = 0;
  try {
    for await (const batch of readRows(path, options.delimiter)) {
      for (const csvRow of batch) {
        rows += 1;
        const rejection = decodeRow(plan, csvRow.fields, row);
        if (rejection) await rejects.add(csvRow, rejection);
        else record(found, plan, csvRow.fields, row.time);
      }
    }
    const finished = await rejects.finish();
    const issues = [...unreadable(found, finished, path), ...wrongCounts(found, plan, path)];
    if (issues.length > 0) return failed(issues);
    return ok({ ...conclude(found, plan), rows, rejects: finished });
  } finally {
    await rejects.discard();
  }
}

type Findings = {
  kept: number;
  readonly actions: Map<string, number>;
  readonly stages: Set<string>;
  readonly levels: readonly Set<string>[];
  firstTime: number;
  lastTime: number;
  lastCustomer: string;
  ascending: boolean;
  numbersAscending: boolean;
};

function makeFindings(plan: ColumnPlan): Findings {
  return {
    kept: 0,
    actions: new Map(),
    stages: new Set(),
    levels: plan.context.map(() => new Set<string>()),
    firstTime: Number.NaN,
    lastTime: Number.NaN,
    lastCustomer: '',
    ascending: true,
    numbersAscending: true,
  };
}

function record(found: Findings, plan: ColumnPlan, fields: readonly string[], time: number): void {
  const action = actionName(plan, fields)!;
  found.kept += 1;
  found.actions.set(action, (found.actions.get(action) ?? 0) + 1);
  if (plan.stage !== null) found.stages.add(fields[plan.stage]);
  plan.context.forEach(({ levels, at }, j) => {
    const seen = found.levels[j];
    if (levels?.open && fields[at] !== '' && seen.size <= LEVELS_AT_MOST) seen.add(fields[at]);
  });
  if (!(found.firstTime <= time)) found.firstTime = time;
  if (!(found.lastTime >= time)) found.lastTime = time;
  if (plan.customer === null) return;
  const customer = fields[plan.customer];
  if (found.kept > 1 && customer !== found.lastCustomer) {
    found.ascending &&= customer > found.lastCustomer;
    found.numbersAscending &&= Number(customer) > Number(found.lastCustomer);
  }
  found.lastCustomer = customer;
}

function unreadable(found: Findings, rejects: Rejects, file: string): Issue[] {
  if (found.kept > 0) return [];
  const reasons = rejects.reasons.slice(0, 5).map(({ reason, rows }) => `${reason} (${rows} rows)`);
  const message = `no row can be read with this mapping: ${reasons.join('; ') || 'the file has a header alone'}`;
  return [
    issue('import/no-rows', message, { at: { file }, hint: 'Check the columns that the mapping names.' }),
  ];
}

function wrongCounts(found: Findings, plan: ColumnPlan, file: string): Issue[] {
  const issues: Issue[] = [];
  const complain = (code: string, message: string, hint: string) =>
    issues.push(issue(code, message, { at: { file }, hint }));
  plan.context.forEach(({ levels, at }, j) => {
    const values = levels?.open ? found.levels[j].size : 1;
    const column = `column \`${plan.header[at]}\``;
    if (values === 0)
      complain('import/no-levels', `${column} is blank in every row`, 'Leave it out of `context`.');
    if (values <= LEVELS_AT_MOST) return;
    const message = `${column} has more than ${LEVELS_AT_MOST} different values`;
    const hint = 'Is it an id or a number? Leave it out of `context`, or map it as `number` or `customer`.';
    complain('import/too-many-levels', message, hint);
  });
  if (found.actions.size > ACTIONS_AT_MOST) {
    const message = `column \`${plan.header[plan.action.at]}\` has ${found.actions.size} different actions`;
    complain('import/too-many-actions', message, 'Is it the action column?');
  }
  return issues;
}

function conclude(found: Findings, plan: ColumnPlan): Omit<CsvScan, 'rows' | 'rejects'> {
  const named = [...found.actions.keys(), ...Object.keys(plan.shares ?? {}), ...(plan.legal ?? [])];
  const actions = plan.actions.open ? closedDictionary([...new Set(named)].sort(naturalOrder)) : plan.actions;
  const close = (column: ContextPlan, j: number): ContextPlan => {
    if (!column.levels?.open) return column;
    return { ...column, levels: closedDictionary([...found.levels[j]].sort(naturalOrder)) };
  };
  return {
    plan: {
      ...plan,
      actions,
      stages: closedDictionary([...found.stages].sort(naturalOrder)),
      context: plan.context.map(close),
    },
    kept: found.kept,
    firstTime: found.firstTime,
    lastTime: found.lastTime,
    sortedByCustomer: found.ascending || found.numbersAscending,
    actionCounts: Float64Array.from(actions.values, (name) => found.actions.get(name) ?? 0),
  };
}
