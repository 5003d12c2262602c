import { expColumn } from '../core/transcendental.ts';

/** Columns that chances are worked out in, for stages of at most so many exits. */
export type ExitRoom = {
  /** By exit: its chance. */
  readonly chances: readonly Float32Array[];
  readonly most: Float32Array;
  readonly total: Float32Array;
};

export function makeExitRoom(exits: number, capacity: number): ExitRoom {
  return {
    chances: Array.from({ length: exits }, () => new Float32Array(capacity)),
    most: new Float32Array(capacity),
    total: new Float32Array(capacity),
  };
}

/** An exit's place and the lane of a value that has no meaning there. */
export type Refused = { readonly exit: number; readonly lane: number };

/**
 * Logits against staying, [exits x n], to chances a tick: p_k = exp(l_k - m) / (exp(-m) + sum_j exp(l_j - m)), with m
 * the largest of 0 and the logits, so that nothing overflows; f32, summed in the order of the exits. A logit of
 * -infinity means never; +infinity is refused.
 */
export function logitChances(logits: readonly Float32Array[], n: number, room: ExitRoom): Refused | null {
  const { chances, most, total } = room;
  const largest = fillMost(logits, n, most);
  if (largest === Number.POSITIVE_INFINITY) return firstInfinite(logits, n);
  for (let i = 0; i < n; i++) total[i] = -most[i];
  // exp(0) is 1 and l - 0 is l: where no logit is positive, as is usual, there is nothing to work out.
  if (largest > 0) expColumn(total, total, n);
  else total.fill(1, 0, n);
  for (let k = 0; k < logits.length; k++) {
    const [logit, chance] = [logits[k], chances[k]];
    if (largest > 0) for (let i = 0; i < n; i++) chance[i] = logit[i] - most[i];
    expColumn(largest > 0 ? chance : logit, chance, n);
    for (let i = 0; i < n; i++) total[i] += chance[i];
  }
  for (let k = 0; k < logits.length; k++) divide(chances[k], total, n);
  return null;
}

/** Writes the largest of 0 and the logits of each lane, and gives the largest of all. */
function fillMost(logits: readonly Float32Array[], n: number, most: Float32Array): number {
  let largest = 0;
  most.fill(0, 0, n);
  for (const logit of logits) {
    for (let i = 0; i < n; i++) {
      if (logit[i] > most[i]) most[i] = logit[i];
      if (logit[i] > largest) largest = logit[i];
    }
  }
  return largest;
}

function divide(values: Float32Array, by: Float32Array, n: number): void {
  for (let i = 0; i < n; i++) values[i] /= by[i];
}

function firstInfinite(logits: readonly Float32Array[], n: number): Refused {
  const lanes = logits.map((logit) => logit.subarray(0, n).indexOf(Number.POSITIVE_INFINITY));
  const exit = lanes.findIndex((lane) => lane >= 0);
  return { exit, lane: lanes[exit] };
}

/**
 * Rates a day, [exits x n], to chances a tick: p_k = (1 - exp(-L dt)) l_k / L with L the sum of the rates, 0 where L
 * is 0; f32, summed in the order of the exits. Negative and infinite rates are refused.
 */
export function rateChances(
  rates: readonly Float32Array[],
  n: number,
  tickDays: number,
  room: ExitRoom,
): Refused | null {
  const { chances, most: any, total } = room;
  const dt = Math.fround(tickDays);
  total.fill(0, 0, n);
  for (let k = 0; k < rates.length; k++) {
    for (let i = 0; i < n; i++) {
      if (!(rates[k][i] >= 0 && rates[k][i] < Number.POSITIVE_INFINITY)) return { exit: k, lane: i };
      total[i] += rates[k][i];
    }
  }
  for (let i = 0; i < n; i++) any[i] = -Math.fround(total[i] * dt);
  expColumn(any, any, n);
  for (let i = 0; i < n; i++) any[i] = 1 - any[i];
  for (let k = 0; k < rates.length; k++) {
    for (let i = 0; i < n; i++) {
      chances[k][i] = total[i] === 0 ? 0 : Math.fround(any[i] * rates[k][i]) / total[i];
    }
  }
  return null;
}

/**
 * Which exit a uniform u in [0, 1) takes in a lane, or -1 to stay. Exits stand in name order; losses fill the unit
 * interval from the top, the others from the bottom, so that twins whose chances differ stay coupled.
 */
export function chooseExit(
  exits: readonly { readonly loss: boolean }[],
  chances: readonly Float32Array[],
  lane: number,
  u: number,
): number {
  let bottom = 0;
  let top = 0;
  for (let k = 0; k < exits.length; k++) {
    if (exits[k].loss) {
      top = Math.fround(top + chances[k][lane]);
      if (u >= Math.fround(1 - top)) return k;
    } else {
      bottom = Math.fround(bottom + chances[k][lane]);
      if (u < bottom) return k;
    }
  }
  return -1;
}
