import { deriveKey, type Key } from '../core/luck.ts';
import { mean, momentsOf, varianceOf } from '../core/statistics.ts';
import type { Estimate, Estimator, EvaluateOptions } from '../evaluation/estimate.ts';
import { type Check, expectThat } from './check.ts';
import { estimatorWorld } from './estimatorWorld.ts';

export type EstimatorCheckOptions = {
  /** Logs drawn for bias and coverage, and customers in each. */
  readonly logs?: number;
  readonly customers?: number;
  /** Bias that is allowed beside four standard errors: 0.02, where rewards have a standard deviation of about 2. */
  readonly bias?: number;
  /** Least share of 95 % intervals that must hold the truth: 0.88 by default, for 150 logs. */
  readonly coverage?: number;
};

const KEY: Key = [0x0e57, 0x1234];
const world = estimatorWorld();

const options: EvaluateOptions = {
  reward: world.reward,
  level: 0.95,
  clip: null,
  folds: 3,
  minimumEffectiveSampleSize: 10,
};

/**
 * The conformance kit of estimators, free of any test framework: for each check `it(check.name, check.run)`. Grades
 * against a world whose exact values are known and whose decisions of one customer are alike.
 */
export function checkEstimator(estimator: Estimator, given: EstimatorCheckOptions = {}): readonly Check[] {
  const ofTarget = estimator.needs.length > 0;
  const weighted = estimator.needs.includes('propensity');
  const estimate = (
    how: Partial<Parameters<typeof world.makeLog>[0]>,
    changes: Partial<EvaluateOptions> = {},
  ) =>
    estimator.estimate(world.makeLog({ customers: 300, key: KEY, ...how }), world.target, {
      ...options,
      ...changes,
    });
  const checks: Check[] = [
    {
      name: 'is right on average, and its intervals hold the truth as often as they say',
      run: () => checkCoverage(estimator, ofTarget ? world.targetValue : world.loggingValue, given),
    },
    {
      name: 'does not depend on the order of customers nor on the cut into blocks',
      run: async () => {
        const [one, other] = [await estimate({}), await estimate({ reversed: true, blockCustomers: 7 })];
        near(one.value, other.value, 'value');
        near(one.standardError, other.standardError, 'standard error');
      },
    },
    {
      name: 'says what it is an estimate of, and how many decisions and customers it used',
      run: async () => {
        const { estimand, decisions, clusters, clusteredBy } = await estimate({ customers: 50 });
        expectThat(estimand.includes('margin'), `the estimand does not name the reward: ${estimand}`);
        expectThat(clusters === 50 && decisions > 50, `got ${clusters} clusters and ${decisions} decisions`);
        expectThat(clusteredBy === 'customer', `clustered by ${clusteredBy}`);
      },
    },
    {
      name: weighted ? 'withholds its number without propensities' : 'runs without propensities',
      run: async () => withheldIs(await estimate({ withoutPropensity: true }), weighted),
    },
  ];
  if (!ofTarget) return checks;
  checks.push({
    name: 'withholds its number where the target takes an action that was never legal',
    run: async () => {
      const log = world.makeLog({ customers: 300, key: KEY, withoutCalls: true });
      withheldIs(await estimator.estimate(log, world.alwaysCall, options), true);
    },
  });
  if (weighted) {
    checks.push({
      name: 'withholds its number below the minimum of the effective sample size',
      run: async () => withheldIs(await estimate({}, { minimumEffectiveSampleSize: 1e9 }), true),
    });
  }
  return checks;
}

async function checkCoverage(
  estimator: Estimator,
  truth: number,
  given: EstimatorCheckOptions,
): Promise<void> {
  const { logs = 150, customers = 200, bias = 0.02, coverage = 0.88 } = given;
  const values: number[] = [];
  const covered: number[] = [];
  for (let k = 0; k < logs; k++) {
    const log = world.makeLog({ customers, key: deriveKey(KEY, `log ${k}`) });
    const { value, interval, withheld } = await estimator.estimate(log, world.target, options);
    expectThat(withheld === null, `log ${k} is withheld: ${withheld}`);
    values.push(value);
    covered.push(interval[0] <= truth && truth <= interval[1] ? 1 : 0);
  }
  const error = Math.sqrt(varianceOf(momentsOf(values)) / logs);
  const off = Math.abs(mean(values) - truth);
  expectThat(
    off <= 4 * error + bias,
    `the mean of ${logs} estimates is ${mean(values)}, the truth ${truth}, error ${error}`,
  );
  expectThat(mean(covered) >= coverage, `${100 * mean(covered)} % of 95 % intervals hold the truth`);
}

function withheldIs({ withheld, value }: Estimate, wanted: boolean): void {
  expectThat((withheld !== null) === wanted, wanted ? `gave ${value}` : `withheld: ${withheld}`);
  expectThat(Number.isNaN(value) === wanted, `value is ${value}`);
}

function near(a: number, b: number, what: string): void {
  expectThat(Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a)), `${what}: got ${a} and ${b}`);
}
