#!/usr/bin/env node
/**
 * Builds the reference bundles in models/: one agent a scenario, trained and judged at the size named here, exported
 * with its exploration law. Needs a build. The same commit gives the same files.
 *
 *   node scripts/build-models.mjs [SCENARIO ...]
 */
import { rmSync, writeFileSync } from 'node:fs';
import { exampleRequests, exportPolicy, openScenario, trainRun } from '../dist/index.js';

const MODELS = [{ scenario: 'telecom-retention', agent: 'linThompson' }];
const size = { rounds: 6, customers: 8000, validationCustomers: 6000 };
const wanted = process.argv.slice(2);

for (const { scenario, agent } of MODELS) {
  if (wanted.length > 0 && !wanted.includes(scenario)) continue;
  const run = await trainRun({
    file: await openScenario(scenario),
    agent,
    size,
    evidence: { customers: 20_000, logCustomers: 500 },
    seed: 'models',
    out: `runs/models-${scenario}`,
    force: true,
    onRound: ({ point }) => console.log(`${scenario} round ${point.round + 1}: ${point.value.toFixed(2)}`),
  });
  const { path } = await exportPolicy(run.path, { name: scenario, out: `models/${scenario}`, force: true });
  const [request] = await exampleRequests(path);
  writeFileSync(`models/${scenario}.request.json`, `${JSON.stringify(request, null, 2)}\n`);
  rmSync(run.path, { recursive: true, force: true });
  console.log(path);
}
