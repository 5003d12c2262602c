#!/usr/bin/env node
/**
 * Every number that the README and the reports quote, at full size; --small runs the same at the size of the demo.
 *
 *   npm run reproduce [-- --small] [--scenario NAME] [--workers N] [--data DIR]
 *
 * Open Bandit Dataset and Hillstrom first (Hillstrom only with --data DIR, which holds hillstrom.csv.gz), then each
 * scenario: none, uniform random, today's rules, tuned rules, response-greedy, the agent and the oracle on the same
 * fresh luck, over 5 training seeds. Writes runs/reproduce-NAME/ with report.html each, and one page over all.
 *
 * At full size it keeps each scenario's result in scenarios/measured.json, which the cards show, and ends with exit
 * code 1 where a scenario's figures are not plausible, its rules are not clearly better than nothing and chance, or the
 * agent is not clearly better than them.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import {
  compareRun,
  compileWorld,
  defaultAgents,
  fullSize,
  openScenario,
  report,
  smallSize,
  unwrap,
} from '../dist/index.js';
import { livedUnderRules } from '../dist/verbs/reference/lived.js';
import { measured, measurementOf, unfulfilled } from '../dist/verbs/reference/measured.js';
import { readmeRow } from '../dist/verbs/reference/measuredSection.js';
import { implausible } from '../dist/verbs/reference/plausibility.js';

const MEASURED = new URL('../scenarios/measured.json', import.meta.url);
const { values: flags } = parseArgs({
  options: {
    small: { type: 'boolean', default: false },
    scenario: { type: 'string' },
    data: { type: 'string' },
    seeds: { type: 'string', default: '5' },
    workers: { type: 'string', default: String(availableParallelism()) },
  },
});

function script(file, ...args) {
  const { status } = spawnSync(process.execPath, [new URL(file, import.meta.url).pathname, ...args], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}

if (!flags.scenario) {
  script('reproduce-open-bandit.mjs');
  script('reproduce-hillstrom.mjs', ...(flags.data ? ['--data', flags.data] : []));
}

const library = readdirSync(new URL('../scenarios/', import.meta.url))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.replace('.yaml', ''));
const names = library.filter((name) => !flags.scenario || name === flags.scenario);
if (names.length === 0) {
  console.error(`got --scenario ${flags.scenario}, wanted one of ${library.join(', ')}`);
  process.exit(2);
}

const runs = [];
const rows = [];
const failures = [];
for (const name of names) {
  const file = await openScenario(name);
  const { path, comparison } = await compareRun({
    file,
    agents: defaultAgents,
    seeds: Number(flags.seeds),
    seed: 1,
    workers: Number(flags.workers),
    size: flags.small ? smallSize : fullSize,
    out: `runs/reproduce-${name}`,
    force: true,
    onProgress: progressOf(name),
  });
  const measurement = measurementOf(comparison, `npm run reproduce -- --scenario ${name}`);
  const wrong = await wrongIn(file, measurement);
  const verdict = comparison.method.smallRun === null;
  if (verdict) {
    keep(name, measurement);
    failures.push(...wrong.map((what) => `${name}: ${what}`));
  }
  runs.push(path);
  rows.push({
    ...rowOf(name, measurement),
    verdict: verdict ? (wrong.length === 0 ? 'pass' : 'FAIL') : 'small',
  });
  console.table(rows);
  console.log(readmeRow(name, measurement));
}
writeFileSync('runs/reproduce.json', `${JSON.stringify(rows, null, 2)}\n`);
await report({ runs, out: 'runs/reproduce.html', force: true });
console.log('runs/reproduce.html');
for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;

/** Tells each stage once, and every note. */
function progressOf(name) {
  let stage = '';
  return (progress) => {
    if (progress.stage !== stage || progress.note)
      console.error(`${name}: ${progress.note ?? progress.stage}`);
    stage = progress.stage;
  };
}

/** What of the requirements a scenario does not fulfil, in words. */
async function wrongIn(file, measurement) {
  const world = unwrap(await compileWorld(file.parsed));
  const name = file.file.replace(/^.*[/\\]|\.yaml$/g, '');
  return [
    ...implausible(name, await livedUnderRules(world)).map(({ figure }) => `${figure}: not plausible`),
    ...unfulfilled(measurement).map(
      ({ policy, reference, interval }) =>
        `${policy} less ${reference}: from ${interval[0]}, not clearly above zero`,
    ),
  ];
}

function keep(name, measurement) {
  const all = { ...JSON.parse(readFileSync(MEASURED, 'utf8')), [name]: measurement };
  const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(MEASURED, `${JSON.stringify(sorted, null, 2)}\n`);
}

function rowOf(scenario, measurement) {
  const difference = (policy, reference) => {
    const { mean, interval } = measured(measurement, policy, reference);
    return `${mean.toFixed(2)} (${interval.map((end) => end.toFixed(2)).join(' to ')})`;
  };
  const { gapClosed, harm, minutes, agent } = measurement;
  return {
    ...{ scenario, agent },
    'rules - none': difference('rules', 'none'),
    'rules - random': difference('rules', 'uniform'),
    'agent - rules': difference('agent', 'rules'),
    'agent - tuned rules': difference('agent', 'tunedRules'),
    'gap closed': gapClosed === null ? 'withheld' : `${Math.round(gapClosed * 100)} %`,
    'worse off': `${harm.worseOff} of ${harm.customers}`,
    minutes,
  };
}
