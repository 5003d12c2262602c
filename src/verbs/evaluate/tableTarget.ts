import { didYouMean, failed, type Issue, issue, ok, type Result } from '../../core/issue.ts';
import type { EvaluationTarget } from '../../evaluation/estimate.ts';
import { actionIndex } from '../../journey/actions.ts';
import type { LogSchema } from '../../journey/records.ts';
import { readHeader, readRows } from '../../logs/csv.ts';
import { numberOf } from '../../logs/decodeRow.ts';

/** Complaints that are told one by one. */
const SHOWN = 5;

/**
 * Reads a target from a CSV table, one row an action: its name in the first column, its probability at each position in
 * the columns `p_pos1`, `p_pos2`, ..., or in one column `p` where there are no positions. Other columns are passed
 * over; an action without a row has probability 0.
 */
export async function readTableTarget(path: string, schema: LogSchema): Promise<Result<EvaluationTarget>> {
  const header = await readHeader(path);
  const columns = header.includes('p') ? [header.indexOf('p')] : positionColumns(header);
  const complain = (message: string, hint: string, line?: number) =>
    issue('target/table', message, { at: { file: path, line }, hint });
  if (columns.length === 0) {
    const hint = 'Name the columns p_pos1, p_pos2, ..., or one column p.';
    return failed(complain(`got the columns ${header.join(', ')}, wanted probabilities`, hint));
  }
  const issues: Issue[] = [];
  const actions = schema.actions.actions.map(({ name }) => name);
  const probabilities = new Float64Array(columns.length * actions.length);
  for await (const batch of readRows(path)) {
    for (const { line, fields } of batch) {
      const a = actionIndex(schema.actions, fields[0]);
      if (a < 0) {
        const hint = didYouMean(fields[0], actions) ?? 'Every action of the table must be one of the log.';
        issues.push(complain(`the log has no action \`${fields[0]}\``, hint, line));
        continue;
      }
      columns.forEach((at, slot) => {
        const p = numberOf(fields[at] ?? '') ?? Number.NaN;
        if (!(p >= 0 && p <= 1))
          issues.push(complain(`got ${fields[at]}`, 'Wanted a probability from 0 to 1.', line));
        probabilities[slot * actions.length + a] = p;
      });
    }
  }
  columns.forEach((at, slot) => {
    const sum = probabilities
      .subarray(slot * actions.length, (slot + 1) * actions.length)
      .reduce((x, p) => x + p, 0);
    if (Math.abs(sum - 1) <= 1e-6 || issues.length > 0) return;
    issues.push(
      complain(`column \`${header[at]}\` sums to ${sum}`, 'The probabilities of a position sum to 1.'),
    );
  });
  if (issues.length > 0) return failed(firstFew(issues, path));
  return ok({ kind: 'table', title: `the table ${path}`, probabilities, slots: columns.length });
}

/** The first five complaints and how many more there are: a table of another log has one a row. */
function firstFew(issues: readonly Issue[], file: string): Issue[] {
  if (issues.length <= SHOWN) return [...issues];
  const hint = 'Is it a table for the actions of another log?';
  const rest = issue('target/table', `and ${issues.length - SHOWN} more`, { at: { file }, hint });
  return [...issues.slice(0, SHOWN), rest];
}

/** Indices of p_pos1, p_pos2, ... as far as they go on without a gap. */
function positionColumns(header: readonly string[]): number[] {
  const columns: number[] = [];
  for (let k = 1; header.includes(`p_pos${k}`); k++) columns.push(header.indexOf(`p_pos${k}`));
  return columns;
}
