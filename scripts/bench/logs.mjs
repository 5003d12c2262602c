/** How fast logs are written: rows and megabytes a second by kind and format, with the simulation and without it. */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  compileWorld,
  openPolicy,
  openScenario,
  rollout,
  rootKey,
  streamsOf,
  unwrap,
  writeCsvTables,
  writeEventLog,
  writeParquetLog,
} from '../../dist/index.js';

const LOGS = [
  ['decisions and outcomes as Parquet', 'decisions', '', writeParquetLog],
  ['decisions and outcomes as CSV', 'decisions', '', writeCsvTables],
  ['full log as Parquet', 'full', '', writeParquetLog],
  ['events as Parquet', 'events', '.parquet', writeEventLog],
  ['events as CSV', 'events', '.csv', writeEventLog],
];

/** Writes each kind of log of so many telecom customers under today's rules to a folder of its own, and removes it. */
export async function measureLogs(customers) {
  const world = unwrap(await compileWorld((await openScenario('telecom-retention')).parsed));
  const policy = openPolicy(world.rules, world.spec);
  const streams = streamsOf(rootKey(1), 'evaluation', 0);
  const logAt = (level) => rollout(world, policy, { streams, cohort: { from: 0, count: customers }, level });
  const folder = mkdtempSync(join(tmpdir(), 'nextmove-rate-'));
  try {
    const measured = [];
    for (const [name, level, ending, write] of LOGS) {
      const path = join(folder, `${measured.length}${ending}`);
      measured.push(await measureLog(name, logAt(level), (log) => write(path, log), path));
    }
    return measured;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureLog(name, log, write, path) {
  let began = performance.now();
  for await (const _ of log.blocks());
  const alone = performance.now() - began;
  let rows = 0;
  const counted = {
    schema: log.schema,
    async *blocks() {
      for await (const block of log.blocks()) {
        rows += Object.values(block).reduce((sum, table) => sum + (table?.n ?? 0), 0);
        yield block;
      }
    },
  };
  began = performance.now();
  const written = await write(counted);
  const all = performance.now() - began;
  const lines = written?.events ?? rows;
  return {
    name,
    rows: lines,
    writing: (1000 * lines) / Math.max(1, all - alone),
    whole: (1000 * lines) / all,
    megabytes: bytesIn(path) / 1e6 / (all / 1000),
  };
}

const bytesIn = (path) =>
  statSync(path).isFile()
    ? statSync(path).size
    : readdirSync(path).reduce((sum, file) => sum + bytesIn(join(path, file)), 0);

/** The measured rates as lines of a table. */
export function tellLogs(measured, customers) {
  const whole = (value) => Math.round(value).toLocaleString('en');
  const line = ([name, ...cells]) => `${name.padEnd(36)}${cells.map((cell) => cell.padStart(16)).join('')}`;
  return [
    `Logs of ${whole(customers)} customers, rows a second:`,
    line(['log', 'rows', 'writing alone', 'and simulating', 'MB a second']),
    ...measured.map(({ name, rows, writing, whole: both, megabytes }) =>
      line([name, whole(rows), whole(writing), whole(both), megabytes.toFixed(1)]),
    ),
  ];
}
