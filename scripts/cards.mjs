#!/usr/bin/env node
/** Writes the card of each scenario, scenarios/cards/NAME.md, with its pictures. Needs a build. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { compileWorld, openScenario, unwrap } from '../dist/index.js';
import { measurementFor } from '../dist/verbs/reference/measured.js';
import { measuredPicture } from '../dist/verbs/reference/measuredPicture.js';
import { scenarioCard } from '../dist/verbs/reference/scenarioCard.js';
import { stagePicture } from '../dist/verbs/reference/stagePicture.js';

const CARDS = 'scenarios/cards';
const measurements = JSON.parse(readFileSync('scenarios/measured.json', 'utf8'));
rmSync(CARDS, { recursive: true, force: true });
mkdirSync(`${CARDS}/pictures`, { recursive: true });
for (const file of readdirSync('scenarios').filter((name) => name.endsWith('.yaml'))) {
  const name = file.replace('.yaml', '');
  const world = unwrap(await compileWorld((await openScenario(name)).parsed));
  const text = readFileSync(`scenarios/${file}`, 'utf8');
  const measurement = measurementFor(measurements, name, world.hash);
  writeFileSync(`${CARDS}/${name}.md`, await scenarioCard(name, text, { world, measurement }));
  writeFileSync(`${CARDS}/pictures/${name}-stages.svg`, `${await stagePicture(world.scenario)}\n`);
  if (measurement !== null)
    writeFileSync(`${CARDS}/pictures/${name}-measured.svg`, `${await measuredPicture(measurement)}\n`);
  console.log(`${CARDS}/${name}.md`);
}
