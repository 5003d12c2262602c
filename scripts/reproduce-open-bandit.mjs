#!/usr/bin/env node
/**
 * The Open Bandit Dataset (campaign "all"): what the shop's Thompson policy would earn, estimated from the random log,
 * beside the figures that the Open Bandit Pipeline's quickstart notebook prints. Needs `npm run build` first.
 *
 *   node scripts/reproduce-open-bandit.mjs
 */
import { unwrap } from '../dist/core/issue.js';
import { evaluate, openLog, parseReward, parseTarget } from '../dist/index.js';

const folder = new URL('../notebooks/data/open-bandit/', import.meta.url).pathname;
const open = async (policy) =>
  unwrap(await openLog(`${folder}${policy}_all.csv.gz`, { mapping: `${folder}mapping.yaml` }));

/** Printed by examples/quickstart/obd.ipynb of st-tech/zr-obp: estimate, share of the random policy's rate, interval. */
const published = {
  ips: { value: 0.004553, ratio: 1.198126, error: 0.084019, interval: [0.001531, 0.009254], exact: true },
  dm: { value: 0.003545, ratio: 0.932797, error: 0.156041, interval: [0.003501, 0.003589] },
  dr: { value: 0.004727, ratio: 1.244027, error: 0.125548, interval: [0.001702, 0.009416] },
};

const random = await open('random');
const thompson = await open('bts');
const reward = unwrap(parseReward('click', random.schema));
const target = unwrap(await parseTarget(`${folder}bts_policy_all.csv.gz`, random.schema));
const { estimates, rewardModel } = await evaluate(random, target, { reward });
const own = await evaluate(thompson, unwrap(await parseTarget('uniform', thompson.schema)), {
  reward,
  estimators: ['on-policy'],
});
const truth = own.estimates[0].value;

const number = (value, digits = 6) => (value === undefined ? '' : value.toFixed(digits));
const interval = (pair) => (pair ? `[${number(pair[0])}, ${number(pair[1])}]` : '');
const row = (cells) =>
  cells.map((cell, k) => (k === 0 ? cell.padEnd(10) : cell.padStart(k % 2 ? 10 : 10))).join('  ');

console.log('Open Bandit Dataset, campaign "all": clicks a shown item.');
console.log(
  `Logged: random ${number(estimates[0].value, 4)}, Thompson ${number(truth, 4)} (its own log, taken as the truth).\n`,
);
console.log(
  'The Thompson policy, estimated from the random log (ratio: to the random policy; error: relative to the truth)',
);
console.log(row(['', 'ours', 'published', 'ratio', 'published', 'error', 'published']));
let off = 0;
for (const { estimator, value, behaviourValue } of estimates.slice(1)) {
  const theirs = published[estimator] ?? {};
  const [ratio, error] = [value / behaviourValue, Math.abs(value - truth) / truth];
  console.log(
    row([
      estimator,
      number(value),
      number(theirs.value),
      number(ratio),
      number(theirs.ratio),
      number(error),
      number(theirs.error),
    ]),
  );
  const differs = Math.abs(ratio - theirs.ratio) > 5e-7 || Math.abs(error - theirs.error) > 5e-7;
  if (theirs.exact && differs) off += 1;
}
console.log('\n95 % intervals: ours by the delta method over rows, theirs by bootstrap');
for (const one of estimates.slice(1)) {
  console.log(
    `${one.estimator.padEnd(10)}  ${interval(one.interval)}  ${interval(published[one.estimator]?.interval)}`,
  );
}
const ips = estimates[1];
console.log(
  `\nEffective sample size ${ips.effectiveSampleSize.toFixed(1)} of ${ips.decisions}, largest weight ${ips.largestWeight.toFixed(3)}.`,
);
console.log(`Reward model of dm and dr: ${rewardModel}.`);
console.log(
  'IPS has no free choices and must agree to the last digit. DM and DR rest on a reward model, ours another than',
);
console.log(
  'theirs, so they agree only roughly; our DM interval also covers the fit of the model, theirs does not.',
);
console.log(
  'No user ids are published: the intervals take every row as independent. All of them hold both policies:',
);
console.log('38 clicks do not tell the two apart.');
if (off > 0) {
  console.error('\nIPS differs from the published figures.');
  process.exitCode = 1;
} else console.log('\nIPS equals the published figures.');
