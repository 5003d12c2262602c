import { describe, expect, it } from 'vitest';
import { formatIssue, unwrap } from '../core/issue.ts';
import { makeBlock } from '../simulator/makeBlock.ts';
import { resetBlock } from '../simulator/reset.ts';
import { streamsOf } from '../simulator/streams.ts';
import { tinyScenario } from '../simulator/tiny.fixture.ts';
import { compileWorld } from './compileWorld.ts';
import { parseScenario } from './parse.ts';
import { poissonQuantile } from './poissonQuantile.ts';

/** Columns of the traits of the first customers, from a fixed key. */
async function drawn(population: string, count = 20_000): Promise<{ [trait: string]: Float32Array }> {
  const text = tinyScenario(`population: { size: 4, ${population} }\n`);
  const world = unwrap(await compileWorld(unwrap(parseScenario(text, 'x.yaml'))));
  const block = makeBlock(world, count);
  resetBlock(block, streamsOf([3, 4], 'evaluation'), { from: 0, count });
  return Object.fromEntries(
    world.traits.map(({ name }, k) => [
      name,
      Float32Array.from({ length: count }, (_, row) => block.own.traits[k][block.slots.of[row]]),
    ]),
  );
}

function told(population: string): string[] {
  const result = parseScenario(tinyScenario(`population: { size: 4, ${population} }\n`), 'x.yaml');
  const errors = result.ok ? [] : result.issues.filter(({ severity }) => severity === 'error');
  return errors.map((one) => formatIssue(one).replace(/^x\.yaml:\d+:\d+ population\./, ''));
}

const mean = (x: ArrayLike<number>) => Array.from(x).reduce((sum, value) => sum + value, 0) / x.length;
function correlation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    xy += (x[i] - mx) * (y[i] - my);
    xx += (x[i] - mx) * (x[i] - mx);
    yy += (y[i] - my) * (y[i] - my);
  }
  return xy / Math.sqrt(xx * yy);
}
/** Ranks from 0; ties as they come. */
function ranks(x: Float32Array): Float64Array {
  const order = Array.from(x, (_, i) => i).sort((a, b) => x[a] - x[b]);
  const result = new Float64Array(x.length);
  order.forEach((i, rank) => {
    result[i] = rank;
  });
  return result;
}

describe('a Poisson trait', () => {
  it('has the quantiles of its distribution function', () => {
    // mean 2: P(0) = .1353, P(<= 1) = .4060, P(<= 2) = .6767, P(<= 3) = .8571
    const two = poissonQuantile(2);
    expect([0.135, 0.136, 0.406, 0.407, 0.676, 0.677, 0.857, 0.858].map(two)).toEqual([
      0, 1, 1, 2, 2, 3, 3, 4,
    ]);
    expect(poissonQuantile(1e-9)(0.999)).toBe(0);
    expect(poissonQuantile(500)(0.5)).toBe(500);
    expect(poissonQuantile(0.1)(1 - 2 ** -24)).toBe(5); // P(> 4) = 7.7e-8, P(> 5) = 1.3e-9
  });

  it('has its mean as its variance, and is a count', async () => {
    const { kids } = await drawn('traits: { kids: { seen: true, poisson: { mean: 1.5 } } }');
    const m = mean(kids);
    expect(m).toBeCloseTo(1.5, 1);
    expect(mean(kids.map((k) => (k - m) * (k - m)))).toBeCloseTo(1.5, 1);
    expect(kids.every(Number.isInteger)).toBe(true);
  });
});

describe('a mixture', () => {
  const two = 'mixture: [{ share: 0.25, uniform: [0, 1] }, { share: 0.75, normal: { mean: 10, sd: 1 } }]';

  it('draws from each segment as often as its share says', async () => {
    const { usage } = await drawn(`traits: { usage: { seen: true, ${two} } }`);
    const low = usage.filter((value) => value < 1);
    const high = usage.filter((value) => value >= 5);
    expect(low.length / usage.length).toBeCloseTo(0.25, 2);
    expect(low.length + high.length).toBe(usage.length);
    expect(mean(low)).toBeCloseTo(0.5, 1);
    expect(mean(high)).toBeCloseTo(10, 1);
    // .25 * .5 + .75 * 10
    expect(mean(usage)).toBeCloseTo(7.625, 0);
  });

  it('moves nobody who stays in a segment when shares change', async () => {
    const { a } = await drawn(`traits: { a: { seen: true, ${two} } }`, 2000);
    const more = await drawn(
      `traits: { a: { seen: true, ${two.replace('0.25', '0.3').replace('0.75', '0.7')} } }`,
      2000,
    );
    const stayed = a.filter((value, i) => value < 1 === more.a[i] < 1);
    const same = a.filter((value, i) => value === more.a[i]);
    expect(stayed.length).toBeGreaterThan(1800);
    expect(same).toEqual(stayed);
  });
});

describe('correlated traits', () => {
  const traits = `traits: {
    a: { seen: true, normal: { mean: 5, sd: 2 } },
    b: { seen: true, logNormal: { median: 38, sigma: 0.35 } },
    c: { seen: false, beta: [2, 5] },
    d: { seen: true, poisson: { mean: 20 } },
    e: { seen: true, gamma: { shape: 2, scale: 3 } },
    f: { seen: true, uniform: [1, 3] } }`;

  it('are correlated as stated, within 0.02 for 20,000 customers, and keep their distributions', async () => {
    const pairs = 'pairs: { "a, b": 0.6, "a, c": -0.4, "b, c": 0.2, "c, f": 0.5, "a, e": 0.3, "d, e": 0.7 }';
    const { a, b, c, d, e, f } = await drawn(
      `${traits}, correlated: { traits: [a, b, c, d, e, f], ${pairs} }`,
    );
    expect(Math.abs(correlation(a, b.map(Math.log)) - 0.6)).toBeLessThan(0.02);
    // rank correlation of a Gaussian copula: 6 / pi arcsin(r / 2)
    for (const [x, y, r] of [
      [a, c, -0.4],
      [b, c, 0.2],
      [c, f, 0.5],
      [a, e, 0.3],
      [d, e, 0.7],
      [a, d, 0],
    ] as const) {
      const expected = (6 / Math.PI) * Math.asin(r / 2);
      expect(Math.abs(correlation(ranks(x), ranks(y)) - expected)).toBeLessThan(0.02);
    }
    // beta(2, 5): 2 / 7; poisson: 20; gamma: 2 * 3; uniform: 2; log-normal: 38 exp(.35^2 / 2)
    expect(mean(c)).toBeCloseTo(2 / 7, 2);
    expect(mean(d)).toBeCloseTo(20, 0);
    expect(mean(e)).toBeCloseTo(6, 0);
    expect(mean(f)).toBeCloseTo(2, 1);
    expect(mean(b) / (38 * Math.exp(0.35 ** 2 / 2))).toBeCloseTo(1, 2);
  });

  it('keep their values to the bit where nothing above them is correlated with them', async () => {
    const alone = await drawn(traits, 500);
    const zero = await drawn(
      `${traits}, correlated: { traits: [f, e, d, c, b, a], pairs: { "f, e": 0 } }`,
      500,
    );
    expect(zero).toEqual(alone);
    const last = await drawn(`${traits}, correlated: [{ traits: [a, d, f], pairs: { "a, f": 0.5 } }]`, 500);
    expect({ ...last, f: alone.f }).toEqual(alone);
    expect(last.f).not.toEqual(alone.f);
  });

  it('take pairs and matrix alike, and parameters', async () => {
    const both = 'correlated: { traits: [a, b]';
    const pairs = await drawn(`${traits}, ${both}, pairs: { "b, a": 0.3 } }`, 100);
    expect(await drawn(`${traits}, ${both}, matrix: [[1, 0.3], [0.3, 1]] }`, 100)).toEqual(pairs);
    const stated = '{ value: 0.3, low: 0, high: 0.5 }';
    expect(await drawn(`${traits}, ${both}, pairs: { "b, a": ${stated} } }`, 100)).toEqual(pairs);
  });

  it.each([
    [
      'traits: [a, bb], pairs: {}',
      'correlated.traits[1]: got "bb", wanted the name of a trait. Did you mean `b`?',
    ],
    ['traits: [a], pairs: {}', 'correlated.traits: got a list of 1, wanted at least two traits'],
    [
      'traits: [a, a], pairs: {}',
      'correlated.traits[1]: got `a` twice, wanted each trait in one group, once',
    ],
    [
      'traits: [a, b], pairs: { "a, c": 0.1 }',
      'correlated.pairs["a, c"]: got "a, c", wanted two traits of the group. Names are those of `traits`: `"a, b"`.',
    ],
    [
      'traits: [a, b], pairs: { "a, b": 1.4 }',
      'correlated.pairs["a, b"]: got 1.4, wanted a number from -1 to 1',
    ],
    [
      'traits: [a, b, c], pairs: { "a, b": 0.9, "b, c": 0.9, "a, c": -0.9 }',
      'correlated.pairs: got correlations that no traits can have at once, wanted a positive definite matrix. Bring them nearer to 0.',
    ],
    [
      'traits: [a, b], matrix: [[1, 0.2]]',
      'correlated.matrix: got another shape, wanted 2 rows of 2 numbers',
    ],
    [
      'traits: [a, b], matrix: [[1, 0.2], [0.3, 1]]',
      'correlated.matrix[1][0]: got 0.3, wanted 0.2, as in row 1',
    ],
    ['traits: [a, b]', 'correlated: got none, wanted exactly one of `pairs`, `matrix`'],
  ])('refuse %s', (group, expected) => {
    expect(told(`${traits}, correlated: { ${group} }`)).toEqual([expected]);
  });

  it('refuse what has no quantile function', () => {
    expect(
      told(
        'traits: { a: { seen: true, chance: 0.3 }, b: { seen: true, uniform: [0, 1] } }, correlated: { traits: [a, b], pairs: {} }',
      ),
    ).toEqual([
      'correlated.traits[0]: got `a`, a chance, wanted a number of one of the distributions normal, logNormal, uniform, beta, gamma, poisson',
    ]);
  });
});

describe('broken distributions', () => {
  it.each([
    ['poisson: { mean: 0 }', 'traits.a.poisson.mean: got 0, wanted a number > 0 and at most 500'],
    ['poisson: { mean: 501 }', 'traits.a.poisson.mean: got 501, wanted a number > 0 and at most 500'],
    [
      'mixture: [{ share: 0.5, uniform: [0, 1] }, { share: 0.6, poisson: { mean: 3 } }]',
      'traits.a.mixture: got shares that sum to 1.1, wanted 1',
    ],
    [
      'mixture: [{ share: 1 }]',
      'traits.a.mixture[0]: got none, wanted exactly one of `normal`, `logNormal`, `uniform`, `beta`, `gamma`, `poisson`',
    ],
    [
      'mixture: [{ share: 1, oneOf: { x: 1 } }]',
      'traits.a.mixture[0].oneOf: got the key `oneOf`, wanted one of `share`, `normal`, `logNormal`, `uniform`, `beta`, `gamma`, `poisson`',
    ],
  ])('%s', (text, expected) => {
    expect(told(`traits: { a: { seen: true, ${text} } }`)[0]).toBe(expected);
  });
});
