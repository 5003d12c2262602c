import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { unwrap } from '../../core/issue.ts';
import { policyId } from '../../policies/index.ts';
import { compileWorld } from '../../scenario/compileWorld.ts';
import { openRun } from '../run/readRun.ts';
import { scenarioFromText } from '../scenarioFile.ts';
import { trainRun } from '../train/trainRun.ts';
import { decide } from './decide.ts';
import { exportPolicy } from './export.ts';
import { servedGuardrails } from './servedGuardrails.ts';

let root = '';
let run = '';
let text = '';

/** The example scenario, small: a budget, a capacity, offers and a customer share that is held out. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'nextmove-export-'));
  const file = fileURLToPath(new URL('../../scenario/example.yaml', import.meta.url));
  text = (await readFile(file, 'utf8'))
    .replace('size: 20000', 'size: 60')
    .replace('horizon: 365d', 'horizon: 60d');
  const trained = await trainRun({
    file: scenarioFromText(text, 'small.yaml'),
    agent: 'epsilonGreedyLinear',
    seed: 3,
    size: { rounds: 1, customers: 60, validationCustomers: 60, validationWorlds: 2 },
    evidence: { customers: 60, worlds: 2, logCustomers: 60 },
    out: join(root, 'run'),
  });
  run = trained.path;
}, 120_000);
afterAll(() => rm(root, { recursive: true, force: true }));

it('writes the exploring policy of a training run with its guardrails, evidence and provenance', async () => {
  const { bundle, path } = await exportPolicy(run, { out: join(root, 'bundle') });
  const opened = await openRun(run);
  const exploring = await opened.policy('exploring');
  expect(bundle.policy.id).toBe(exploring && policyId(exploring));
  expect(bundle.manifest).toMatchObject({
    name: 'telecom-retention-epsilon-greedy-linear',
    origin: { title: 'the scenario "Telecom retention"', hash: opened.manifest.scenario?.hash },
    agent: { kind: 'epsilonGreedyLinear' },
    seeds: { root: '3' },
    clock: { start: '2025-01-06', zone: 'Europe/London', tickDays: 1 },
    currency: 'EUR',
    reward: { name: 'margin_28d', windowTicks: 28 },
  });
  expect(bundle.manifest.evidence[0]).toMatchObject({
    level: 0.95,
    basis: '2 worlds on fresh luck',
    note: 'Measured without exploration; this bundle explores.',
  });
  expect(bundle.guardrails.ledgers.map(({ name }) => name)).toEqual([
    'capacity/call',
    'budget/any/calendar/30d/send',
  ]);
  const cost = Object.fromEntries(
    bundle.guardrails.actions.map(({ action }, a) => [action, bundle.guardrails.charges?.[a].send]),
  );
  expect(cost).toEqual({
    none: 0,
    'tips@email': 20,
    'discount@email': 20,
    'discount@call': 45_000,
    'rescue@call': 45_000,
  });

  const [decision] = await decide(path, {
    customer: 'anna',
    stage: 'active',
    inStageDays: 30,
    traits: { bill: 38, contract: 'rolling' },
    signals: { 'count(login, 7d)': 2, 'count(call_in, 28d)': 0, 'count(call_in, 7d)': 0 },
    consent: { email: true, call: true },
  });
  expect(Object.values(decision.probabilities).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6);
});

it('writes the greedy policy where that is asked for', async () => {
  const { bundle } = await exportPolicy(run, { out: join(root, 'greedy'), greedy: true, name: 'plain' });
  const greedy = await (await openRun(run)).policy();
  expect(bundle.policy.id).toBe(greedy && policyId(greedy));
  expect(bundle.manifest.name).toBe('plain');
  expect(bundle.manifest.evidence[0].note).toBe('');
});

it('reserves the full cost of an offer where a budget is charged on redemption', async () => {
  const redeem = text.replace('charge: send', 'charge: redeem');
  const world = unwrap(await compileWorld(scenarioFromText(redeem, 'small.yaml').parsed));
  const { charges, graph, ledgers } = servedGuardrails(world);
  const offer = charges?.[2].offer;
  expect(offer).toMatchObject({ days: 14 });
  const node = graph.nodes[offer?.node ?? -1];
  expect(node).toMatchObject({ op: 'mul' });
  expect(ledgers[1]).toMatchObject({ charge: 'redeem', amount: 60_000_000 });
});

it('refuses a run that holds no policy', async () => {
  await expect(exportPolicy(root, { out: join(root, 'x') })).rejects.toThrow(/wanted a run folder/);
});
