import type { WorldStage } from '../../scenario/world.ts';
import { type Code, f32x4, i32x4 } from './code.ts';

/*
 * Most customers do nothing on most days. Whether the uniform of a lane is so far from every chance that nothing can
 * come of it is told by bounds that cost a few operations; only groups of lanes where one is not sure are worked out in
 * full. A bound leaves room for all that 32-bit floats round, and what is no number is never sure: no result depends on
 * it.
 */

/** Writes what is to be done only where a lane is not sure. */
export function unlessSure(code: Code, sure: string, body: () => void): void {
  code.push(`(if (i32.ne (i32x4.bitmask ${sure}) (i32.const 15)) (then`);
  body();
  code.push('))');
}

/** Room for what is rounded in a sum of chances next to 1: some units of 2^-24. */
const ROOM = 2 ** -20;

/** Whether no event of a Poisson rate happens: u < 1 - rate <= exp(-rate), of rates that are not refused. */
export function surelyNone(code: Code, rate: string, u: string): string {
  const bound = `(f32x4.sub ${f32x4(1 - ROOM)} ${rate})`;
  return code.v128(`(v128.and (f32x4.ge ${rate} ${f32x4(0)}) (f32x4.lt ${u} ${bound}))`);
}

/** Of an exit: no chance is larger; NaN where it is refused or too large to tell. */
type Bounds = readonly string[];

export function boundsOf(code: Code, { form }: WorldStage, values: readonly string[], dt: number): Bounds {
  return values.map((value) => (form === 'logit' ? logitBound(code, value) : rateBound(code, value, dt)));
}

/**
 * exp(l) or a little more, at most 6.2 %: 2^f <= 1 + f for 0 <= f <= 1, so that l log2(e) in fixed point, read as the
 * bits of a float, is one (Schraudolph, 1999, A fast, compact approximation of the exponential function).
 */
function logitBound(code: Code, logit: string): string {
  const scale = 2 ** 23;
  const log2 = `(f32x4.mul ${logit} ${f32x4(scale * Math.LOG2E)})`;
  const fixed = `(i32x4.trunc_sat_f32x4_s (f32x4.add ${log2} ${f32x4(scale * (127 + MARGIN))}))`;
  const bound = code.v128(`(i32x4.max_s ${fixed} ${i32x4(SMALLEST)})`);
  // A sum with what is no number is none.
  return code.v128(`(v128.or ${bound} (f32x4.ne ${logit} ${logit}))`);
}

/** Of the exponent to base 2: a part in 1,400, far more than 32-bit floats round. */
const MARGIN = 0.001;
/** Bits of 2^-124: more than exp gives where its argument is clamped. */
const SMALLEST = 3 << 23;

/** (1 - exp(-L dt)) l / L <= l dt. */
function rateBound(code: Code, rate: string, dt: number): string {
  const bound = `(f32x4.add (f32x4.mul ${rate} ${f32x4(dt * (1 + MARGIN))}) ${f32x4(ROOM)})`;
  return code.v128(`(v128.or ${bound} (v128.not (f32x4.ge ${rate} ${f32x4(0)})))`);
}

/** Whether u takes none of a stage's exits, by bounds of their chances. */
export function surelyStays(code: Code, { exits }: WorldStage, bounds: Bounds, u: string): string {
  const sum = (loss: boolean) =>
    bounds
      .filter((_, k) => exits[k].loss === loss)
      .reduce<string | null>((all, one) => (all === null ? one : `(f32x4.add ${all} ${one})`), null);
  const [bottom, top] = [sum(false), sum(true)];
  const above = bottom === null ? [] : [`(f32x4.ge ${u} ${bottom})`];
  const below = top === null ? [] : [`(f32x4.lt ${u} (f32x4.sub ${f32x4(1 - ROOM)} ${top}))`];
  const [first, ...more] = [...above, ...below];
  return code.v128(more.reduce((all, one) => `(v128.and ${all} ${one})`, first));
}
