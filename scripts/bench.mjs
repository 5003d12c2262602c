#!/usr/bin/env node
/**
 * How fast the simulator is, and against what: npm run bench. Prints a table, writes runs/bench.json, and ends with 1
 * where a program by hand lives other lives. `--turns N` repeats each measurement N times (21), `--processes N` does so
 * in N processes (7) and takes medians over them, since where a process lies in memory moves its times by a tenth or two.
 * `--customers N` sets the size of a block (1024), `--threads` measures at the end what threads gain
 * (scripts/bench/threads.mjs). `--times` is what the other processes are asked for.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { simulateLives } from '../dist/simulator/rollout.js';
import { compareLives, tellEquality } from './bench/equality.mjs';
import { contactShare, makeLinearPolicy } from './bench/linearPolicy.mjs';
import { measureLogs, tellLogs } from './bench/logs.mjs';
import { POPULATION, sharesOf } from './bench/profile.mjs';
import { costOfStep, measureMachine } from './bench/roofline.mjs';
import { makeByHand, stepByHand } from './bench/telecomByHand.mjs';
import { makeLinearByHand, stepLinearByHand } from './bench/telecomLinearByHand.mjs';
import {
  liveUndecided,
  openTelecom,
  parametersOf,
  peopleOf,
  SCENARIO,
  STREAMS,
  simulatorFor,
} from './bench/telecomWorld.mjs';
import { inTurns, median } from './bench/timing.mjs';

const { values: flags } = parseArgs({
  options: {
    turns: { type: 'string', default: '21' },
    customers: { type: 'string', default: '1024' },
    processes: { type: 'string', default: '7' },
    threads: { type: 'boolean', default: false },
    times: { type: 'boolean', default: false },
  },
});
const [turns, count] = [Number(flags.turns), Number(flags.customers)];
const TARGETS = { step: 4, rollout: 2.5, peers: 1000 };

const world = await openTelecom();
const { ticks } = world.clock;
const parameters = parametersOf(world);
const cohort = { from: 0, count };
const run = { ...cohort, luck: STREAMS.luck };
const simulator = simulatorFor(world, count);
const interpreted = simulatorFor(world, count, 'interpreter');
const people = peopleOf(world, simulator, cohort);
const { policy, byHand } = await makeLinearPolicy(world);
const machine = {
  node: process.version,
  v8: process.versions.v8,
  processor: cpus()[0].model,
  cores: cpus().length,
  platform: `${process.platform} ${process.arch}`,
};
console.log(
  `Node ${machine.node} (V8 ${machine.v8}), ${machine.cores} x ${machine.processor}, ${machine.platform}; one core used`,
);
console.log(
  `scenarios/${SCENARIO}.yaml, ${count} customers over ${ticks} days; CPU time, ${turns} turns in each of ${flags.processes} processes\n`,
);

const live = (step, make) => () => {
  const lives = make();
  return () => {
    let days = 0;
    for (let day = 0; day < ticks; day++) days += step(lives);
    return days;
  };
};
const undecided = live(stepByHand, () => makeByHand(people.traits, parameters, run));
const decided = live(stepLinearByHand, () => makeLinearByHand(people, parameters, run, byHand));
const options = { streams: STREAMS, cohort, blockSize: count };

/** Both ways of living, once, and whether they agree. */
function checkLives() {
  const first = makeByHand(people.traits, parameters, run);
  for (let day = 0; day < ticks; day++) stepByHand(first);
  liveUndecided(world, simulator, cohort)();
  const step = compareLives(first, simulator.block, count);
  const second = makeLinearByHand(people, parameters, run, byHand);
  let days = 0;
  for (let day = 0; day < ticks; day++) days += stepLinearByHand(second);
  const { summary, tally } = simulateLives(world, policy, options, simulator);
  const rollout = compareLives(second, { stage: simulator.block.stage, summary }, count);
  return { step, rollout, days, contacts: contactShare(world, tally) };
}

const equal = checkLives();
console.log(tellEquality('step', equal.step));
console.log(tellEquality('rollout', equal.rollout));
console.log(`the linear policy contacts in ${(100 * equal.contacts).toFixed(0)} % of its decisions\n`);

const { interpreter } = inTurns({ interpreter: () => liveUndecided(world, interpreted, cohort) }, 2, 1);
const wholeRun = () => () => {
  simulateLives(world, policy, options, simulator);
  return equal.days;
};
const ownTimes = {
  step: inTurns({ hand: undecided, kernel: () => liveUndecided(world, simulator, cohort) }, turns),
  rollout: inTurns({ hand: decided, kernel: wholeRun }, turns),
};
if (flags.times) {
  console.log(JSON.stringify(ownTimes));
  process.exit(0);
}
const everyTimes = [ownTimes, ...timesOfOthers(Number(flags.processes) - 1)];
const [stepTimes, rolloutTimes] = ['step', 'rollout'].map((what) => overProcesses(what));

const rows = [];
const row = (name, time, ratio = null, target = null) => rows.push({ name, time, ratio, target });
row('step without decisions: kernel', stepTimes.kernel);
row('  the same by the interpreter', interpreter, interpreter.median / stepTimes.kernel.median);
row('  the same by hand', stepTimes.hand, stepTimes.ratio, TARGETS.step);
row('whole rollout, linear policy of 8 actions and 24 features: kernel', rolloutTimes.kernel);
row('  the same by hand', rolloutTimes.hand, rolloutTimes.ratio, TARGETS.rollout);
const peers = measurePeers();
for (const { peer, work, unit, median } of peers.measured) {
  const time = { median: 1e9 / median };
  const target = peer.startsWith('RecSim') ? TARGETS.peers : null;
  row(`  ${peer}: ${work} (${unit})`, time, time.median / rolloutTimes.kernel.median, target);
}
const million = (time) => (1000 / time).toFixed(time > 10_000 ? 3 : 1);
console.log(`${'what'.padEnd(76)}${'ns'.padStart(9)}${'M a second'.padStart(12)}${'kernel is'.padStart(12)}`);
for (const { name, time, ratio: times, target } of rows) {
  const faster = times === null ? '' : `${times.toFixed(times < 100 ? 2 : 0)} x`;
  const verdict = target === null ? '' : `  ${times >= target ? 'pass' : 'FAIL'} (at least ${target})`;
  console.log(
    `${name.padEnd(76)}${time.median.toFixed(1).padStart(9)}${million(time.median).padStart(12)}${faster.padStart(12)}${verdict}`,
  );
}
if (peers.absent) console.log(peers.absent);
console.log(
  'A unit is a customer-day, of those who are still there. The kernel draws its population, too.\n',
);

const parts = {
  step: await partsOf(
    'a step without decisions',
    stepTimes.kernel.median,
    () => {
      for (let k = 0; k < 10; k++) liveUndecided(world, simulator, cohort)();
    },
    [POPULATION],
  ),
  rollout: await partsOf('a whole rollout', rolloutTimes.kernel.median, () => {
    for (let k = 0; k < 10; k++) simulateLives(world, policy, options, simulator);
  }),
};
const roofline = tellRoofline();
const LOGGED = 2000;
const logs = await measureLogs(LOGGED);
console.log(`\n${tellLogs(logs, LOGGED).join('\n')}`);

mkdirSync('runs', { recursive: true });
const result = {
  machine,
  scenario: SCENARIO,
  customers: count,
  ticks,
  turns,
  equal,
  rows,
  parts,
  roofline,
  logs,
  peers,
};
writeFileSync('runs/bench.json', `${JSON.stringify(result, null, 2)}\n`);
console.log('\nruns/bench.json');
process.exitCode = equal.step.same && equal.rollout.same ? 0 : 1;
if (flags.threads) {
  console.log('\nThreads:');
  const { status } = spawnSync(process.execPath, ['scripts/bench/threads.mjs'], { stdio: 'inherit' });
  process.exitCode ||= status ?? 1;
}

/** The same measured in other processes, one after the other. */
function timesOfOthers(others) {
  const args = ['scripts/bench.mjs', '--times', '--turns', String(turns), '--customers', String(count)];
  return Array.from({ length: others }, () => {
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    return JSON.parse(stdout.trimEnd().split('\n').at(-1));
  });
}

/** Medians over the processes: of each time, and of the ratios within a process. */
function overProcesses(what) {
  const of = (values) => ({ median: median(values), least: Math.min(...values), processes: values.length });
  const times = everyTimes.map((one) => one[what]);
  const ratios = times.map(({ hand, kernel }) => hand.median / kernel.median);
  return {
    hand: of(times.map(({ hand }) => hand.median)),
    kernel: of(times.map(({ kernel }) => kernel.median)),
    ratio: median(ratios),
    ratios,
  };
}

/** Where `work` spends its time, in nanoseconds a customer-day of the median measured without a profiler. */
async function partsOf(what, whole, work, leftOut = []) {
  const shares = await sharesOf(world, work, leftOut);
  console.log(`Where ${what} goes, ns a customer-day of ${whole.toFixed(1)}:`);
  const times = shares.map(({ part, share }) => ({ part, ns: share * whole }));
  for (const { part, ns } of times)
    if (ns >= 0.1)
      console.log(
        `  ${ns.toFixed(1).padStart(6)}  ${((100 * ns) / whole).toFixed(0).padStart(3)} %  ${part}`,
      );
  return times;
}

function tellRoofline() {
  const cost = costOfStep(world, stageShares());
  const most = measureMachine();
  const kernel = parts.step
    .filter(({ part }) => !/JavaScript|native/.test(part))
    .reduce((sum, { ns }) => sum + ns, 0);
  const least = {
    bytes: cost.bytes / most.cache,
    operations: (cost.floats + cost.integers) / most.peak,
  };
  console.log(
    "\nRoofline of the kernel's part of a step, a customer-day, counted from its text where nothing happens:",
  );
  console.log(
    `  ${cost.bytes.toFixed(0)} bytes moved, ${cost.floats.toFixed(0)} floating-point operations, ${cost.integers.toFixed(0)} operations of whole numbers and masks`,
  );
  console.log(
    `  this core, 128-bit WebAssembly: ${most.cache.toFixed(0)} GB/s from cache, ${most.memory.toFixed(0)} GB/s from memory (triad); ${most.peak.toFixed(0)} G operations a second`,
  );
  console.log(
    `  so at least ${least.bytes.toFixed(1)} ns for the bytes and ${least.operations.toFixed(1)} ns for the operations; measured ${kernel.toFixed(1)} ns`,
  );
  return { ...cost, ...most, least, measured: kernel };
}

/** Share of customer-days in each stage. */
function stageShares() {
  const { block } = simulator;
  const days = new Array(world.stages.length).fill(0);
  const lives = makeByHand(people.traits, parameters, run);
  for (let day = 0; day < ticks; day++) {
    for (let i = 0; i < count; i++) days[lives.stage[i]]++;
    stepByHand(lives);
  }
  const all = days.reduce((sum, n, s) => sum + (block.world.stages[s].terminal ? 0 : n), 0);
  return days.map((n) => n / all);
}

function measurePeers() {
  const { status, stdout, stderr, error } = spawnSync('bash', ['scripts/bench/peers.sh'], {
    encoding: 'utf8',
  });
  if (error || status !== 0) {
    const why = (error?.message ?? stderr).trim().split('\n').at(-1);
    return {
      measured: [],
      absent: `RecSim and RecoGym were left out, since Python or PyPI is not at hand: ${why}`,
    };
  }
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const broken = lines
    .filter(({ error: reason }) => reason)
    .map(({ peer, error: reason }) => `${peer}: ${reason}`);
  return {
    measured: lines.filter(({ error: reason }) => !reason),
    ...(broken.length > 0 && { absent: `left out: ${broken.join('; ')}` }),
  };
}
