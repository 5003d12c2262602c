import { type Code, i32x4, makeCode } from './code.ts';
import { forSlots, i32 } from './loop.ts';

const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;
const ROUNDS = 10;

/** Addresses of the customers' ids by slot, and the bytes from one word's column to the next. */
export type Ids = { readonly low: number; readonly high: number };

/**
 * Function `luck`: Philox4x32-10 (core/philox.ts) of each slot's customer, epoch $epoch and purpose $purpose under key
 * ($key0, $key1); word w goes to the column at $words + w $stride. It writes up to three slots beyond $to.
 */
export function luckFunction({ low, high }: Ids): string {
  const code = makeCode();
  const keys = keysOf(code, ['$key0', '$key1']);
  forSlots(code, ({ at }) => {
    const counter = [
      `(v128.load offset=${low} ${at})`,
      `(v128.load offset=${high} ${at})`,
      '(i32x4.splat (local.get $epoch))',
      '(i32x4.splat (local.get $purpose))',
    ] as const;
    const words = philoxLanes(code, counter, keys);
    const place = code.variable('i32');
    code.push(`(local.set ${place} (i32.add (local.get $words) ${at}))`);
    for (const word of words) {
      code.push(
        `(v128.store (local.get ${place}) ${word})`,
        `(local.set ${place} (i32.add (local.get ${place}) (local.get $stride)))`,
      );
    }
  });
  const names = ['key0', 'key1', 'epoch', 'purpose', 'from', 'to', 'words', 'stride'];
  return code.text('luck', { parameters: names.map((name) => [name, 'i32'] as const) });
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

/** The four words of philox at a counter, lane by lane. */
export function philoxLanes(code: Code, counter: Four, keys: Keys): Four {
  let [c0, c1, c2, c3] = counter.map((word) => code.v128(word)) as unknown as Four;
  for (const [key0, key1] of keys) {
    const [even0, odd0] = products(code, c0, M0);
    const [even1, odd1] = products(code, c2, M1);
    const xor = (a: string, b: string, c: string) => code.v128(`(v128.xor (v128.xor ${a} ${b}) ${c})`);
    const next0 = xor(highs(even1, odd1), c1, key0);
    const next2 = xor(highs(even0, odd0), c3, key1);
    c1 = code.v128(lows(even1, odd1));
    c3 = code.v128(lows(even0, odd0));
    [c0, c2] = [next0, next2];
  }
  return [c0, c1, c2, c3];
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
