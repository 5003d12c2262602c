import { type Code, f32x4, i32x4 } from './code.ts';

/*
 * exp, log, logistic and pow over four lanes: the steps of core/transcendental32.ts one by one, without fused
 * multiply-add, so that every lane has the bits of the function there. Where that branches, this selects.
 */
const f = Math.fround;

const add = (a: string, b: string) => `(f32x4.add ${a} ${b})`;
const sub = (a: string, b: string) => `(f32x4.sub ${a} ${b})`;
const mul = (a: string, b: string) => `(f32x4.mul ${a} ${b})`;
const div = (a: string, b: string) => `(f32x4.div ${a} ${b})`;
const select = (a: string, b: string, mask: string) => `(v128.bitselect ${a} ${b} ${mask})`;

const LN2_HIGH = 0.693359375;
const LN2_LOW = f(-2.1219444e-4);

/** Both clamp with their constant second: pmax and pmin then keep a NaN, as Math.max and Math.min do. */
export function expLanes(code: Code, x: string): string {
  const c = code.v128(`(f32x4.pmin (f32x4.pmax ${x} ${f32x4(-87)}) ${f32x4(89)})`);
  const n = code.v128(`(f32x4.floor ${add(mul(c, f32x4(f(Math.LOG2E))), f32x4(0.5))})`);
  const r = code.v128(sub(sub(c, mul(n, f32x4(LN2_HIGH))), mul(n, f32x4(LN2_LOW))));
  const s = code.v128(mul(r, r));
  const high = add(mul(f32x4(1.98756915e-4), r), f32x4(1.3981999507e-3));
  const middle = add(mul(f32x4(8.3334519073e-3), r), f32x4(4.1665795894e-2));
  const low = add(mul(f32x4(1.6666665459e-1), r), f32x4(5.0000001201e-1));
  const p = code.v128(add(mul(add(mul(high, s), middle), s), low));
  const y = code.v128(add(add(mul(p, s), r), f32x4(1)));
  const h = `(i32x4.shl (i32x4.add (i32x4.trunc_sat_f32x4_s ${n}) ${i32x4(126)}) (i32.const 23))`;
  return code.v128(mul(add(y, y), h));
}

export function logisticLanes(code: Code, x: string): string {
  const t = expLanes(code, `(f32x4.neg (f32x4.abs ${x}))`);
  const top = select(f32x4(1), t, `(f32x4.ge ${x} ${f32x4(0)})`);
  return code.v128(div(top, add(f32x4(1), t)));
}

export function logLanes(code: Code, x: string): string {
  const tiny = code.v128(`(f32x4.lt ${x} ${f32x4(2 ** -126)})`);
  const scaled = code.v128(select(mul(x, f32x4(2 ** 23)), x, tiny));
  const k = code.v128(`(i32x4.shr_s (i32x4.sub ${scaled} ${i32x4(0x3f3504f3)}) (i32.const 23))`);
  const m = `(i32x4.sub ${scaled} (i32x4.shl ${k} (i32.const 23)))`;
  const exponent = `(i32x4.sub ${k} (v128.and ${tiny} ${i32x4(23)}))`;
  const e = code.v128(`(f32x4.convert_i32x4_s ${exponent})`);
  const g = code.v128(sub(m, f32x4(1)));
  const z = code.v128(mul(g, g));
  const pair = (a: number, b: number) => add(mul(f32x4(a), g), f32x4(b));
  let p = code.v128(add(mul(f32x4(7.0376836292e-2), z), pair(-1.151461031e-1, 1.167699874e-1)));
  p = code.v128(add(mul(p, z), pair(-1.2420140846e-1, 1.4249322787e-1)));
  p = code.v128(add(mul(p, z), pair(-1.6668057665e-1, 2.0000714765e-1)));
  p = code.v128(add(mul(p, z), pair(-2.4999993993e-1, 3.3333331174e-1)));
  const y = sub(add(mul(mul(p, g), z), mul(e, f32x4(LN2_LOW))), mul(f32x4(0.5), z));
  const usual = code.v128(add(add(g, y), mul(e, f32x4(LN2_HIGH))));
  const infinite = select(x, usual, `(f32x4.eq ${x} ${f32x4(Number.POSITIVE_INFINITY)})`);
  const zero = select(f32x4(Number.NEGATIVE_INFINITY), infinite, `(f32x4.eq ${x} ${f32x4(0)})`);
  // Not at least 0: negative or no number.
  return code.v128(select(zero, f32x4(Number.NaN), `(f32x4.ge ${x} ${f32x4(0)})`));
}

export function sinLanes(code: Code, x: string): string {
  const k = code.v128(`(f32x4.floor ${add(mul(x, f32x4(f(2 / Math.PI))), f32x4(0.5))})`);
  const parts = [1.5703125, 4.837512969970703e-4, 7.549789954891882e-8];
  const r = code.v128(parts.reduce((left, part) => sub(left, mul(k, f32x4(part))), x));
  const z = code.v128(mul(r, r));
  const sine = [8.3321608736e-3, -1.6666654611e-1].reduce(
    (p, next) => add(mul(p, z), f32x4(next)),
    f32x4(-1.9515295891e-4),
  );
  const cosine = [-1.388731625493765e-3, 4.166664568298827e-2].reduce(
    (p, next) => add(mul(p, z), f32x4(next)),
    f32x4(2.443315711809948e-5),
  );
  const s = code.v128(add(mul(mul(sine, z), r), r));
  const c = code.v128(add(sub(mul(mul(cosine, z), z), mul(f32x4(0.5), z)), f32x4(1)));
  const quadrant = code.v128(`(i32x4.trunc_sat_f32x4_s ${k})`);
  const bit = (which: number) => `(i32x4.ne (v128.and ${quadrant} ${i32x4(which)}) ${i32x4(0)})`;
  const value = code.v128(select(c, s, bit(1)));
  const signed = select(`(f32x4.neg ${value})`, value, bit(2));
  const near = `(f32x4.le (f32x4.abs ${x}) ${f32x4(65536)})`;
  return code.v128(select(signed, f32x4(Number.NaN), near));
}

/** x to the power y; `exponent` is y where it is the same constant in all lanes, which saves most of the choices. */
export function powLanes(code: Code, x: string, y: string, exponent: number | null): string {
  if (exponent === 0) return f32x4(1);
  const size = code.v128(`(f32x4.abs ${x})`);
  const power = code.v128(powerOf(code, size, y, exponent));
  const whole = code.v128(`(f32x4.eq (f32x4.floor ${y}) ${y})`);
  const half = code.v128(mul(f32x4(0.5), y));
  const even = `(f32x4.eq (f32x4.floor ${half}) ${half})`;
  const signed = select(power, `(f32x4.neg ${power})`, even);
  const negative = select(signed, f32x4(Number.NaN), whole);
  const either = select(negative, power, `(f32x4.lt ${x} ${f32x4(0)})`);
  if (exponent !== null) return code.v128(either);
  return code.v128(select(f32x4(1), either, `(f32x4.eq ${y} ${f32x4(0)})`));
}

function powerOf(code: Code, size: string, y: string, exponent: number | null): string {
  const choices: readonly (readonly [number, string])[] = [
    [1, size],
    [2, mul(size, size)],
    [0.5, `(f32x4.sqrt ${size})`],
    [-1, div(f32x4(1), size)],
  ];
  const exact = choices.find(([value]) => value === exponent);
  if (exact !== undefined) return exact[1];
  const usual = expLanes(code, mul(y, logLanes(code, size)));
  if (exponent !== null) return usual;
  return choices.reduce(
    (chosen, [value, power]) => select(power, chosen, `(f32x4.eq ${y} ${f32x4(value)})`),
    usual,
  );
}
