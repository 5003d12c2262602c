#!/usr/bin/env node
/**
 * Every number that the README and the reports quote, at full size; --small runs the same at the size of the demo.
 *
 *   npm run reproduce [-- --small] [--scenario NAME] [--data DIR]
 *
 * Open Bandit Dataset and Hillstrom first (Hillstrom only with --data DIR, which holds hillstrom.csv.gz), then each
 * scenario: none, uniform random, today's rules, tuned rules, response-greedy, the agent and the oracle on the same
 * fresh luck, over 5 training seeds. Writes runs/reproduce-NAME/ with report.html each, and one page over all.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { compareRun, defaultAgents, fullSize, openScenario, report, smallSize } from '../dist/index.js';

const { values: flags } = parseArgs({
  options: {
    small: { type: 'boolean', default: false },
    scenario: { type: 'string' },
    data: { type: 'string' },
    seeds: { type: 'string', default: '5' },
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

const names = readdirSync(new URL('../scenarios/', import.meta.url))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.replace('.yaml', ''))
  .filter((name) => !flags.scenario || name === flags.scenario);

const runs = [];
const rows = [];
let stage = '';
for (const name of names) {
  const { path, comparison } = await compareRun({
    file: await openScenario(name),
    agents: defaultAgents,
    seeds: Number(flags.seeds),
    seed: 1,
    workers: availableParallelism(),
    size: flags.small ? smallSize : fullSize,
    out: `runs/reproduce-${name}`,
    force: true,
    onProgress(progress) {
      if (progress.stage !== stage || progress.note)
        console.error(`${name}: ${progress.note ?? progress.stage}`);
      stage = progress.stage;
    },
  });
  runs.push(path);
  rows.push(rowOf(name, comparison));
  console.table(rows);
}
writeFileSync('runs/reproduce.json', `${JSON.stringify(rows, null, 2)}\n`);
await report({ runs, out: 'runs/reproduce.html', force: true });
console.log('runs/reproduce.html');

/** The claims of a scenario: rules against doing nothing and random, the agent against tuned rules, the gap closed. */
function rowOf(scenario, { differences, headline, gap, harm, scenario: card, policies, method }) {
  const titleOf = (role) => policies.find((policy) => policy.role === role).title;
  const value = (policy, reference) =>
    differences.find(
      (one) =>
        one.policy === titleOf(policy) && one.reference === titleOf(reference) && one.measure === 'value',
    );
  const interval = ({ mean, interval: [low, high] }) =>
    `${mean.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
  return {
    scenario,
    agent: headline.agent,
    'rules - none': interval(value('rules', 'none')),
    'rules - random': interval(value('rules', 'uniform')),
    'agent - tuned rules': interval(headline.perCustomer),
    'agent - rules': interval(value('agent', 'rules')),
    'oracle - agent': interval(value('oracle', 'agent')),
    'gap closed': gap.share === null ? 'withheld' : `${Math.round(gap.share * 100)} %`,
    'worse off': `${harm.worseOff} of ${harm.customers}`,
    customers: method.customers,
    coupled: card.coupled,
    minutes: Math.round(method.seconds / 6) / 10,
    machine: method.machine,
    version: method.version,
  };
}
