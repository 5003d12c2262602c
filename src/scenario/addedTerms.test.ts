import { describe, expect, it } from 'vitest';
import { formatIssue, unwrap } from '../core/issue.ts';
import { printNode } from '../language/print.ts';
import { compileWorld } from './compileWorld.ts';
import { parseScenario } from './parse.ts';
import { scenarioHash } from './scenarioHash.ts';

const text = (add: string) => `nextmove: 1
name: Tiny
clock: { start: "2025-01-06", tick: 1d, horizon: 20d }
currency: EUR
decide: [every 1d]
parameters: { weight: 0.4 }
population: { size: 4 }
state: { fatigue: { start: 0, next: "0.5 * fatigue + reached(any)" } }
signals: { visit: { perDay: "0.2 + 0.1" }, order: { chance: 0.1 } }
channels: { email: {} }
interventions: { hello: { channels: [email], in: [here] } }
stages:
  here:  { exits: { there: { logit: "-1 + weight" }, gone: { logit: "-4 + inStage / 1d", loss: true } } }
  there: { exits: { here: { perDay: 0.1 } } }
  gone:  { terminal: true }
reward: { of: [-contact_cost], window: 5d }
${add}
`;

async function compiled(add: string) {
  const parsed = parseScenario(text(add), 'x.yaml');
  return parsed.ok ? compileWorld(parsed.value) : parsed;
}

const told = async (add: string) => {
  const result = await compiled(add);
  return (result.ok ? result.warnings : result.issues).map(formatIssue);
};

describe('add', () => {
  it('sums terms behind the formula in name order, whatever their order in the file', async () => {
    const world = unwrap(
      await compiled(`add:
  tired: { to: stages.here.exits.gone, term: "weight * fatigue" }
  push:  { to: stages.here.exits.gone, term: "reached(any, 7d)" }
  back:  { to: stages.there.exits.here, term: "0.1 * visit" }
  more:  { to: signals.visit, term: { value: 0.5, low: 0.1, high: 1 } }`),
    );
    const printed = (node: number) => printNode(world.graph, node);
    const [gone, there] = world.stages[0].exits;
    expect(printed(gone.node)).toBe('-4 + inStage / 1d + reached(any, 7d) + 0.4 * fatigue');
    expect(printed(there.node)).toBe('-0.6');
    expect(printed(world.stages[1].exits[0].node)).toBe('0.1 + 0.1 * count(visit)');
    expect(printed(world.signals[0].node)).toBe('0.8');
    expect(world.scenario.parameters['add.more.term']).toMatchObject({ value: 0.5, low: 0.1, high: 1 });
  });

  it('shows errors of a term where it stands', async () => {
    expect(await told('add:\n  tired: { to: stages.here.exits.gone, term: "2 * fatige" }')).toEqual([
      'x.yaml:18:51 add.tired.term: nothing is called `fatige` here. Did you mean `fatigue`?',
    ]);
  });

  it.each([
    [
      'stages.here.exits.gon',
      'got "stages.here.exits.gon", wanted `stages.STAGE.exits.EXIT` or `signals.SIGNAL`. Did you mean `stages.here.exits.gone`?',
    ],
    [
      'signals.vist',
      'got "signals.vist", wanted `stages.STAGE.exits.EXIT` or `signals.SIGNAL`. Did you mean `signals.visit`?',
    ],
    [
      'signals.order',
      'got the signal `order`, which has a `chance`, wanted one with a rate, `perDay`. Write `perDay` for `order`, or put the term into its formula: a sum need not stay between 0 and 1.',
    ],
  ])('refuses the target %s', async (to, expected) => {
    expect(await told(`add: { tired: { to: ${to}, term: fatigue } }`)).toContain(
      `x.yaml:17:21 add.tired.to: ${expected}`,
    );
  });

  it('counts in the hash where there is any', async () => {
    const hash = (add: string) => scenarioHash(unwrap(parseScenario(text(add), 'x.yaml')).scenario);
    expect(await hash('add: {}')).toBe(await hash(''));
    expect(await hash('add: { a: { to: signals.visit, term: 1 } }')).not.toBe(await hash(''));
  });
});
