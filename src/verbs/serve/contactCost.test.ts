import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { unwrap } from '../../core/issue.ts';
import { DAY_MS } from '../../core/zone.ts';
import type { JourneyBlock } from '../../journey/records.ts';
import { readSegments } from '../../logs/segments.ts';
import { telecomGuardrails, telecomParts } from '../../policies/bundle.fixture.ts';
import { type BundleParts, makeBundle } from '../../policies/makeBundle.ts';
import { openBundle } from '../../policies/openBundle.ts';
import { compileWorld } from '../../scenario/compileWorld.ts';
import { type Decision, type DecisionRequest, outcomeSchema } from '../../serving/index.ts';
import { evaluateRun } from '../evaluate/evaluateRun.ts';
import { openScenario } from '../scenarioFile.ts';
import { exportPolicy } from './export.ts';
import { serve } from './serve.ts';
import { servedGuardrails } from './servedGuardrails.ts';

const START = Date.parse('2025-03-03T10:00:00Z');
const outcomes: BundleParts['outcomes'] = [
  { name: 'margin', unit: 'money', sign: 1 },
  { name: 'contact_cost', unit: 'money', sign: -1 },
];
const reward: BundleParts['reward'] = {
  name: 'margin_1d',
  of: [
    { outcome: 'margin', sign: 1 },
    { outcome: 'contact_cost', sign: -1 },
  ],
  windowTicks: 1,
  discountPerTick: 1,
  bound: null,
};
/** In the bundle an e-mail costs 20 of 1/10,000 of the currency and a call 45,000. */
const COST: { readonly [action: string]: number } = {
  none: 0,
  'tips@email': 0.002,
  'discount@email': 0.002,
  'rescue@call': 4.5,
};

let root = '';
let bundle = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'nextmove-cost-'));
  bundle = (await exportPolicy(telecomParts({ outcomes, reward }), { out: join(root, 'bundle') })).path;
});
afterAll(() => rm(root, { recursive: true, force: true }));

const request = (i: number): DecisionRequest => ({
  customer: `c${i}`,
  decisionId: `d${i}`,
  stage: i % 2 === 0 ? 'slipping' : 'active',
  inStageDays: i,
  traits: { bill: 20 + i, contract: i % 3 === 0 ? 'rolling' : 'fixed' },
  signals: { 'count(login, 7d)': i % 9 },
  consent: { email: i % 5 !== 0 },
});

/** What the service's log says that each decision's contact cost. */
async function costsIn(folder: string): Promise<number[]> {
  const { log } = unwrap(await readSegments(folder));
  const k = log.schema.outcomes.findIndex(({ name }) => name === 'contact_cost');
  const blocks: JourneyBlock[] = [];
  for await (const block of log.blocks()) blocks.push(block);
  return blocks.flatMap((block) =>
    [...block.outcomes.value.subarray(0, block.outcomes.n)].filter((_, i) => block.outcomes.name[i] === k),
  );
}

it('a served log has what each contact cost, once, also after a restart, and evaluate subtracts it', async () => {
  const log = join(root, 'served');
  const clock = { now: START };
  const options = { log, durability: 'system', now: () => clock.now } as const;
  const decided: Decision[] = [];
  const first = await serve(bundle, options);
  for (let i = 0; i < 60; i++) decided.push(await first.decide(request(i)));
  decided.push(...(await first.decideBatch(Array.from({ length: 40 }, (_, i) => request(60 + i)))));
  await first.recordOutcomes(decided.map(({ decisionId }) => ({ decisionId, name: 'margin', value: 1 })));
  await first.close();
  clock.now = START + 3 * DAY_MS;
  const second = await serve(bundle, options);
  const contacts = decided.map(({ action }) => COST[action]).filter((cost) => cost > 0);
  expect(contacts.length).toBeGreaterThan(50);
  expect(second.counts).toEqual({ decisions: 100, outcomes: 100 + contacts.length });
  await second.close();

  const costs = await costsIn(log);
  expect(costs.sort()).toEqual(contacts.sort());
  const { evaluation } = await evaluateRun({ log, policy: bundle, estimators: ['on-policy'] });
  const spent = contacts.reduce((sum, cost) => sum + cost, 0);
  expect(evaluation.estimates[0].value).toBeCloseTo(1 - spent / 100, 10);
});

it('refuses to be told what it records itself, and its description says so', async () => {
  const service = await serve(bundle, { log: join(root, 'told'), durability: 'system', now: () => START });
  await service.decide(request(0));
  const told = service.recordOutcomes([{ decisionId: 'd0', name: 'contact_cost', value: 4.5 }]);
  await expect(told).rejects.toThrow(
    'name: the service records `contact_cost` by itself, with each contact. Leave it out: it would be counted twice.',
  );
  await service.close();
  expect(service.bundle.card).toContain('The service records `contact_cost` by itself');
  expect(outcomeSchema(service.bundle)).toMatchObject({ properties: { name: { enum: ['margin'] } } });
});

it('takes reports of the costs where the bundle does not know them, and says so in card and description', async () => {
  const { charges, ...guardrails } = telecomGuardrails();
  expect(charges).toBeDefined();
  const opened = unwrap(await openBundle(await makeBundle(telecomParts({ outcomes, reward, guardrails }))));
  const words = 'This bundle does not know what contacts cost: report `contact_cost` with each contact';
  expect(opened.card).toContain(words);
  expect(outcomeSchema(opened)).toMatchObject({
    properties: { name: { enum: ['margin', 'contact_cost'], description: expect.stringContaining(words) } },
  });
});

it('a bundle of a world knows what contacts cost where no budget asks for it', async () => {
  const { parsed } = await openScenario('telecom-retention');
  const world = unwrap(await compileWorld(parsed));
  expect(world.guardrails.ledgers).toEqual([]);
  expect(servedGuardrails(world).charges?.map(({ send }) => send)).toEqual(Array.from(world.actionCost));
});
