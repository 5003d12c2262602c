#!/usr/bin/env node
/** Writes the reference of behaviours: scenarios/behaviours.md and its pictures. Needs a build. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { behaviours } from '../dist/index.js';
import { behaviourPicture } from '../dist/verbs/reference/behaviourPicture.js';
import { behavioursPage } from '../dist/verbs/reference/behavioursPage.js';

rmSync('scenarios/pictures', { recursive: true, force: true });
mkdirSync('scenarios/pictures', { recursive: true });
writeFileSync('scenarios/behaviours.md', behavioursPage(behaviours));
for (const behaviour of behaviours) {
  writeFileSync(`scenarios/pictures/${behaviour.kind}.svg`, `${await behaviourPicture(behaviour)}\n`);
}
console.log(`scenarios/behaviours.md: ${behaviours.length} behaviours`);
