import { describe, expect, it } from 'vitest';
import { formatIssue } from '../../core/issue.ts';
import { FUNCTION_NAMES } from '../../language/parse/functions.ts';
import { compileWorld } from '../compileWorld.ts';
import { parseScenario } from '../parse.ts';
import { inRange, NAME } from '../reading/leaves.ts';
import { behaviours } from './index.ts';

/** A scenario with something of every kind to refer to. */
const text = (use: string, more = '') => `nextmove: 1
name: Tiny
clock: { start: "2025-01-06", tick: 1d, horizon: 20d }
currency: EUR
decide: [every 1d]
population: { size: 4, traits: { price: { seen: true, formula: 40 } } }
signals: { visit: { perDay: 0.3 }, praise: { perDay: 0.1 }, trouble: { perDay: 0.1 } }
channels: { email: {} }
interventions: { message: { channels: [email], in: [customer] }, discount: { channels: [email], in: [customer] }, help: { channels: [email], in: [customer] } }
stages: { customer: { exits: { gone: { logit: -4, loss: true } } }, gone: { terminal: true } }
reward: { of: [-contact_cost], window: 5d }
behaviours: { it: ${use} }
${more}
`;

const told = async (source: string) => {
  const parsed = parseScenario(source, 'x.yaml');
  const result = parsed.ok ? await compileWorld(parsed.value) : parsed;
  const warnings = parsed.ok ? parsed.warnings : [];
  return [...warnings, ...(result.ok ? result.warnings : result.issues)].map(formatIssue);
};

it('lists behaviours under names of their own', () => {
  const kinds = behaviours.map(({ kind }) => kind);
  expect(new Set(kinds).size).toBe(kinds.length);
});

describe.each(behaviours)('$kind', (behaviour) => {
  const { kind, title, description, source, parameters, refers, example } = behaviour;
  const columns = { ...behaviour.traits, ...behaviour.state, ...behaviour.signals };

  it('says what it is and where it comes from', () => {
    expect(kind).toMatch(NAME);
    expect(title.length).toBeGreaterThan(4);
    expect(description.length).toBeGreaterThan(80);
    expect(source).toMatch(/\((19|20)\d\d\), .*\d/);
  });

  it('has words that mean nothing else, and defaults within their ranges', () => {
    const words = [...Object.keys(parameters), ...Object.keys(refers)];
    const calendar = ['elapsed', 'inStage', 'weekday', 'dayOfYear', 'dayOfMonth'];
    const others = ['use', 'adds', 'self', 'tickDays', ...calendar, 'any'];
    expect(new Set([...words, ...others, ...FUNCTION_NAMES]).size).toBe(
      words.length + others.length + FUNCTION_NAMES.length,
    );
    for (const { default: value, range } of Object.values(parameters))
      expect(inRange(value, range)).toBe(true);
    for (const column of Object.keys(columns)) expect(column).toMatch(/^self(_[A-Za-z]\w*)?$/);
  });

  it('compiles without a word, its effect on a logit and on a rate, each parameter an assumption', async () => {
    const assumptions = Object.entries(parameters).map(
      ([name, { default: value }]) => [name, { value, low: value, high: value }] as const,
    );
    const use = { use: kind, ...example, ...Object.fromEntries(assumptions) };
    const adds = { 'stages.customer.exits.gone': 0.5, 'signals.visit': { value: -0.1 } };
    expect(await told(text(JSON.stringify({ ...use, adds })))).toEqual([]);
    const [unused, ...others] = await told(text(JSON.stringify({ use: kind, ...example })));
    expect(unused).toContain('behaviours.it: warning: got the behaviour `it`, which is added to nothing');
    expect(others).toEqual([]);
  });
});
