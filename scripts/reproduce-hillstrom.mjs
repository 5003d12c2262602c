#!/usr/bin/env node
/**
 * Hillstrom's e-mail test: learns offline whom to mail what on one half of the customers, and evaluates it on the other
 * half against mailing nobody, men's mail to all and women's mail to all. Needs `npm run build` first.
 *
 *   node scripts/reproduce-hillstrom.mjs --data DIR [--agents epsilonGreedyLinear,linearUplift] [--out models/hillstrom]
 *
 * The first agent's policy for visits is exported. DIR holds hillstrom.csv or hillstrom.csv.gz; the data has no licence,
 * so it is not here (notebooks/data/hillstrom/README.md).
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { unwrap } from '../dist/core/issue.js';
import { dr } from '../dist/evaluation/dr.js';
import { ips } from '../dist/evaluation/ips.js';
import { fitRewardModel } from '../dist/evaluation/rewardModel.js';
import {
  contrastTargets,
  evaluate,
  exportPolicy,
  learnFromLog,
  openLog,
  parseReward,
  parseTarget,
  partsOfLog,
  rootKey,
  splitLog,
} from '../dist/index.js';

const { values: flags } = parseArgs({
  options: {
    data: { type: 'string' },
    agents: { type: 'string', default: 'epsilonGreedyLinear,linearUplift' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
  },
});
const files = ['hillstrom.csv', 'hillstrom.csv.gz'].map((name) => join(flags.data ?? '.', name));
const file = flags.data && files.find((path) => existsSync(path));
if (!file) {
  const where = flags.data
    ? `no hillstrom.csv or hillstrom.csv.gz lies in ${flags.data}`
    : 'no --data DIR was given';
  console.log(`Hillstrom: skipped, ${where}. The data has no licence, so it is not part of this project:`);
  console.log('notebooks/data/hillstrom/README.md says where it was published.');
  process.exit(0);
}

const notebooks = new URL('../notebooks/data/hillstrom/', import.meta.url).pathname;
const log = unwrap(await openLog(file, { mapping: `${notebooks}mapping.yaml` }));
const [training, rest] = splitLog(log, rootKey(flags.seed), 0.5);
const settings = { level: 0.95, clip: null, folds: 3, minimumEffectiveSampleSize: 30 };
const targetOf = async (text) => unwrap(await parseTarget(text, log.schema));
const others = [
  ['mail nobody', await targetOf('always:none')],
  ["men's mail to all", await targetOf('always:mens@email')],
  ["women's mail to all", await targetOf('always:womens@email')],
];

const written = ({ value, interval }, digits) =>
  `${value.toFixed(digits)} [${interval.map((bound) => bound.toFixed(digits)).join(', ')}]`;
const line = (title, text) => console.log(`  ${title.padEnd(34)} ${text}`);

/** How often a policy does what, on average over a log. */
async function sharesOf(policy, { schema, blocks }) {
  const names = schema.actions.actions.map(({ name }) => name);
  const sums = new Float64Array(names.length);
  let n = 0;
  for await (const { decisions } of blocks()) {
    const out = new Float32Array(decisions.n * names.length);
    const ids = new Uint32Array(2 * decisions.n);
    policy.probabilities({ ...decisions, legality: null, ids, key: [0, 0] }, out);
    out.forEach((p, at) => {
      sums[at % names.length] += p;
    });
    n += decisions.n;
  }
  return names.map((name, a) => `${name} ${((100 * sums[a]) / n).toFixed(1)} %`).join(', ');
}

let exported = null;
for (const [outcome, digits] of [
  ['visit', 5],
  ['spend', 4],
]) {
  const reward = unwrap(parseReward(outcome, log.schema));
  const options = { ...settings, reward };
  const rewardModel = await fitRewardModel(rest, options);
  const unit = outcome === 'visit' ? 'visits a customer' : 'USD a customer';
  console.log(`\n${outcome}: ${unit} in two weeks, on the half of the customers whom no learner saw`);
  const [logged] = (await evaluate(rest, others[0][1], { reward, estimators: ['on-policy'] })).estimates;
  line(`the test itself (${logged.decisions} customers)`, written(logged, digits));
  const alone = async (title, target) => {
    const [estimate] = (await evaluate(rest, target, { reward, estimators: ['ips'] })).estimates;
    line(`${title}, ips`, written(estimate, digits));
  };
  for (const [title, other] of others) await alone(title, other);
  for (const agent of flags.agents.split(',')) {
    const learned = await learnFromLog(training, { agent, reward, seed: flags.seed });
    const target = { kind: 'policy', title: learned.title, policy: learned.policy };
    const { estimates } = await evaluate(rest, target, { reward });
    console.log(`\n  ${learned.title}: ${await sharesOf(learned.policy, rest)}`);
    for (const one of estimates.slice(1)) line(`  ${one.estimator}`, written(one, digits));
    for (const [title, other] of others) {
      for (const estimator of [ips, dr]) {
        const found = await contrastTargets(estimator, rest, [target, other], { ...options, rewardModel });
        const same = found.difference === 0 && found.standardError < 1e-6;
        const sure = same ? 'the same policy' : `${found.clearOfZero ? '' : 'not '}clear of zero`;
        const text = written({ value: found.difference, interval: found.interval }, digits);
        line(`  minus ${title}, ${estimator.kind}`, `${text} ${sure}`);
      }
    }
    exported ??= { agent, learned, reward, estimate: estimates.at(-1) };
  }
  console.log(`  Reward model of dm and dr: ${rewardModel.title}.`);
}

const all = unwrap(parseReward('visit', log.schema));
const rules = await targetOf(`${notebooks}rules.yaml`);
const { estimates } = await evaluate(log, rules, { reward: all, estimators: ['ips', 'snips'] });
console.log(
  "\nWomen's mail to those who bought women's things alone, else men's, all 64,000 customers, visits:",
);
for (const one of estimates) console.log(`  ${one.estimator.padEnd(22)} ${written(one, 7)}`);

if (flags.out) {
  const { agent, learned, reward, estimate } = exported;
  const story = {
    name: 'hillstrom',
    description: "Chooses whom to send the men's or the women's e-mail, for visits within two weeks.",
    agent: { kind: agent, version: 1, title: learned.title, options: {} },
    seeds: { root: flags.seed },
    reward,
    evidence: [
      {
        title: 'visits a customer in two weeks',
        value: estimate.value,
        interval: estimate.interval,
        level: estimate.level,
        basis: `${estimate.clusters} customers whom the learner never saw`,
        note: estimate.estimand,
      },
    ],
  };
  const { path, bundle } = await exportPolicy(await partsOfLog(log, learned.body, story), {
    out: flags.out,
    force: true,
  });
  console.log(`\nExported to ${path} (bundle ${bundle.id}).`);
}
