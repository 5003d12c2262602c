import { describe, expect, it } from 'vitest';
import { makeFeatureSchema } from '../journey/features.ts';
import { checkEncoding, encode, encodingNames } from './encoding.ts';
import { fitEncoding } from './fitEncoding.ts';

const schema = makeFeatureSchema([
  { name: 'bill', kind: 'real' },
  { name: 'calls', kind: 'count' },
  { name: 'consent', kind: 'bool' },
  { name: 'plan', kind: 'category', levels: ['rolling', 'fixed', 'other'] },
]);
const f = Math.fround;
const missing = Number.NaN;

/** Bills 10, 20, 30 and one missing: mean 20, standard deviation 10. Calls 0, 0, 1, 1. */
const rows = Float32Array.of(10, 0, 1, 0, 20, 0, 0, 1, 30, 1, 1, 2, missing, 1, 0, 0);
const fitted = fitEncoding(schema, rows, 4);

function encoded(context: readonly number[], encoding = fitted): number[] {
  const out = new Float32Array(encoding.width).fill(9);
  encode(encoding, Float32Array.from(context), 1, out);
  return [...out];
}

describe('fitEncoding', () => {
  it('lays out an intercept, numbers, indicators of what was missing, bools and levels', () => {
    expect(encodingNames(fitted, schema)).toEqual([
      ...['1', 'bill', 'bill missing', 'calls', 'consent'],
      ...['plan = rolling', 'plan = fixed', 'plan = other'],
    ]);
    expect(fitted.width).toBe(8);
    expect(fitted.mean[0]).toBe(20);
    expect(fitted.factor[0]).toBe(f(0.1));
    // log 2 in half of the rows: mean log(2) / 2, standard deviation log(2) / sqrt(3).
    expect(fitted.mean[1]).toBeCloseTo(Math.LN2 / 2, 6);
    expect(fitted.factor[1]).toBeCloseTo(Math.sqrt(3) / Math.LN2, 6);
  });

  it('leaves a constant column unscaled', () => {
    const { factor, mean } = fitEncoding(schema, Float32Array.of(5, 0, 0, 0, 5, 0, 0, 0), 2);
    expect([mean[0], factor[0]]).toEqual([5, 1]);
  });

  it('puts knots at quantiles of the standardised values, where values differ', () => {
    const bills = Float32Array.from({ length: 404 }, (_, i) => (i % 4 === 0 ? Math.floor(i / 4) : 0));
    const { hingeOf, hingeAt, mean, factor } = fitEncoding(schema, bills, 101, { knots: 3 });
    // 0 to 100: quartiles 25, 50 and 75; the other numbers are constant.
    expect([...hingeOf]).toEqual([1, 1, 1]);
    const raw = [...hingeAt].map((z) => Math.round(z / factor[0] + mean[0]));
    expect(raw).toEqual([25, 50, 75]);
  });

  it('multiplies columns of different features, and squares of numbers', () => {
    const products = fitEncoding(schema, rows, 4, { products: true });
    const names = encodingNames(products, schema);
    expect(names).toContain('bill * bill');
    expect(names).toContain('calls * plan = fixed');
    expect(names).not.toContain('plan = rolling * plan = fixed');
    expect(names).not.toContain('consent * consent');
    expect(names).not.toContain('bill * bill missing');
    expect(products.width).toBe(names.length);
    const z = encoded([30, 1, 1, 1], products);
    const [bill, calls] = [z[1], z[3]];
    expect(z[names.indexOf('bill * bill')]).toBe(f(bill * bill));
    expect(z[names.indexOf('bill * calls')]).toBe(f(bill * calls));
    expect(z[names.indexOf('calls * plan = fixed')]).toBe(calls);
  });
});

describe('encode', () => {
  it('standardises numbers, marks levels, and keeps rows apart', () => {
    const z = encoded([35, 0, 1, 2]);
    expect(z[1]).toBe(f(f(15) * f(0.1)));
    expect(z[3]).toBeCloseTo(-Math.sqrt(3) / 2, 6);
    expect([z[0], z[2], ...z.slice(4)]).toEqual([1, 0, 1, 0, 0, 1]);
    const two = new Float32Array(16);
    encode(fitted, Float32Array.of(20, 0, 0, 0, 35, 0, 1, 2), 2, two);
    expect([...two.subarray(8)]).toEqual(z);
  });

  it('takes a missing value for the mean, and says so where it was missing in fitting', () => {
    expect(encoded([missing, missing, missing, missing])).toEqual([1, 0, 1, 0, 0, 0, 0, 0]);
  });

  it('follows no line further than ten standard deviations, and counts below 0 as 0', () => {
    expect(encoded([1e6, 0, 0, 0])[1]).toBe(10);
    expect(encoded([-1e6, -3, 0, 0]).slice(1, 4)).toEqual([-10, 0, encoded([20, 0, 0, 0])[3]]);
  });

  it('bends at knots', () => {
    const bills = Float32Array.from({ length: 404 }, (_, i) => (i % 4 === 0 ? Math.floor(i / 4) : 0));
    const hinged = fitEncoding(schema, bills, 101, { knots: 1 });
    const at = (bill: number) => encoded([bill, 0, 0, 0], hinged);
    expect(at(40).at(-1)).toBe(0);
    expect(at(75).at(-1)).toBeCloseTo(at(75)[1] - at(50)[1], 6);
  });
});

describe('checkEncoding', () => {
  it('takes what was fitted and refuses what would read beyond the design vector', () => {
    expect(checkEncoding(fitted, schema, 'data.encoding')).toBe(fitted);
    const broken = { ...fitted, column: Uint16Array.of(1, 3, 4, 99) };
    expect(() => checkEncoding(broken, schema, 'data.encoding')).toThrow(
      'data.encoding.column: got 99, wanted a number from 0 to 7',
    );
    expect(() => checkEncoding({ ...fitted, mean: [1, 2] }, schema, 'x')).toThrow(
      'x.mean: got Array, wanted Float32Array[4]',
    );
  });
});
