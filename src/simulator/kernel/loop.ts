import { type Code, f32x4, i32x4 } from './code.ts';

/** Four slots at a time. */
export type Group = {
  /** The first one, and its place in a 4-byte column. */
  readonly slot: string;
  readonly at: string;
  /** Works out which of them are in the range. */
  readonly inside: string;
  /** What the function gives back where a value is refused. */
  readonly refusal: string;
};

/** Parameters of a function that goes through slots. */
export const RANGE = [
  ['from', 'i32'],
  ['to', 'i32'],
] as const;

/** Goes through slots $from .. $to - 1 by fours; the last group may hold slots that are beyond. */
export function forSlots(code: Code, body: (group: Group) => void): void {
  const slot = code.variable('i32');
  code.push(
    `(local.set ${slot} (local.get $from))`,
    `(block $done (loop $next (br_if $done (i32.ge_s (local.get ${slot}) (local.get $to)))`,
  );
  const read = `(local.get ${slot})`;
  const lanes = `(i32x4.add (i32x4.splat ${read}) (v128.const i32x4 0 1 2 3))`;
  body({
    slot: read,
    at: code.i32(`(i32.shl ${read} (i32.const 2))`),
    inside: `(i32x4.lt_s ${lanes} (i32x4.splat (local.get $to)))`,
    refusal: `(i32.sub ${i32(-1)} ${read})`,
  });
  code.push(`(local.set ${slot} (i32.add ${read} ${i32(4)})) (br $next)))`);
}

/** Ends the function by the group's refusal, below 0, as soon as a lane in the range is refused. */
export function refuseWhere(code: Code, refused: string, { inside, refusal }: Group): void {
  code.push(`(if (v128.any_true (v128.and ${refused} ${inside})) (then (return ${refusal})))`);
}

/** Goes through the lanes that are set in `hit`, lowest first: `lane` reads 0 to 3. */
export function forLanes(code: Code, hit: string, body: (lane: string) => void): void {
  const bits = code.variable('i32');
  const lane = code.variable('i32');
  code.push(
    `(local.set ${bits} (i32x4.bitmask ${hit}))`,
    `(block $none (loop $lane (br_if $none (i32.eqz (local.get ${bits})))`,
    `(local.set ${lane} (i32.ctz (local.get ${bits})))`,
  );
  body(`(local.get ${lane})`);
  code.push(
    `(local.set ${bits} (i32.and (local.get ${bits}) (i32.sub (local.get ${bits}) ${i32(1)})))`,
    '(br $lane)))',
  );
}

/** Uniforms of the words at `at` in the column of that address. */
export function uniforms(code: Code, column: string, at: string): string {
  return uniformLanes(code, `(v128.load (i32.add ${column} ${at}))`);
}

/** Uniforms of words: multiples of 2^-24 below 1. What is left of a word has no sign, and converts faster so. */
export function uniformLanes(code: Code, words: string): string {
  const left = `(f32x4.convert_i32x4_s (i32x4.shr_u ${words} ${i32(8)}))`;
  return code.v128(`(f32x4.mul ${left} ${f32x4(2 ** -24)})`);
}

export const i32 = (value: number): string => `(i32.const ${value})`;

/** Which lanes hold no number. */
export const notNumbers = (code: Code, values: readonly string[]): string =>
  values.length === 0
    ? i32x4(0)
    : values
        .map((value) => `(f32x4.ne ${value} ${value})`)
        .reduce((all, one) => code.v128(`(v128.or ${all} ${one})`));
