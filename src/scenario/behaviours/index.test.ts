import { describe, expect, it } from 'vitest';
import { checkBehaviour } from '../../testing/checkBehaviour.ts';
import type { Behaviour } from '../behaviour.ts';
import { behaviours } from './index.ts';
import { trust } from './trust.ts';

it('lists behaviours under names of their own', () => {
  const kinds = behaviours.map(({ kind }) => kind);
  expect(new Set(kinds).size).toBe(kinds.length);
});

describe.each(behaviours)('$kind', (behaviour) => {
  for (const { name, run } of checkBehaviour(behaviour)) it(name, run);
});

const said = async (behaviour: Behaviour) => {
  const complaints: string[] = [];
  for (const { run } of checkBehaviour(behaviour))
    await run().catch(({ message }: Error) => complaints.push(message));
  return complaints;
};

it.each<[string, Partial<Behaviour>, RegExp]>([
  ['without a source', { source: 'heard somewhere' }, /got the source "heard somewhere"/],
  ['that names a column of its own', { state: { mine: { start: '0', next: '0' } } }, /got the column `mine`/],
  ['whose effect reads what is not there', { effect: 'slef' }, /slef/],
  ['that does nothing', { effect: '0 * self' }, /got an effect that never changes/],
  [
    'whose word is taken',
    { refers: { ...trust.refers, weekday: { kind: 'number', description: 'x', default: 'price' } } },
    /got `weekday`, which means something already/,
  ],
])('the kit refuses a behaviour %s', async (_, change, complaint) => {
  expect((await said({ ...trust, ...change })).join('\n')).toMatch(complaint);
});
