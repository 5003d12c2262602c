import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { behaviours } from '../../scenario/behaviours/index.ts';
import { behaviourPicture } from './behaviourPicture.ts';
import { behavioursPage } from './behavioursPage.ts';
import { behaviourYear } from './behaviourYear.ts';

const library = new URL('../../../scenarios/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, library), 'utf8');
const MEND = 'run `npm run reference`';

it('scenarios/behaviours.md is what the behaviours say of themselves', () => {
  expect(read('behaviours.md'), MEND).toBe(behavioursPage(behaviours));
});

it('each behaviour has its picture, and there is no other', () => {
  const pictures = readdirSync(new URL('pictures/', library)).sort();
  expect(pictures, MEND).toEqual(behaviours.map(({ kind }) => `${kind}.svg`).sort());
});

it.each(behaviours)('the picture of $kind is of this simulator, and something happens in it', async (one) => {
  const { effect } = await behaviourYear(one);
  expect(effect).toHaveLength(365);
  expect(new Set(effect).size).toBeGreaterThan(1);
  expect(read(`pictures/${one.kind}.svg`), MEND).toBe(`${await behaviourPicture(one)}\n`);
});
