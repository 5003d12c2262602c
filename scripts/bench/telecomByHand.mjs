/**
 * scenarios/telecom-retention.yaml as somebody writes it by hand who needs it fast: plain JavaScript over typed arrays,
 * rows of who is still there, a switch on the stage, the same Philox words kept for four days, windows moved on by lists
 * of what happened, and whatever stays the same for a whole life worked out once. What the kernel is measured against.
 */
import { purposeOf } from '../../dist/core/luck.js';
import { philox4x32 } from '../../dist/core/philox.js';

export const [ACTIVE, SLIPPING, NOTICE, RENEWED, GONE] = [0, 1, 2, 3, 4];
const STAGES = ['active', 'slipping', 'notice', 'renewed'];

/** Windows in days that somebody reads, by signal. */
const WINDOWS = {
  fault: [3, 35, 63],
  login: [21, 35, 63],
  price_page: [28, 35],
  call_in: [28, 35, 42],
  leave_page: [35],
};
/** What contacts leave behind, by intervention and half-life in days. */
export const ADSTOCKS = {
  d8: ['discount', 8],
  d14: ['discount', 14],
  d28: ['discount', 28],
  r7: ['renewal', 7],
  r8: ['renewal', 8],
  r14: ['renewal', 14],
  g8: ['gift', 8],
  g14: ['gift', 14],
  g28: ['gift', 28],
  c8: ['save_call', 8],
  c14: ['save_call', 14],
  c28: ['save_call', 28],
  t28: ['tips', 28],
};
const mapValues = (object, make) =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, make(value, name)]));
const KEPT = mapValues(ADSTOCKS, ([, halfLife]) => 2 ** (-1 / halfLife));

/** What a day of looking at the form to leave is worth, by stage: the chance of none. */
const LEAVE_RATE = [0.001, 0.04, 0.1, 0.001];
const LEAVE_NONE = LEAVE_RATE.map((rate) => Math.exp(-rate));

/**
 * Customers `from` .. `from + count - 1` at day 0. `traits` are columns of theirs by the scenario's names, with `stage`
 * and `consent` by channel; `parameters` the scenario's.
 */
export function makeByHand(traits, parameters, { from, count, luck }) {
  const f32 = (of = () => 0) => Float32Array.from({ length: count }, (_, i) => of(i));
  const { bill, plan, region, browsing, thrifty, inertia, reactance } = traits;
  const p = parameters;
  const margin = f32((i) => Math.fround(Math.fround(p.margin_share) * bill[i]) / 30);
  return {
    ...traits,
    stage: Uint8Array.from(traits.stage),
    entered: new Int32Array(count),
    fatigue: f32(),
    touch: f32(),
    dear: f32(),
    unheard: f32(),
    unused: f32(),
    grudge: f32(),
    value: new Float64Array(count),
    // Of a whole life.
    faultRate: f32((i) => (region[i] === 1 ? 0.018 : 0.01)),
    faultNone: f32((i) => Math.exp(region[i] === 1 ? -0.018 : -0.01)),
    loginRate: f32((i) => 0.4 * browsing[i] * [0.7, 1, 1.4][plan[i]]),
    priceRate: f32((i) => browsing[i] * (0.02 + 0.03 * thrifty[i])),
    dearRate: f32((i) => browsing[i] * 0.45),
    slipBase: f32((i) => p.slip_base + 0.8 * Math.log(bill[i] / 34) * thrifty[i] - 1.2 * inertia[i]),
    stirred: f32((i) => p.wake_up * inertia[i]),
    irritable: f32((i) => p.annoyance * reactance[i]),
    awake: f32((i) => 0.3 * (1 - inertia[i])),
    margin: Float64Array.from(margin, (daily) => Math.round(daily * 10_000) / 10_000),
    adstocks: mapValues(ADSTOCKS, () => f32()),
    signals: mapValues(WINDOWS, (days, name) => makeSignal(name, days, count)),
    stageWords: new Uint32Array(4 * count),
    stagePurposes: STAGES.map((name) => purposeOf(`stage/${name}`)),
    rows: Int32Array.from({ length: count }, (_, i) => i),
    ids: Uint32Array.from({ length: count }, (_, i) => from + i),
    movers: [],
    living: count,
    luck,
    parameters,
    day: 0,
  };
}

function makeSignal(name, days, count) {
  return {
    purpose: purposeOf(`signal/${name}`),
    words: new Uint32Array(4 * count),
    windows: days.map((length) => ({ length, sum: new Float32Array(count) })),
    past: Array.from({ length: Math.max(...days) + 1 }, () => makeHits(count)),
  };
}

const makeHits = (count) => ({ n: 0, rows: new Int32Array(count), counts: new Uint8Array(count) });

/** One day of everybody's lives; gives how many were there to live it. */
export function stepByHand(world) {
  if ((world.day & 3) === 0) drawLuck(world);
  return liveDay(world);
}

/** Four days' words of everybody who is still there. */
export function drawLuck({ signals, luck, day, rows, living, ids, stage, stageWords, stagePurposes }) {
  const [key0, key1] = luck;
  for (const { purpose, words } of Object.values(signals)) {
    for (let q = 0; q < living; q++) {
      const i = rows[q];
      philox4x32(key0, key1, ids[i], 0, day >>> 2, purpose, words, 4 * i);
    }
  }
  for (let q = 0; q < living; q++) {
    const i = rows[q];
    philox4x32(key0, key1, ids[i], 0, day >>> 2, stagePurposes[stage[i]], stageWords, 4 * i);
  }
}

/** Signals, states, exits and payments. `touch` is what today's contact adds to fatigue; it is taken. */
export function liveDay(world) {
  const { living, signals } = world;
  for (const signal of Object.values(signals)) turn(signal, world.day);
  drawFaults(world, signals.fault);
  drawLogins(world, signals.login);
  drawPricePages(world, signals.price_page);
  drawCalls(world, signals.call_in, signals.fault.windows[0].sum);
  drawLeavePages(world, signals.leave_page);
  moveAndPay(world);
  settleMovers(world);
  world.day++;
  return living;
}

/** Takes out of each window the day that leaves it, and opens today's list. */
function turn({ windows, past }, day) {
  for (const { length, sum } of windows) {
    if (day < length) continue;
    const { n, rows, counts } = past[(day - length) % past.length];
    for (let j = 0; j < n; j++) sum[rows[j]] -= counts[j];
  }
  past[day % past.length].n = 0;
}

/** Takes note that it happened `count` times to a row today. */
function happen({ windows, past }, day, i, count) {
  const today = past[day % past.length];
  today.rows[today.n] = i;
  today.counts[today.n++] = count;
  for (let w = 0; w < windows.length; w++) windows[w].sum[i] += count;
}

/** A Poisson count by inversion of u, which is at least the chance of none. */
function countOf(u, rate, none) {
  let k = 0;
  let chance = none;
  let total = none;
  while (u >= total && k < 255) {
    k++;
    chance *= rate / k;
    total += chance;
  }
  return k;
}

const U24 = 2 ** -24;

function drawFaults({ day, rows, living, faultRate, faultNone, grudge, wronged }, signal) {
  const { words } = signal;
  const lane = day & 3;
  for (let q = 0; q < living; q++) {
    const i = rows[q];
    const u = (words[4 * i + lane] >>> 8) * U24;
    let left = 0.98 * grudge[i];
    if (u >= faultNone[i]) {
      const count = countOf(u, faultRate[i], faultNone[i]);
      left += count * wronged[i] * (1 - grudge[i]);
      happen(signal, day, i, count);
    }
    grudge[i] = left;
  }
}

function drawLogins({ day, rows, living, loginRate, unused }, signal) {
  const { words } = signal;
  const lane = day & 3;
  for (let q = 0; q < living; q++) {
    const i = rows[q];
    const u = (words[4 * i + lane] >>> 8) * U24;
    const rate = loginRate[i] * (1 - 0.85 * unused[i]);
    // exp(-r) is at least 1 - r: most days need no exponential, here and below.
    if (u < 1 - rate) continue;
    const none = Math.exp(-rate);
    if (u >= none) happen(signal, day, i, countOf(u, rate, none));
  }
}

function drawPricePages({ day, rows, living, priceRate, dearRate, dear }, signal) {
  const { words } = signal;
  const lane = day & 3;
  for (let q = 0; q < living; q++) {
    const i = rows[q];
    const u = (words[4 * i + lane] >>> 8) * U24;
    const rate = priceRate[i] + dearRate[i] * dear[i];
    if (u < 1 - rate) continue;
    const none = Math.exp(-rate);
    if (u >= none) happen(signal, day, i, countOf(u, rate, none));
  }
}

function drawCalls({ day, rows, living, talking, unheard }, signal, faults) {
  const { words } = signal;
  const lane = day & 3;
  for (let q = 0; q < living; q++) {
    const i = rows[q];
    const u = (words[4 * i + lane] >>> 8) * U24;
    const rate = talking[i] * (0.008 + 0.1 * faults[i] + 0.25 * unheard[i]);
    if (u < 1 - rate) continue;
    const none = Math.exp(-rate);
    if (u >= none) happen(signal, day, i, countOf(u, rate, none));
  }
}

function drawLeavePages({ day, rows, living, stage }, signal) {
  const { words } = signal;
  const lane = day & 3;
  for (let q = 0; q < living; q++) {
    const i = rows[q];
    const u = (words[4 * i + lane] >>> 8) * U24;
    const none = LEAVE_NONE[stage[i]];
    if (u >= none) happen(signal, day, i, countOf(u, LEAVE_RATE[stage[i]], none));
  }
}

/**
 * States, the exit of each from its new state, and what the day pays; who moves is listed. Adstocks are left as they
 * will be tomorrow before anything happens.
 */
function moveAndPay(world) {
  const { rows, living, day, stage, entered, ends_on, thrifty, wronged, idle, movers } = world;
  const { fatigue, touch, dear, unheard, unused, grudge, value, margin, stageWords } = world;
  const { slipBase, stirred, irritable, awake } = world;
  const { d8, d14, d28, r7, r8, r14, g8, g14, g28, c8, c14, c28, t28 } = world.adstocks;
  const { fatigue_left, price_effect, call_effect, gift_effect, mismatch } = world.parameters;
  const lane = day & 3;
  const dayOfYear = 1 + day;
  const discount = 1.1 ** (-day / 365);
  for (let q = 0; q < living; q++) {
    const i = rows[q];
    const at = stage[i];
    const tired = fatigue_left * fatigue[i] + touch[i];
    fatigue[i] = tired;
    touch[i] = 0;
    const restless = at === SLIPPING || at === NOTICE ? 0.1 : 0;
    const tooDear = 0.9 * dear[i] + restless * thrifty[i];
    const notHeard = 0.9 * unheard[i] + restless * wronged[i];
    const noUse = 0.9 * unused[i] + restless * idle[i];
    dear[i] = tooDear;
    unheard[i] = notHeard;
    unused[i] = noUse;
    value[i] += discount * margin[i];
    const u = (stageWords[4 * i + lane] >>> 8) * U24;
    const weary = irritable[i] * Math.min(tired, 3);
    let loss = 0;
    let gain = 0;
    if (at === ACTIVE) {
      const left = ends_on[i] - dayOfYear;
      loss = Math.exp(
        slipBase[i] +
          1.6 * grudge[i] +
          stirred[i] * (d14[i] + r14[i] + 0.6 * (g14[i] + c14[i])) +
          weary -
          awake[i] * t28[i] -
          (thrifty[i] * d28[i] + wronged[i] * c28[i] + idle[i] * g28[i]) +
          slipByEnd(left),
      );
      gain = Math.exp(-8 + renewByEnd(left) + 2.4 * r7[i]);
    } else if (at === SLIPPING) {
      const answered = price_effect * tooDear * d8[i] + call_effect * notHeard * c8[i];
      gain = Math.exp(-4.7 + answered + gift_effect * noUse * g8[i]);
      const beside = notHeard * d8[i] + (1 - notHeard) * c8[i] + (1 - noUse) * g8[i] + r8[i];
      loss = Math.exp(-4.7 + mismatch * beside + weary);
    } else if (at === NOTICE) {
      const answered = price_effect * tooDear * d8[i] + call_effect * notHeard * c8[i];
      gain = Math.exp(-5 + 1.1 * answered + gift_effect * noUse * g8[i]);
      loss = Math.exp(-2.9 + 0.5 * mismatch * (notHeard * d8[i] + (1 - notHeard) * c8[i]));
    } else {
      gain = Math.exp(-9 + expiring(day - entered[i]));
      loss = RENEWED_GONE;
    }
    d8[i] *= KEPT.d8;
    d14[i] *= KEPT.d14;
    d28[i] *= KEPT.d28;
    r7[i] *= KEPT.r7;
    r8[i] *= KEPT.r8;
    r14[i] *= KEPT.r14;
    g8[i] *= KEPT.g8;
    g14[i] *= KEPT.g14;
    g28[i] *= KEPT.g28;
    c8[i] *= KEPT.c8;
    c14[i] *= KEPT.c14;
    c28[i] *= KEPT.c28;
    t28[i] *= KEPT.t28;
    const total = 1 + gain + loss;
    if (u >= 1 - loss / total) movers.push(i, LOSS_OF[at]);
    else if (u < gain / total) movers.push(i, GAIN_OF[at]);
  }
}

/** Where a stage's exits lead: the one that is a loss, and the other. */
const LOSS_OF = [SLIPPING, NOTICE, GONE, GONE];
const GAIN_OF = [RENEWED, ACTIVE, ACTIVE, ACTIVE];
const RENEWED_GONE = Math.exp(-9.5);

/** table(left, -120: 0, 0: 0.7, 20: 0.6, 60: 0, 150: -0.6) */
function slipByEnd(left) {
  if (left <= -120) return 0;
  if (left < 0) return (left + 120) * (0.7 / 120);
  if (left < 20) return 0.7 - left * (0.1 / 20);
  if (left < 60) return 0.6 - (left - 20) * (0.6 / 40);
  return left < 150 ? (60 - left) * (0.6 / 90) : -0.6;
}

/** table(left, -60: 0, 0: 1.3, 45: 1, 100: 0) */
function renewByEnd(left) {
  if (left <= -60 || left >= 100) return 0;
  if (left < 0) return (left + 60) * (1.3 / 60);
  return left < 45 ? 1.3 - left * (0.3 / 45) : (100 - left) / 55;
}

/** table(inStage, 300d: 0, 364d: 3) */
function expiring(days) {
  return days <= 300 ? 0 : days >= 364 ? 3 : (days - 300) * (3 / 64);
}

/** New stages hold from tomorrow, with their own luck; who is gone is followed no longer. */
function settleMovers(world) {
  const { movers, stage, entered, value, luck, ids, day, stageWords, stagePurposes, rows, parameters } =
    world;
  let gone = 0;
  for (let m = 0; m < movers.length; m += 2) {
    const [i, to] = [movers[m], movers[m + 1]];
    world.moved?.(world, i, to);
    stage[i] = to;
    entered[i] = day + 1;
    if (to === GONE) {
      gone++;
      value[i] -= 1.1 ** (-day / 365) * parameters.replacement;
    } else if ((day & 3) !== 3) {
      philox4x32(luck[0], luck[1], ids[i], 0, day >>> 2, stagePurposes[to], stageWords, 4 * i);
    }
  }
  movers.length = 0;
  if (gone === 0) return;
  let kept = 0;
  for (let q = 0; q < world.living; q++) if (stage[rows[q]] !== GONE) rows[kept++] = rows[q];
  world.living = kept;
}

/** Customers in each stage. */
export function stagesOf({ stage }) {
  const counts = new Array(5).fill(0);
  for (const at of stage) counts[at]++;
  return counts;
}
