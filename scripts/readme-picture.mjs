#!/usr/bin/env node
/** Draws the README's picture from a run of compare: node scripts/readme-picture.mjs RUN. Needs a build. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { comparisonCharts, pictureOf, titled, wide } from '../dist/reports/index.js';

const [run = 'runs/reproduce-retail-intent'] = process.argv.slice(2);
const comparison = JSON.parse(readFileSync(`${run}/comparison.json`, 'utf8'));
const advantage = comparisonCharts.find(({ name }) => name === 'advantage').chart(comparison);
mkdirSync('notebooks/pictures', { recursive: true });
writeFileSync('notebooks/pictures/headline.svg', await pictureOf(titled(advantage, wide)));
console.log(`${advantage.title}\nnotebooks/pictures/headline.svg`);
