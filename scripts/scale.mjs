#!/usr/bin/env node
/**
 * How time and memory grow with the customers: a year of telecom-retention under today's rules, measured as `nextmove
 * simulate` runs it, with a full log of one customer in a hundred. Draws notebooks/pictures/scale.svg. Needs a build.
 *
 *   node scripts/scale.mjs [--customers 100000,316000,1000000,3160000,10000000] [--ticks 365] [--workers 2] [--turns 1]
 *
 * Ends with 1 where a run takes more than 4 GiB, or where ten times the customers take more than twelve times as long.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { pictureOf, titled, wide } from '../dist/reports/index.js';
import { scaleChart } from './bench/scaleChart.mjs';
import { median } from './bench/timing.mjs';

const { values: flags } = parseArgs({
  options: {
    customers: { type: 'string', default: '100000,316000,1000000,3160000,10000000' },
    ticks: { type: 'string', default: '365' },
    workers: { type: 'string', default: '2' },
    turns: { type: 'string', default: '1' },
  },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const main = join(root, 'dist/interfaces/cli/main.js');
const [ticks, workers, turns] = [flags.ticks, flags.workers, flags.turns].map(Number);
const MOST_GIB = 4;
const MOST_GROWTH = 1.2;

/** Of a second, in which Linux counts CPU time whatever its kernel's own clock. */
const CLOCK_TICK = 1 / 100;

/** The largest that a process has been so far, in bytes, and the CPU seconds of all its threads; null once it is gone. */
function usageOf(pid) {
  try {
    const [, kib] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name in brackets, which may hold blanks: state is field 3, utime 14 and stime 15.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { peak: 1024 * Number(kib), cpu: CLOCK_TICK * (Number(fields[11]) + Number(fields[12])) };
  } catch {
    return null;
  }
}

/** Wall and CPU seconds and largest memory of one run, and bytes of its log. */
async function measure(customers) {
  const home = mkdtempSync(join(tmpdir(), 'nextmove-scale-'));
  const out = join(home, 'run');
  const set = ['--set', `clock.horizon=${ticks}d`];
  const log = ['--out', out, '--log', 'full', '--sample', '0.01', '--quiet'];
  const args = [
    'simulate',
    'telecom-retention',
    '--customers',
    customers,
    '--workers',
    workers,
    ...set,
    ...log,
  ];
  const began = performance.now();
  const child = spawn(process.execPath, [main, ...args.map(String)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let used = { peak: 0, cpu: 0 };
  const look = setInterval(() => {
    used = usageOf(child.pid) ?? used;
  }, 50);
  const code = await new Promise((resolve) => {
    child.on('close', resolve);
  });
  clearInterval(look);
  if (code !== 0) throw new Error(`simulate ended with ${code}`);
  const seconds = (performance.now() - began) / 1000;
  const bytes = ['decisions', 'outcomes', 'events', 'endings', 'hidden'].reduce(
    (sum, table) => sum + statSync(join(out, `${table}.parquet`)).size,
    0,
  );
  rmSync(home, { recursive: true });
  return { seconds, ...used, bytes };
}

const points = [];
for (const customers of flags.customers.split(',').map(Number)) {
  const runs = [];
  for (let turn = 0; turn < turns; turn++) runs.push(await measure(customers));
  const of = (name) => median(runs.map((run) => run[name]));
  const point = {
    customers,
    ...{ seconds: of('seconds'), cpu: of('cpu'), peak: of('peak'), bytes: of('bytes') },
  };
  points.push(point);
  const gib = (point.peak / 2 ** 30).toFixed(2);
  const rate = ((customers * ticks) / point.seconds / 1e6).toFixed(1);
  console.log(
    `${customers} customers x ${ticks} ticks: ${point.seconds.toFixed(1)} s (CPU ${point.cpu.toFixed(1)} s), ${rate} million customer-ticks a second, ${gib} GiB at most, ${(point.bytes / 1e6).toFixed(0)} MB of log`,
  );
}

const machine = `${cpus()[0].model}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}, Node ${process.versions.node}`;
const [least, most] = [points[0], points.at(-1)];
const slopeOf = (name) => Math.log(most[name] / least[name]) / Math.log(most.customers / least.customers);
const slopes = { seconds: slopeOf('seconds'), cpu: slopeOf('cpu') };
console.log(
  `${machine}\nSlope over customers, both logarithmic (1 is in proportion): wall time ${slopes.seconds.toFixed(2)}, CPU time ${slopes.cpu.toFixed(2)}`,
);
mkdirSync(join(root, 'runs'), { recursive: true });
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
writeFileSync(
  join(root, 'runs/scale.json'),
  `${JSON.stringify({ version, machine, ticks, workers, turns, slopes, points }, null, 2)}\n`,
);
mkdirSync(join(root, 'notebooks/pictures'), { recursive: true });
const picture = await pictureOf(titled(scaleChart({ points, ticks, workers, slope: slopes.seconds }), wide));
writeFileSync(join(root, 'notebooks/pictures/scale.svg'), picture);

const isLarge = points.some(({ peak }) => peak > MOST_GIB * 2 ** 30);
const isSteep = points.some(
  ({ customers, seconds }) => seconds / least.seconds > (MOST_GROWTH * customers) / least.customers,
);
if (isLarge) console.log(`A run took more than ${MOST_GIB} GiB.`);
if (isSteep) console.log('Time grows faster than the customers.');
process.exitCode = isLarge || isSteep ? 1 : 0;
