import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { unwrap } from '../../core/issue.ts';
import { compileWorld } from '../../scenario/compileWorld.ts';
import { openScenario } from '../scenarioFile.ts';
import { headOf, scenarioCard } from './scenarioCard.ts';

const library = new URL('../../../scenarios/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, library), 'utf8');
const stories = readdirSync(library).filter((name) => name.endsWith('.yaml'));
const names = stories.map((file) => file.replace('.yaml', ''));

it('each scenario has its card, and there is no other', () => {
  expect(readdirSync(new URL('cards/', library)).sort()).toEqual(names.map((name) => `${name}.md`).sort());
});

it.each(names)('the card of %s is what the scenario says and does', async (name) => {
  const world = unwrap(await compileWorld((await openScenario(name)).parsed));
  const card = await scenarioCard(name, read(`${name}.yaml`), world);
  expect(read(`cards/${name}.md`), 'run `npm run cards`').toBe(card);
});

it('reads the comment at the head of a file, and says what is wrong with one', () => {
  const text =
    '# SHOP: who buys?\n#\n# Situation   A shop,\n#   a year.\n# Observed    Orders.\n# Trap        None.\nname: Shop\n';
  expect(headOf('shop', text)).toEqual({
    ...{ question: 'Who buys?', situation: 'A shop, a year.', observed: 'Orders.', trap: 'None.' },
  });
  expect(() => headOf('shop', '# SHOP\nname: Shop\n')).toThrow(/scenarios\/shop.yaml begins with no comment/);
});
