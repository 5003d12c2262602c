/**
 * The whole of a rollout by hand: telecomByHand.mjs, and every seventh day, or on the day after notice was given, a
 * decision among eight actions by a linear policy over 24 features, under the scenario's personal rules, with what
 * comes of it. Only what can matter is worked out: legal actions, columns of the policy, counts by a table.
 */
import { drawWord, purposeOf, uniform24 } from '../../dist/core/luck.js';
import { log32 } from '../../dist/core/transcendental.js';
import {
  ACTIVE,
  ADSTOCKS,
  drawLuck,
  GONE,
  liveDay,
  makeByHand,
  NOTICE,
  RENEWED,
  SLIPPING,
} from './telecomByHand.mjs';

const [EMAIL, SMS, CALL] = [0, 1, 2];
const [TIPS, GIFT, DISCOUNT, RENEWAL, SAVE] = [0, 1, 2, 3, 4];
const INTERVENTIONS = ['tips', 'gift', 'discount', 'renewal', 'save_call'];
const CHANNELS = ['email', 'sms', 'call'];
/** In the order of the world's actions, after `none`. */
const ACTIONS = [
  { of: TIPS, by: EMAIL, cost: 0.01 },
  { of: GIFT, by: EMAIL, cost: 1.21 },
  { of: GIFT, by: SMS, cost: 1.26 },
  { of: DISCOUNT, by: EMAIL, cost: 0.01 },
  { of: DISCOUNT, by: SMS, cost: 0.06 },
  { of: RENEWAL, by: EMAIL, cost: 0.01 },
  { of: SAVE, by: CALL, cost: 4.5 },
];
const COOLDOWN = [42, 28, 56, 56, 42];
const REACH = [0.45, 0.85, 0.6];
const TIRES = [0.5, 0.7, 1];
/** Opt-out a contact: logistic(a + b fatigue + 2 reactance). */
const OPT_OUT = [
  [-8, 0.8],
  [-6.8, 0.8],
  [-5.5, 0.6],
];
const NEVER = 999;
const REDEEM = purposeOf('redeem/discount#0');
const REDEEM_DAY = purposeOf('redeem/discount#1');
const REACHED = CHANNELS.map((name) => purposeOf(`reach/${name}`));
const OPTS_OUT = CHANNELS.map((name) => purposeOf(`optOut/${name}`));
const SUNDAY = 7;

/** `population` as for makeByHand, with consent by channel and phases; `policy` from linearPolicy.mjs. */
export function makeLinearByHand(population, parameters, run, policy) {
  const { count } = run;
  const ints = (value = 0) => new Int32Array(count).fill(value);
  const world = makeByHand(population.traits, parameters, run);
  const { bill, years } = population.traits;
  const column = (name, of) =>
    Float32Array.from({ length: count }, (_, i) => standard(policy.at[name], of(i)));
  return Object.assign(world, {
    policy,
    z: new Float64Array(policy.names.length),
    scores: new Float64Array(1 + ACTIONS.length),
    logs: Object.fromEntries(
      policy.names.filter((name) => policy.at[name].log).map((name) => [name, tableOf(policy.at[name])]),
    ),
    zBill: column('bill', (i) => bill[i]),
    zYears: column('years', (i) => years[i]),
    zLevel: column('bill_level', (i) => Math.log(bill[i] / 34)),
    consent: population.consent.map((of) => Uint8Array.from(of)),
    phase: Uint8Array.from(population.phase, (word) => word % 7),
    due: phasesOf(population.phase, count),
    entering: [],
    seenSince: ints(),
    lastAny: ints(-NEVER),
    last: INTERVENTIONS.map(() => ints(-1e6)),
    inMonth: CHANNELS.map(() => ints()),
    recent: ints(),
    recentCalls: ints(),
    sends: Array.from({ length: 30 }, () => []),
    left: INTERVENTIONS.map((name) =>
      Object.entries(ADSTOCKS)
        .filter(([, [of]]) => of === name)
        .map(([key]) => world.adstocks[key]),
    ),
    redeeming: Array.from({ length: 400 }, () => []),
    renewUntil: ints(-1),
    contacts: ints(),
    decided: 0,
    sent: 0,
    moved,
  });
}

function phasesOf(phase, count) {
  const due = Array.from({ length: 7 }, () => []);
  for (let i = 0; i < count; i++) due[phase[i] % 7].push(i);
  return due.map((rows) => Int32Array.from(rows));
}

/** One day under the policy; gives how many were there to live it. */
export function stepLinearByHand(world) {
  if ((world.day & 3) === 0) drawLuck(world);
  forget(world);
  decide(world);
  redeem(world);
  return liveDay(world);
}

/** Takes out of the counts of contacts what is too long ago. */
function forget({ day, sends, inMonth, recent, recentCalls }) {
  for (const place of day >= 29 ? sends[(day - 29) % 30] : []) inMonth[place & 3][place >>> 2]--;
  for (const place of day >= 28 ? sends[(day - 28) % 30] : []) {
    recent[place >>> 2]--;
    if ((place & 3) === CALL) recentCalls[place >>> 2]--;
  }
  sends[day % 30].length = 0;
}

function decide(world) {
  const { day, stage, due, entering, phase } = world;
  const today = due[day % 7];
  const quiet = ((day + 2) % 7) + 1 === SUNDAY;
  for (let j = 0; j < today.length; j++) {
    const i = today[j];
    if (stage[i] === GONE) continue;
    world.decided++;
    if (!quiet) act(world, i);
  }
  for (let j = 0; j < entering.length; j++) {
    const i = entering[j];
    if (phase[i] === day % 7) continue;
    world.decided++;
    if (!quiet) act(world, i);
  }
  entering.length = 0;
}

/** Decides for a customer, and sends what was decided. */
function act(world, i) {
  const { stage, recent, recentCalls, day, last, consent, ends_on, policy, z, scores } = world;
  const at = stage[i];
  if (at === RENEWED || recent[i] >= 3) return;
  const active = at === ACTIVE || at === SLIPPING;
  observe(world, i, active);
  scoreAll(z, policy, scores);
  let best = 0;
  for (let a = 1; a <= ACTIONS.length; a++) {
    if (scores[a] <= scores[best]) continue;
    const { of, by } = ACTIONS[a - 1];
    if (consent[by][i] === 0 || day - last[of][i] < COOLDOWN[of]) continue;
    if (!active && (of === TIPS || of === RENEWAL)) continue;
    if (of === RENEWAL && !(ends_on[i] - (1 + day) < 90)) continue;
    if (by === CALL && recentCalls[i] >= 1) continue;
    best = a;
  }
  if (best > 0) send(world, i, ACTIONS[best - 1]);
}

/** Every action at once, so that no sum waits for itself; `byFeature` is [24 x 8]. */
function scoreAll(z, { byFeature: w, intercepts }, out) {
  let [none, s1, s2, s3] = [intercepts[0], intercepts[1], intercepts[2], intercepts[3]];
  let [s4, s5, s6, s7] = [intercepts[4], intercepts[5], intercepts[6], intercepts[7]];
  for (let k = 0, j = 0; k < z.length; k++, j += 8) {
    const x = z[k];
    none += w[j] * x;
    s1 += w[j + 1] * x;
    s2 += w[j + 2] * x;
    s3 += w[j + 3] * x;
    s4 += w[j + 4] * x;
    s5 += w[j + 5] * x;
    s6 += w[j + 6] * x;
    s7 += w[j + 7] * x;
  }
  out[0] = none;
  out[1] = s1;
  out[2] = s2;
  out[3] = s3;
  out[4] = s4;
  out[5] = s5;
  out[6] = s6;
  out[7] = s7;
}

/** The 24 features of a customer, in the order of linearPolicy.mjs, as the policy's encoding has them. */
function observe(world, i, active) {
  const { z, logs, policy, signals, day, ends_on, plan, region, inMonth, lastAny, last, seenSince } = world;
  const { at } = policy;
  const { fault, login, price_page, call_in, leave_page } = signals;
  const left = ends_on[i] - (1 + day);
  const since = (tick) => (day - tick < NEVER ? day - tick : NEVER);
  z[0] = active ? 0 : 1;
  z[1] = logs.inStage[day - seenSince[i]];
  z[2] = plan[i] === 2 ? 1 : 0;
  z[3] = world.zBill[i];
  z[4] = region[i] === 1 ? 1 : 0;
  z[5] = world.zYears[i];
  z[6] = logs['sent(email, 28d)'][inMonth[EMAIL][i]];
  z[7] = logs['sent(sms, 28d)'][inMonth[SMS][i]];
  z[8] = logs['sent(call, 28d)'][inMonth[CALL][i]];
  z[9] = logs['since(sent(any), never: 999d)'][since(lastAny[i])];
  z[10] = logs['since(sent(gift), never: 999d)'][since(last[GIFT][i])];
  z[11] = logs['since(sent(discount), never: 999d)'][since(last[DISCOUNT][i])];
  z[12] = logs['since(sent(save_call), never: 999d)'][since(last[SAVE][i])];
  z[13] = standard(at.days_to_end, Math.max(-120, Math.min(240, left)));
  z[14] = standard(at.near_end, nearEnd(left));
  z[15] = world.zLevel[i];
  z[16] = logs.logins_quarter[login.windows[2].sum[i]];
  z[17] = standard(at.login_trend, (login.windows[0].sum[i] + 1) / (login.windows[2].sum[i] / 3 + 1));
  z[18] = standard(at.price_share, (price_page.windows[1].sum[i] + 0.2) / (login.windows[1].sum[i] + 3));
  z[19] = logs.faults_quarter[fault.windows[2].sum[i]];
  z[20] = standard(at.calls_alone, call_in.windows[1].sum[i] - 0.3 * fault.windows[1].sum[i]);
  z[21] = logs.leave_month[leave_page.windows[0].sum[i]];
  z[22] = logs['count(call_in, 28d)'][call_in.windows[0].sum[i]];
  z[23] = logs['count(price_page, 28d)'][price_page.windows[0].sum[i]];
}

const standard = ({ mean, factor }, x) => Math.max(-10, Math.min(10, (x - mean) * factor));

/** Standardised log(1 + x) of every whole number that a count or a time may be. */
function tableOf({ mean, factor }) {
  return Float32Array.from({ length: 16_384 }, (_, x) => standard({ mean, factor }, log32(1 + x)));
}

/** table(left, -60: 0, 0: 1, 30: 1, 90: 0) */
function nearEnd(left) {
  if (left <= -60 || left >= 90) return 0;
  if (left < 0) return (left + 60) / 60;
  return left < 30 ? 1 : (90 - left) / 60;
}

function send(world, i, { of, by, cost }) {
  const { day, value, lastAny, last, inMonth, recent, recentCalls, sends, contacts, luck, ids } = world;
  value[i] -= 1.1 ** (-day / 365) * cost;
  contacts[i]++;
  world.sent++;
  lastAny[i] = last[of][i] = day;
  inMonth[by][i]++;
  recent[i]++;
  if (by === CALL) recentCalls[i]++;
  sends[day % 30].push(4 * i + by);
  if (uniform24(drawWord(luck, ids[i], 0, day, REACHED[by])) < REACH[by]) arrive(world, i, of, by);
}

function arrive(world, i, of, by) {
  const { touch, left, luck, ids, day, fatigue, reactance, consent, thrifty, redeeming, renewUntil } = world;
  touch[i] = TIRES[by];
  for (const column of left[of]) column[i] += 1;
  const [a, b] = OPT_OUT[by];
  const chance = 1 / (1 + Math.exp(-(a + b * fatigue[i] + 2 * reactance[i])));
  if (uniform24(drawWord(luck, ids[i], 0, day, OPTS_OUT[by])) < chance) consent[by][i] = 0;
  if (of === RENEWAL) renewUntil[i] = day + 27;
  if (of !== DISCOUNT) return;
  if (uniform24(drawWord(luck, ids[i], 0, day, REDEEM)) >= (thrifty[i] ? 0.75 : 0.45)) return;
  redeeming[day + Math.floor(uniform24(drawWord(luck, ids[i], 0, day, REDEEM_DAY)) * 14)].push(i);
}

/** What offers cost: a share of the bill, in whole parts of the currency. */
const offerCost = (share, bill) => Math.round(Math.fround(Math.fround(share) * bill) * 10_000) / 10_000;

function redeem({ day, redeeming, stage, value, bill }) {
  const discount = 1.1 ** (-day / 365);
  for (const i of redeeming[day]) if (stage[i] !== GONE) value[i] -= discount * offerCost(0.4, bill[i]);
}

/** What changing stage brings besides: seen stages, a decision on notice, an offer that waited for it. */
function moved({ day, stage, seenSince, entering, renewUntil, value, bill }, i, to) {
  const seen = (at) => (at === SLIPPING ? ACTIVE : at);
  if (seen(stage[i]) !== seen(to)) seenSince[i] = day + 1;
  if (to === NOTICE) entering.push(i);
  if (to !== RENEWED || renewUntil[i] < day) return;
  value[i] -= 1.1 ** (-day / 365) * offerCost(0.3, bill[i]);
  renewUntil[i] = -1;
}
