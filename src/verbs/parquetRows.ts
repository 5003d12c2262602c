import { dirname, join } from 'node:path';
import { failed, issue, type Result } from '../core/issue.ts';
import { readParquetTable } from '../logs/readParquetTable.ts';
import type { ScenarioSources, SourceTable } from '../scenario/sources.ts';

/**
 * Sources that know Parquet tables as well. Reading one takes waiting, which reading a scenario does not: a table that is
 * asked for the first time is not there yet, and is there once `readAsked` has read all that were asked for.
 */
export type ParquetRows = {
  readonly sources: ScenarioSources;
  /** Whether there was anything to read: then the scenario is to be read anew. */
  readonly readAsked: () => Promise<boolean>;
};

export function withParquet(others: ScenarioSources): ParquetRows {
  const known = new Map<string, Result<SourceTable>>();
  const asked = new Set<string>();
  const table: ScenarioSources['table'] = (name, from) => {
    if (!/\.parquet$/i.test(name)) return others.table!(name, from);
    const path = join(dirname(from), name);
    const found = known.get(path);
    if (found === undefined) asked.add(path);
    return (
      found ?? failed(issue('parquet/unread', 'got a file that is still to be read', { at: { file: path } }))
    );
  };
  return {
    sources: { ...others, table },
    async readAsked() {
      const wanted = [...asked];
      asked.clear();
      for (const path of wanted) known.set(path, await readParquetTable(path));
      return wanted.length > 0;
    },
  };
}
