import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type JsonSchema, scenarioJsonSchema } from './jsonSchema.ts';
import { scenarioTemplate } from './template.ts';

const schema = scenarioJsonSchema();
const validate = new Ajv({ allErrors: true, strict: true, strictTypes: false }).compile(schema);
const example = readFileSync(new URL('./example.yaml', import.meta.url), 'utf8');
const library = new URL('../../scenarios/', import.meta.url);
const shipped = readdirSync(library, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.yaml'),
);

function flaws(text: string): string[] {
  validate(parse(text));
  return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

describe('scenarioJsonSchema', () => {
  it('accepts the example and the template', () => {
    expect(flaws(example)).toEqual([]);
    expect(flaws(scenarioTemplate())).toEqual([]);
  });

  it.each(shipped)('accepts %s', (name) => {
    expect(flaws(readFileSync(new URL(name, library), 'utf8'))).toEqual([]);
  });

  it.each([
    ['an unknown key', 'cost: 0.002', 'cots: 0.002', '/channels/email additionalProperties'],
    ['a missing key', 'horizon: 365d, ', '', '/clock required'],
    ['a negative cost', 'cost: 4.50', 'cost: -4.50', '/channels/call/cost minimum'],
    ['a duration without its unit', 'cooldown: 14d', 'cooldown: 14', '/interventions/tips/cooldown type'],
    ['a name that is none', 'call_in: {', 'call-in: {', '/signals propertyNames'],
    ['a wrong word', 'charge: send', 'charge: sent', '/guardrails/budgets/0/charge enum'],
    ['a trigger that is none', 'every 7d', 'weekly', '/decide/0 pattern'],
    ['a list for a number', 'cost: 4.50', 'cost: [4]', '/channels/call/cost anyOf'],
  ])('refuses %s', (_, good, bad, expected) => {
    expect(example).toContain(good);
    expect(flaws(example.replace(good, bad))).toContain(expected);
  });

  it('accepts a change of another scenario, in which keys are left out or null, and refuses unknown ones', () => {
    const change =
      'extends: telecom-retention\nstate: { fatigue: null }\nchannels: { email: { cost: 0.01, optOut: null } }\n';
    expect(flaws(change)).toEqual([]);
    expect(flaws(change.replace('cost', 'cots'))).toContain('/channels/email additionalProperties');
    expect(flaws(change.replace('extends: telecom-retention', 'nextmove: 1'))).toContain(
      '/state/fatigue type',
    );
  });

  it('knows the behaviours, with their settings', () => {
    const tired = (settings: string) => `${example}behaviours: { tired: { ${settings} } }\n`;
    expect(
      flaws(tired('use: contactFatigue, of: email, adds: { stages.active.exits.slipping: 0.1 }')),
    ).toEqual([]);
    expect(flaws(tired('use: contactFatigue, halfLifeDays: 0'))).toContain(
      '/behaviours/tired/halfLifeDays exclusiveMinimum',
    );
    expect(flaws(tired('use: contactFatigue, halfLife: 3'))).toContain(
      '/behaviours/tired additionalProperties',
    );
    expect(flaws(tired('use: fatigue'))).toContain('/behaviours/tired oneOf');
  });

  it('describes every key', () => {
    const silent: string[] = [];
    const seen: string[] = [];
    const [whole] = schema.allOf as readonly { readonly else: JsonSchema }[];
    visit(whole.else, '', (key, of) => {
      seen.push(key);
      if (typeof of.description !== 'string' || of.description === '') silent.push(key);
    });
    expect(silent).toEqual([]);
    expect(seen).toContain('/behaviours/*/*/halfLifeDays');
  });
});

/** Calls `see` for every key that a file may have. */
function visit(of: JsonSchema, path: string, see: (path: string, of: JsonSchema) => void): void {
  const { properties = {}, additionalProperties, items, anyOf = [], oneOf = [] } = of;
  for (const [key, inner] of Object.entries(properties as { [key: string]: JsonSchema })) {
    see(`${path}/${key}`, inner);
    visit(inner, `${path}/${key}`, see);
  }
  const inside = [
    additionalProperties,
    ...(Array.isArray(items) ? items : [items]),
    ...(anyOf as JsonSchema[]),
    ...(oneOf as JsonSchema[]),
  ];
  for (const inner of inside)
    if (typeof inner === 'object' && inner !== null) visit(inner as JsonSchema, `${path}/*`, see);
}
