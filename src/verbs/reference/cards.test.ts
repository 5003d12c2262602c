import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { unwrap } from '../../core/issue.ts';
import { compileWorld } from '../../scenario/compileWorld.ts';
import { openScenario } from '../scenarioFile.ts';
import { type Measurements, measurementFor } from './measured.ts';
import { measuredPicture } from './measuredPicture.ts';
import { headOf, scenarioCard } from './scenarioCard.ts';
import { stagePicture } from './stagePicture.ts';

const library = new URL('../../../scenarios/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, library), 'utf8');
const stories = readdirSync(library).filter((name) => name.endsWith('.yaml'));
const names = stories.map((file) => file.replace('.yaml', ''));

const measurements: Measurements = JSON.parse(read('measured.json'));
const MEND = 'run `npm run cards`';

it('each scenario has its card with its pictures, and there is no other', () => {
  const cards = readdirSync(new URL('cards/', library)).filter((name) => name.endsWith('.md'));
  expect(cards.sort(), MEND).toEqual(names.map((name) => `${name}.md`).sort());
  const pictures = readdirSync(new URL('cards/pictures/', library)).sort();
  expect(pictures, MEND).toEqual(
    names.flatMap((name) => [`${name}-measured.svg`, `${name}-stages.svg`]).sort(),
  );
});

it.each(names)('the card of %s is what the scenario says and does', async (name) => {
  const world = unwrap(await compileWorld((await openScenario(name)).parsed));
  const measurement = measurementFor(measurements, name, world.hash);
  const card = await scenarioCard(name, read(`${name}.yaml`), { world, measurement });
  expect(read(`cards/${name}.md`), MEND).toBe(card);
  const picture = (kind: string) => read(`cards/pictures/${name}-${kind}.svg`);
  expect(picture('stages'), MEND).toBe(`${await stagePicture(world.scenario)}\n`);
  if (measurement !== null) expect(picture('measured'), MEND).toBe(`${await measuredPicture(measurement)}\n`);
});

it('reads the comment at the head of a file, and says what is wrong with one', () => {
  const text =
    '# SHOP: who buys?\n#\n# Situation   A shop,\n#   a year.\n# Observed    Orders.\n# Trap        None.\nname: Shop\n';
  expect(headOf('shop', text)).toEqual({
    ...{ question: 'Who buys?', situation: 'A shop, a year.', observed: 'Orders.', trap: 'None.' },
  });
  expect(() => headOf('shop', '# SHOP\nname: Shop\n')).toThrow(/scenarios\/shop.yaml begins with no comment/);
});
