#!/usr/bin/env node
/** Writes the card of each scenario: scenarios/cards/NAME.md. Needs a build. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { compileWorld, openScenario, unwrap } from '../dist/index.js';
import { scenarioCard } from '../dist/verbs/reference/scenarioCard.js';

const CARDS = 'scenarios/cards';
rmSync(CARDS, { recursive: true, force: true });
mkdirSync(CARDS);
for (const file of readdirSync('scenarios').filter((name) => name.endsWith('.yaml'))) {
  const name = file.replace('.yaml', '');
  const world = unwrap(await compileWorld((await openScenario(name)).parsed));
  const text = readFileSync(`scenarios/${file}`, 'utf8');
  writeFileSync(`${CARDS}/${name}.md`, await scenarioCard(name, text, world));
  console.log(`${CARDS}/${name}.md`);
}
