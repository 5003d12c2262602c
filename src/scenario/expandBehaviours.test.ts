import { describe, expect, it } from 'vitest';
import { formatIssue, unwrap } from '../core/issue.ts';
import { printNode } from '../language/print.ts';
import { compileWorld } from './compileWorld.ts';
import { parseScenario } from './parse.ts';

const example = `nextmove: 1
name: Tiny
clock: { start: "2025-01-06", tick: 1d, horizon: 20d }
currency: EUR
decide: [every 1d]
parameters: { rest: 1 }
population: { size: 4, traits: { region: { seen: true, oneOf: { north: 0.5, south: 0.5 } } } }
signals: { fault: { perDay: 0.2 }, order: { chance: 0.1 } }
behaviours:
  tired:
    use: contactFatigue
    of: hello
    halfLifeDays: rest
    perContact: { value: 2, low: 1, high: 3 }
    adds: { stages.here.exits.gone: rest, signals.fault: -0.1 }
  storm: { use: shock, on: "2025-01-10", segment: "region == 'north'", adds: { stages.here.exits.gone: 1 } }
add: { a: { to: stages.here.exits.gone, term: "0.01 * storm" } }
channels: { email: {} }
interventions: { hello: { channels: [email], in: [here] } }
stages: { here: { exits: { gone: { logit: "-4 - tired", loss: true } } }, gone: { terminal: true } }
reward: { of: [-contact_cost], window: 5d }
`;

async function told(from: string, to: string): Promise<string[]> {
  expect(example).toContain(from);
  const parsed = parseScenario(example.replace(from, to), 'x.yaml');
  const result = parsed.ok ? await compileWorld(parsed.value) : parsed;
  return (result.ok ? result.warnings : result.issues).map(formatIssue);
}

describe('behaviours of a scenario', () => {
  it('become columns and terms of an ordinary scenario', async () => {
    const parsed = unwrap(parseScenario(example, 'x.yaml', { set: { 'behaviours.tired.perContact': 3 } }));
    const { scenario } = parsed;
    expect(scenario).not.toHaveProperty('behaviours');
    expect(scenario.state.tired).toEqual({
      start: '0',
      next: 'pow(0.5, 1 / rest) * tired + 3 * reached(hello)',
    });
    expect(scenario.population.traits.storm).toEqual({
      seen: false,
      unit: null,
      kind: 'formula',
      formula: "region == 'north'",
    });
    expect(scenario.add['tired at stages.here.exits.gone'].term).toBe('rest * tired');
    expect(scenario.parameters['behaviours.tired.perContact']).toMatchObject({ value: 3, low: 1, high: 3 });
    const world = unwrap(await compileWorld(parsed));
    const [gone] = world.stages[0].exits;
    expect(printNode(world.graph, gone.node)).toBe(
      '-4 - tired + 0.01 * storm + 1 * (storm * if(elapsed / 1d >= 4, 0.3 + 0.7 * pow(0.5, (elapsed / 1d - 4) / 30), 0)) + 1.0 * tired',
    );
    expect(printNode(world.graph, world.signals[0].node)).toBe('0.2 + -0.1 * tired');
  });

  it.each([
    [
      'an unknown kind',
      'use: contactFatigue',
      'use: contactFatige',
      '11:10 behaviours.tired.use: got "contactFatige", wanted the kind of a behaviour. Did you mean `contactFatigue`?',
    ],
    [
      'no kind',
      'use: contactFatigue',
      'perContact_: 1',
      '11:5 behaviours.tired.use: got nothing, wanted the kind of a behaviour.',
    ],
    [
      'no mapping',
      '{ use: shock, on: "2025-01-10", segment: "region == \'north\'", adds: { stages.here.exits.gone: 1 } }',
      'shock',
      '16:10 behaviours.storm: got "shock", wanted a mapping with `use`',
    ],
    [
      'an unknown parameter',
      'halfLifeDays: rest',
      'halfLifeDay: 3',
      '13:5 behaviours.tired.halfLifeDay: got the key `halfLifeDay`, wanted one of `use`, `halfLifeDays`, `perContact`, `of`, `adds`. Did you mean `halfLifeDays`?',
    ],
    [
      'a number out of range',
      'halfLifeDays: rest',
      'halfLifeDays: -3',
      '13:19 behaviours.tired.halfLifeDays: got -3, wanted a number > 0',
    ],
    [
      'an unknown parameter of the scenario',
      'halfLifeDays: rest',
      'halfLifeDays: rst',
      '13:19 behaviours.tired.halfLifeDays: got "rst", wanted a number > 0 or the name of a parameter. Did you mean `rest`?',
    ],
    [
      'an unknown contact',
      'of: hello',
      'of: helo',
      '12:9 behaviours.tired.of: got "helo", wanted the name of a contact: `any`, a channel, an intervention or an action. Did you mean `hello`?',
    ],
    [
      'an unknown target',
      'stages.here.exits.gone: rest',
      'stages.here.exits.gon: rest',
      '15:13 behaviours.tired.adds["stages.here.exits.gon"]: got "stages.here.exits.gon", wanted `stages.STAGE.exits.EXIT` or `signals.SIGNAL`. Did you mean `stages.here.exits.gone`?',
    ],
    [
      'a signal without a rate',
      'signals.fault: -0.1',
      'signals.order: 1',
      '15:43 behaviours.tired.adds["signals.order"]: got the signal `order`, which has a `chance`, wanted one with a rate, `perDay`.',
    ],
    [
      'no day of the calendar',
      '2025-01-10',
      '2025-02-30',
      '16:28 behaviours.storm.on: got 2025-02-30, which is no day of the calendar, wanted a date such as 2025-03-01',
    ],
    [
      'no date',
      '2025-01-10',
      'friday',
      '16:28 behaviours.storm.on: got "friday", wanted a date such as 2025-03-01',
    ],
    [
      'something missing',
      'on: "2025-01-10", ',
      '',
      '16:3 behaviours.storm.on: missing, wanted a date such as 2025-03-01',
    ],
    [
      'a segment that names nothing, to the character',
      "region == 'north'",
      "regon == 'north'",
      '16:52 behaviours.storm.segment: nothing is called `regon` here. Did you mean `region`?',
    ],
    [
      'a name that is taken',
      '  tired:',
      '  fault:',
      '10:3 behaviours.fault: got the name `fault`, whose column `fault` has the name of another at `signals`, wanted another name',
    ],
    [
      'a word of the language',
      '  storm:',
      '  table:',
      '16:3 behaviours.table: got the name `table`, a word of the language, wanted another',
    ],
  ])('%s is told where it stands', async (_, from, to, expected) => {
    const lines = await told(from, to);
    expect(lines.map((line) => line.slice(0, 7 + expected.length))).toContain(`x.yaml:${expected}`);
  });

  it('a broken one is not blamed for what it would have brought', async () => {
    expect(await told('use: contactFatigue', 'use: contactFatige')).toHaveLength(1);
  });

  it('warn where they are added to nothing and read by nobody', async () => {
    const warned = (from: string, to: string) => {
      const parsed = parseScenario(example.replace(from, to), 'x.yaml');
      return parsed.ok ? parsed.warnings.map(formatIssue) : ['broken'];
    };
    const uses = 'behaviours:\n';
    expect(warned('', '')).toEqual([]);
    expect(warned(uses, `${uses}  late: { use: contactFatigue }\n`)).toEqual([
      'x.yaml:10:3 behaviours.late: warning: got the behaviour `late`, which is added to nothing and whose columns nobody reads. Add it with `adds`, or name `late` in a formula.',
    ]);
    expect(warned(uses, `${uses}  season: { use: seasonality, adds: {} }\n`)).toEqual([
      'x.yaml:10:3 behaviours.season: warning: got the behaviour `season`, which is added to nothing and whose columns nobody reads. Add it with `adds`.',
    ]);
    // Read by a term, or by another behaviour that is added.
    expect(warned(', adds: { stages.here.exits.gone: 1 } }', ' }')).toEqual([]);
    const both = `${uses}  late: { use: contactFatigue }\n  told: { use: wordOfMouth, mood: late, news: fault, adds: { signals.fault: 1 } }\n`;
    expect(warned(uses, both)).toEqual([]);
  });
});
