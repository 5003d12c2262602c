import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { unwrap } from '../../core/issue.ts';
import { retail } from '../../reports/retail.fixture.ts';
import { compileWorld } from '../../scenario/compileWorld.ts';
import { openScenario } from '../scenarioFile.ts';
import {
  type MeasuredDifference,
  type Measurement,
  type Measurements,
  measured,
  measurementFor,
  measurementOf,
  unfulfilled,
} from './measured.ts';
import { findingOf } from './measuredPicture.ts';
import { measuredSection, readmeRow, trapInNumbers } from './measuredSection.ts';

const root = new URL('../../../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');
const all: Measurements = JSON.parse(read('scenarios/measured.json'));
const names = readdirSync(new URL('scenarios/', root))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.replace('.yaml', ''));

it('every scenario of the library was measured, and nothing else', () => {
  expect(Object.keys(all)).toEqual([...names].sort());
});

it.each(names)('%s was measured as it is now, and fulfils what is required of it', async (name) => {
  const world = unwrap(await compileWorld((await openScenario(name)).parsed));
  const mend = `the scenario has moved on: run \`npm run reproduce -- --scenario ${name}\`, then \`npm run cards\``;
  expect(all[name].hash, mend).toBe(world.hash);
  expect(unfulfilled(all[name])).toEqual([]);
  expect(all[name].seeds).toBeGreaterThanOrEqual(5);
});

it.each(names)('the README quotes what was measured in %s', (name) => {
  expect(read('README.md').split('\n')).toContain(readmeRow(name, all[name]));
});

const difference = (
  policy: MeasuredDifference['policy'],
  reference: MeasuredDifference['policy'],
  [mean, low, high]: readonly [number, number, number],
): MeasuredDifference => ({ policy, reference, mean, interval: [low, high], unit: 'seed', units: 5 });

const example: Measurement = {
  ...{ hash: 'h', command: 'npm run reproduce -- --scenario shop', version: '1.2.3', machine: 'm' },
  ...{ minutes: 3, seeds: 5, customers: 20_000, coupled: false, currency: 'EUR', days: 182 },
  agent: 'An agent',
  differences: [
    difference('rules', 'none', [10, 9, 11]),
    difference('rules', 'uniform', [4, 3, 5]),
    difference('tunedRules', 'rules', [2, 1, 3]),
    difference('responseGreedy', 'rules', [-3, -4, -2]),
    difference('agent', 'rules', [6, 4, 8]),
    difference('agent', 'tunedRules', [4, 2, 6]),
    difference('oracle', 'rules', [8, 7, 9]),
  ],
  gapClosed: 0.75,
  harm: { customers: 400, worseOff: 2, betterOff: 120 },
  movesMost: { parameter: 'margin_rate', atLow: 3, atHigh: 5 },
  flips: [],
  advice: [{ stage: 'basket', sentence: 'Use reminder@email (20% of decisions).' }],
};

it('turns a difference round, with its interval', () => {
  expect(measured(example, 'none', 'rules')).toMatchObject({ mean: -10, interval: [-11, -9] });
  expect(measured(example, 'rules', 'none')).toMatchObject({ mean: 10, interval: [9, 11] });
});

it('says what is not clearly fulfilled: an interval that touches zero is not', () => {
  expect(unfulfilled(example)).toEqual([]);
  const touching = example.differences.map((one) =>
    one.policy === 'agent' && one.reference === 'rules' ? { ...one, interval: [0, 8] as const } : one,
  );
  expect(unfulfilled({ differences: touching }).map(({ policy, reference }) => [policy, reference])).toEqual([
    ['agent', 'rules'],
  ]);
});

it('keeps of a comparison the value of its policies by their roles', () => {
  const measurement = measurementOf(retail, 'a command');
  const title = (role: string) => retail.policies.find((one) => one.role === role)?.title;
  const whole = retail.differences.find(
    ({ policy, reference, measure }) =>
      policy === title('agent') && reference === title('rules') && measure === 'value',
  );
  expect(measured(measurement, 'agent', 'rules').mean).toBeCloseTo(whole?.mean ?? Number.NaN, 4);
  expect(measurement.hash).toBe(retail.scenario.hash);
});

it('shows no measurement of a scenario that has moved on, and says how to make one', () => {
  expect(measurementFor({ shop: example }, 'shop', 'h')).toBe(example);
  expect(measurementFor({ shop: example }, 'shop', 'other')).toBeNull();
  expect(measuredSection('shop', null).join('\n')).toContain('`npm run reproduce -- --scenario shop`');
});

it('tells a measurement in words', () => {
  expect(findingOf(example)).toBe(
    'The learned policy earns 6.0 EUR more a customer than today’s rules (4.0 to 8.0)',
  );
  const section = measuredSection('shop', example).join('\n');
  expect(section).toContain('| Today’s rules less contacting nobody | +10.0 | 9.0\u00a0to\u00a011.0 |');
  expect(trapInNumbers(example)).toEqual([
    'Measured: a policy that does whatever is most likely to be answered earns 3.0 EUR less a customer than today’s rules (−4.0 to −2.0). The one that learned what a contact changes earns 6.0 EUR more.',
  ]);
  expect(section).toContain('75% of the way');
  expect(section).toContain('reminder by email');
  expect(readmeRow('shop', example)).toBe(
    '| [shop](scenarios/cards/shop.md), 182 days, EUR | 10.0 (9.0\u00a0to\u00a011.0) | 4.0 (3.0\u00a0to\u00a05.0) | **6.0 (4.0\u00a0to\u00a08.0)** | 4.0 (2.0\u00a0to\u00a06.0) | 75% |',
  );
});
