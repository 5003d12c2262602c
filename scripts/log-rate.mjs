#!/usr/bin/env node
/**
 * How fast logs are written: rows and megabytes a second of decision, outcome and event logs as Parquet and CSV, with
 * what simulating the same lives takes and without it. Needs a build. Usage: node scripts/log-rate.mjs [CUSTOMERS]
 */
import { cpus } from 'node:os';
import { measureLogs, tellLogs } from './bench/logs.mjs';

const customers = Number(process.argv[2] ?? 2000);
console.log(`Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}`);
for (const line of tellLogs(await measureLogs(customers), customers)) console.log(line);
