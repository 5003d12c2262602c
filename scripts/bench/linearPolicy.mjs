/** A linear policy over 24 features of the scenario's context that contacts in some 30 % of its decisions. */
import { drawWord, purposeOf, uniform24 } from '../../dist/core/luck.js';
import { catalogue, fitEncoding, linearBody, openPolicy, rollout, uniformBody } from '../../dist/index.js';
import { encodingNames, Rule } from '../../dist/policies/encoding.js';
import { simulateLives } from '../../dist/simulator/rollout.js';
import { STREAMS, simulatorFor } from './telecomWorld.mjs';

/** Columns of the encoding; telecomLinearByHand.mjs knows them in this order. */
const FEATURES = [
  'stage = notice',
  'inStage',
  'plan = heavy',
  'bill',
  'region = country',
  'years',
  'sent(email, 28d)',
  'sent(sms, 28d)',
  'sent(call, 28d)',
  'since(sent(any), never: 999d)',
  'since(sent(gift), never: 999d)',
  'since(sent(discount), never: 999d)',
  'since(sent(save_call), never: 999d)',
  'days_to_end',
  'near_end',
  'bill_level',
  'logins_quarter',
  'login_trend',
  'price_share',
  'faults_quarter',
  'calls_alone',
  'leave_month',
  'count(call_in, 28d)',
  'count(price_page, 28d)',
];
const CUSTOMERS = 400;
/** Share of decisions that contact. */
const CONTACTS = 0.3;

/** The policy, opened; and what a program by hand needs of it: weights [24 x 8], intercepts [8], columns by name. */
export async function makeLinearPolicy(world) {
  const { features } = world.spec;
  const sample = await sampleContexts(world);
  const encoding = fitEncoding(features, sample.context, sample.n);
  const names = encodingNames(encoding, features);
  const places = FEATURES.map((name) => names.indexOf(name));
  if (places.includes(-1)) throw new Error(`no column ${FEATURES[places.indexOf(-1)]}`);
  const A = world.actions.actions.length;
  const weights = drawWeights(A);
  const policyWith = (none) => {
    const theta = new Float32Array(A * encoding.width);
    theta[0] = none;
    weights.forEach((weight, k) => {
      theta[Math.floor(k / FEATURES.length) * encoding.width + places[k % FEATURES.length]] = weight;
    });
    const data = { theta, factor: null, encoding, law: { kind: 'greedy', epsilon: 0 } };
    return openPolicy(linearBody(world.spec, data), world.spec, catalogue.forms);
  };
  const none = Math.fround(calibrate(world, policyWith));
  const policy = policyWith(none);
  const intercepts = Float32Array.from({ length: A }, (_, a) => (a === 0 ? none : 0));
  const at = Object.fromEntries(FEATURES.map((name, k) => [name, columnOf(encoding, places[k])]));
  const byFeature = weights.map((_, k) => weights[(k % A) * FEATURES.length + Math.floor(k / A)]);
  return { policy, byHand: { names: FEATURES, byFeature, intercepts, at } };
}

function columnOf({ column, levels, rule, mean, factor }, place) {
  const j = column.findIndex((first, feature) => levels[feature] === 0 && first === place);
  return j < 0 ? { log: false } : { log: rule[j] === Rule.log, mean: mean[j], factor: factor[j] };
}

/** Contexts that random contacts lead to. */
async function sampleContexts(world) {
  const policy = openPolicy(uniformBody(world.spec), world.spec, catalogue.forms);
  const parts = [];
  for await (const { decisions } of rollout(world, policy, {
    streams: STREAMS,
    cohort: { from: 1_000_000, count: CUSTOMERS },
  }).blocks()) {
    parts.push(decisions.context.slice(0, decisions.n * world.spec.features.features.length));
  }
  const context = Float32Array.from(parts.flatMap((part) => [...part]));
  return { context, n: context.length / world.spec.features.features.length };
}

/** Between -1 and 1 for every action but `none`, the same every time. */
function drawWeights(A) {
  const purpose = purposeOf('bench/weights');
  return Float32Array.from({ length: A * FEATURES.length }, (_, k) =>
    k < FEATURES.length ? 0 : 2 * uniform24(drawWord([1, 2], k, 0, 0, purpose)) - 1,
  );
}

/** What `none` must be worth for the wanted share of contacts: by halving. */
function calibrate(world, policyWith) {
  const cohort = { from: 1_000_000, count: 256 };
  const simulator = simulatorFor(world, cohort.count);
  let [low, high] = [-16, 16];
  for (let k = 0; k < 10; k++) {
    const middle = (low + high) / 2;
    const { tally } = simulateLives(world, policyWith(middle), { streams: STREAMS, cohort }, simulator);
    if (contactShare(world, tally) > CONTACTS) low = middle;
    else high = middle;
  }
  return low;
}

/** Share of decisions that contact. */
export function contactShare({ actions: { actions, none } }, { decisions }) {
  const all = decisions.reduce((sum, n) => sum + n, 0);
  return 1 - decisions.reduce((sum, n, k) => sum + (k % actions.length === none ? n : 0), 0) / all;
}
