import { expect, test } from 'vitest';
import { poisson32 } from './poisson32.ts';

test('counts follow the cumulative distribution of rate 2', () => {
  // P(0) = .1353, P(<=1) = .4060, P(<=2) = .6767, P(<=3) = .8571
  expect([0, 0.135, 0.136, 0.405, 0.407, 0.676, 0.678, 0.857, 0.858].map((u) => poisson32(2, u))).toEqual([
    0, 0, 1, 1, 2, 2, 3, 3, 4,
  ]);
});

test('a rate of zero never counts', () => {
  expect([0, 0.5, 1 - 2 ** -24].map((u) => poisson32(0, u))).toEqual([0, 0, 0]);
});

test('mean and variance equal the rate over an even grid of uniforms', () => {
  for (const rate of [0.05, 1, 7.5, 40, 80]) {
    let sum = 0;
    let squares = 0;
    const n = 1 << 16;
    for (let i = 0; i < n; i++) {
      const k = poisson32(rate, (i * 256 + 128) * 2 ** -24);
      sum += k;
      squares += k * k;
    }
    const mean = sum / n;
    expect(mean / rate).toBeCloseTo(1, 2);
    expect((squares / n - mean * mean) / rate).toBeCloseTo(1, 1);
  }
});

test('the largest uniform ends in the far tail, not at the cap', () => {
  expect(poisson32(1, 1 - 2 ** -24)).toBeLessThan(16);
  expect(poisson32(80, 1 - 2 ** -24)).toBeLessThan(160);
});
