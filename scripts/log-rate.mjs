#!/usr/bin/env node
/**
 * How fast logs are written: rows and megabytes a second of decision, outcome and event logs as Parquet and CSV, with
 * what simulating the same lives alone takes. Needs a build. Usage: node scripts/log-rate.mjs [CUSTOMERS]
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  compileWorld,
  openPolicy,
  openScenario,
  rollout,
  rootKey,
  streamsOf,
  unwrap,
  writeEventLog,
  writeParquetLog,
} from '../dist/index.js';

const customers = Number(process.argv[2] ?? 2000);
const { parsed } = await openScenario('telecom-retention');
const world = unwrap(await compileWorld(parsed));
const policy = openPolicy(world.rules, world.spec);
const folder = mkdtempSync(join(tmpdir(), 'nextmove-rate-'));
const streams = streamsOf(rootKey(1), 'evaluation', 0);
const cohort = { from: 0, count: customers };
const logAt = (level, onRows = () => {}) => {
  const { schema, blocks } = rollout(world, policy, { streams, cohort, level });
  return {
    schema,
    async *blocks() {
      for await (const block of blocks()) {
        onRows(Object.values(block).reduce((sum, table) => sum + (table?.n ?? 0), 0));
        yield block;
      }
    },
  };
};
const bytesIn = (path) =>
  statSync(path).isFile()
    ? statSync(path).size
    : readdirSync(path).reduce((sum, file) => sum + bytesIn(join(path, file)), 0);

const measured = [];
async function measure(title, level, write) {
  let rows = 0;
  let began = performance.now();
  for await (const _ of logAt(level).blocks());
  const alone = performance.now() - began;
  const path = join(folder, title.replaceAll(' ', '-'));
  began = performance.now();
  const written = await write(
    path,
    logAt(level, (n) => (rows += n)),
  );
  const all = performance.now() - began;
  const count = written?.events ?? rows;
  const file = written === undefined ? path : `${path}${title.endsWith('CSV') ? '.csv' : '.parquet'}`;
  const seconds = Math.max(1, all - alone) / 1000;
  measured.push({
    log: title,
    rows: count,
    'rows a second, writing': Math.round(count / seconds),
    'with the simulation': Math.round((1000 * count) / all),
    'MB a second': Number((bytesIn(file) / 1e6 / (all / 1000)).toFixed(1)),
  });
}
try {
  await measure('decisions and outcomes as Parquet', 'decisions', writeParquetLog);
  await measure('full log as Parquet', 'full', writeParquetLog);
  await measure('events as Parquet', 'events', (path, log) => writeEventLog(`${path}.parquet`, log));
  await measure('events as CSV', 'events', (path, log) => writeEventLog(`${path}.csv`, log));
  console.log(
    `${customers} customers of ${parsed.scenario.name}; node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}`,
  );
  console.table(measured);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
