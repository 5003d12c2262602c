import { type Code, i32x4, makeCode } from './code.ts';
import { forSlots, i32, RANGE } from './loop.ts';

const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;
const ROUNDS = 10;

/** Addresses of the customers' ids by slot, and the bytes from one word's column to the next. */
export type LuckPlaces = { readonly low: number; readonly high: number; readonly stride: number };

/** A draw by its purpose, and the address of the column of its first word. */
export type Draw = { readonly purpose: number; readonly words: number };

/** Draws that are worked out together: neither waits for the other's products. */
const TOGETHER = 2;
const PARAMETERS = [...RANGE, ...['key0', 'key1', 'epoch'].map((name) => [name, 'i32'] as const)];

/**
 * Function of that name: Philox4x32-10 (core/philox.ts) of each slot's customer, epoch $epoch and the draws' purposes
 * under key ($key0, $key1), for slots $from .. $to - 1; word w of a draw goes to the column at its words + w stride. It
 * writes up to three slots beyond $to.
 */
export function luckFunction(name: string, draws: readonly Draw[], places: LuckPlaces): string {
  const code = makeCode();
  const keys = keysOf(code, ['$key0', '$key1']);
  forSlots(code, ({ at }) => {
    const id = [places.low, places.high].map((column) => code.v128(`(v128.load offset=${column} ${at})`));
    for (let k = 0; k < draws.length; k += TOGETHER) {
      const some = draws.slice(k, k + TOGETHER);
      const counters = some.map(({ purpose }): Four => {
        return [id[0], id[1], '(i32x4.splat (local.get $epoch))', i32x4(purpose)];
      });
      philoxLanes(code, counters, keys).forEach((words, j) => {
        words.forEach((word, w) => {
          code.push(`(v128.store offset=${some[j].words + w * places.stride} ${at} ${word})`);
        });
      });
    }
  });
  return code.text(name, { parameters: PARAMETERS });
}

type Four = readonly [string, string, string, string];

/** Keys of the rounds, in all lanes. */
export type Keys = readonly (readonly [string, string])[];

/** Works out the rounds' keys, once for all counters; the key's words are i32 locals, by name. */
export function keysOf(code: Code, [key0, key1]: readonly [string, string]): Keys {
  const key = (name: string, round: number, weyl: number) =>
    code.v128(`(i32x4.splat (i32.add (local.get ${name}) ${i32(Math.imul(round, weyl))}))`);
  return Array.from({ length: ROUNDS }, (_, round) => [key(key0, round, W0), key(key1, round, W1)] as const);
}

/** The four words of philox at each counter, lane by lane, round by round. */
export function philoxLanes(code: Code, counters: readonly Four[], keys: Keys): Four[] {
  let state = counters.map((counter) => counter.map((word) => code.v128(word)) as unknown as Four);
  for (const key of keys) state = state.map((four) => philoxRound(code, four, key));
  return state;
}

function philoxRound(code: Code, [c0, c1, c2, c3]: Four, [key0, key1]: Keys[number]): Four {
  const [even0, odd0] = products(code, c0, M0);
  const [even1, odd1] = products(code, c2, M1);
  const xor = (a: string, b: string, c: string) => code.v128(`(v128.xor (v128.xor ${a} ${b}) ${c})`);
  return [
    xor(highs(even1, odd1), c1, key0),
    code.v128(lows(even1, odd1)),
    xor(highs(even0, odd0), c3, key1),
    code.v128(lows(even0, odd0)),
  ];
}

/** 64-bit products of lanes 0, 1 and of lanes 2, 3 with a constant. */
function products(code: Code, x: string, by: number): readonly [string, string] {
  const constant = i32x4(by);
  return [
    code.v128(`(i64x2.extmul_low_i32x4_u ${x} ${constant})`),
    code.v128(`(i64x2.extmul_high_i32x4_u ${x} ${constant})`),
  ];
}

const lows = (a: string, b: string) => `(i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27 ${a} ${b})`;
const highs = (a: string, b: string) =>
  `(i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31 ${a} ${b})`;
