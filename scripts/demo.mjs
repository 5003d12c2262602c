#!/usr/bin/env node
/**
 * The whole main job, small, in under two minutes: a real log evaluated, customers simulated, an agent trained and
 * compared with everything that it should beat, the report written, the policy exported, served and asked, and the
 * service's own log evaluated. `npm run reproduce` is the same at full size. Everything lands in runs/demo/.
 */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  compareRun,
  decide,
  evaluateRun,
  exampleRequests,
  exportPolicy,
  openScenario,
  simulate,
  trainRun,
} from '../dist/index.js';
import { serveHttp } from '../dist/interfaces/http/serveHttp.js';

const SCENARIO = 'retail-intent';
const AGENT = 'sparseUplift';
const HOME = join('runs', 'demo');
const DATA = join('notebooks', 'data', 'open-bandit');

/** Enough for one agent to be clearly better than today's rules on fresh customers. */
const training = { rounds: 4, customers: 4000, validationCustomers: 2000, validationWorlds: 1 };
/** Small: enough to see every part of a comparison, not enough for a verdict over training seeds. */
const size = {
  training: { ...training, rounds: 3, customers: 2000, validationCustomers: 1000 },
  customers: 1000,
  worlds: 2,
  harmCustomers: 40,
  luckKeys: 64,
  sensitivityCustomers: 300,
  upliftCustomers: 150,
  upliftLuckKeys: 2,
};
const SEEDS = 3;

const began = performance.now();
const written = [];
let steps = 0;

/** Announces a step with the command line that does the same. */
function step(title, command) {
  console.log(`\n${++steps}. ${title}${command ? `\n   $ nextmove ${command}` : ''}`);
}
function say(text) {
  console.log(`   ${text}`);
}
function keep(path) {
  if (!existsSync(path)) throw new Error(`${path} was not written`);
  written.push(path);
}
const money = (value) => value.toFixed(2);
const range = ([low, high], digits = 2) => `${low.toFixed(digits)} to ${high.toFixed(digits)}`;

rmSync(HOME, { recursive: true, force: true });
console.log(
  'nextmove, the main job from end to end. This runs SMALL, to show every part in under two minutes;',
);
console.log('its intervals are wide. `npm run reproduce` is the full size.');

const log = join(DATA, 'random_all.csv.gz');
const mapping = join(DATA, 'mapping.yaml');
const table = join(DATA, 'bts_policy_all.csv.gz');
step(
  "A real log: what would the shop's Thompson policy earn, judged from the log of a random one?",
  `evaluate ${log} --mapping ${mapping} --policy ${table}`,
);
const real = await evaluateRun({ log, mapping, policy: table, out: join(HOME, 'open-bandit') });
for (const { estimator, value, interval, behaviourValue } of real.evaluation.estimates) {
  const ratio = (value / behaviourValue).toFixed(3);
  say(
    `${estimator.padEnd(9)} ${value.toFixed(6)} clicks (${range(interval, 4)}), ${ratio} of the random policy's`,
  );
}
keep(join(real.path, 'report.html'));

const file = await openScenario(SCENARIO);
const { name, currency } = file.parsed.scenario;
step(`Simulated customers: ${name} under today's rules`, `simulate ${SCENARIO} --customers 400`);
const { measures } = await simulate({ scenario: file.parsed, policy: 'today', customers: 400 });
for (const { measure, mean, interval } of Object.values(measures)) {
  say(`${measure.padEnd(10)} ${mean.toFixed(3)} a customer (${range(interval, 3)})`);
}

step(
  'An agent learns, round by round',
  `train ${SCENARIO} --agent ${AGENT} --rounds ${training.rounds} --customers ${training.customers}`,
);
const trained = await trainRun({
  file,
  agent: AGENT,
  size: training,
  evidence: { customers: 4000, worlds: 2, logCustomers: 300 },
  out: join(HOME, 'train'),
  onRound({ point }) {
    const { round, value, reference } = point;
    say(`round ${round + 1}: ${money(value)} ${currency} a customer; today's rules ${money(reference)}`);
  },
});
const advantage = trained.estimates.differences.find(({ measure }) => measure === 'value');
say(
  `on ${advantage.units} fresh customers, ${advantage.policy} less ${advantage.reference}: ${money(advantage.mean)} ${currency} a customer (${range(advantage.interval)})`,
);
keep(join(trained.path, 'report.html'));
keep(join(trained.path, 'decisions.parquet'));

step(
  "Compared with nothing, chance, today's rules, tuned rules and an oracle, on the same luck",
  `compare ${SCENARIO} --agents ${AGENT} --seeds ${SEEDS} --size small`,
);
const { path, comparison } = await compareRun({
  file,
  agents: [AGENT],
  seeds: SEEDS,
  size,
  out: join(HOME, 'compare'),
});
for (const { title, means } of comparison.policies) {
  say(
    `${title.padEnd(34)} ${money(means.value.mean).padStart(8)} ${currency} (${range(means.value.interval)})`,
  );
}
const { headline } = comparison;
say(
  `${headline.agent} less ${headline.reference}: ${money(headline.perCustomer.mean)} ${currency} a customer (${range(headline.perCustomer.interval)}); three seeds are no verdict`,
);
keep(join(path, 'report.html'));

step('The policy, exported: a folder that proves itself', `export ${trained.path}`);
const { path: model, bundle } = await exportPolicy(trained.path, { out: join(HOME, 'model') });
say(
  `bundle ${bundle.id}: ${bundle.manifest.actions.length} actions, ${bundle.spec.features.features.length} features`,
);
keep(join(model, 'CARD.md'));

step('Asked in-process', `decide ${model} --request request.json`);
const requests = await exampleRequests(model);
const [decision] = await decide(model, requests[0]);
say(`${decision.customer}: ${decision.why}`);

const served = join(HOME, 'served');
step('Served over HTTP on this machine', `serve ${model} --log ${served}`);
const service = await serveHttp(model, { log: served, port: 0, durability: 'system' });
async function post(at, body) {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${service.url}${at}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${at} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}
const { reward, outcomes, clock } = bundle.manifest;
const daysAgo = (days) => new Date(Date.now() - days * 86_400_000).toISOString();
/** So long ago that the reward's window has closed, spread over a week. */
const closed = reward.windowTicks * clock.tickDays + 2;
const batch = Array.from({ length: 400 }, (_, i) => {
  return { ...requests[i % requests.length], customer: `c-${i}`, time: daysAgo(closed + (i % 7)) };
});
const decisions = await post('/v1/decide', batch);
const { name: paid } = outcomes.find(({ unit, sign }) => unit === 'money' && sign === 1);
const reports = decisions.map(({ decisionId }, i) => {
  return { decisionId, name: paid, value: 10 + (i % 7), occurredAt: daysAgo(closed - 1) };
});
await post('/v1/outcomes', reports);
const { decisionId } = decisions.find(({ action }) => action !== 'none') ?? decisions[0];
const explained = await (await fetch(`${service.url}/v1/decisions/${decisionId}`)).json();
await service.close();
say(`POST /v1/decide: ${decisions.length} decisions. POST /v1/outcomes: ${reports.length} outcomes, made up`);
say(`GET /v1/decisions/${decisionId}: ${explained.why}`);
keep(join(served, 'schema.json'));

step("The service's own log, evaluated", `evaluate ${served} --policy ${trained.path}`);
const own = await evaluateRun({
  log: served,
  policy: trained.path,
  out: join(HOME, 'served-evaluation'),
});
for (const { estimator, value, interval, withheld } of own.evaluation.estimates) {
  say(`${estimator.padEnd(9)} ${withheld ?? `${money(value)} ${currency} a decision (${range(interval)})`}`);
}
keep(join(own.path, 'report.html'));

console.log(`\nDone in ${((performance.now() - began) / 1000).toFixed(0)} s. Written, to be opened:`);
for (const artefact of written) console.log(`   ${artefact}`);
