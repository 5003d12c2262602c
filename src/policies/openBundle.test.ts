import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIssue, unwrap } from '../core/issue.ts';
import { sha256Hex } from '../core/json.ts';
import type { Ledger } from '../guardrails/guardrails.ts';
import { telecomGuardrails, telecomParts } from './bundle.fixture.ts';
import { manifestId } from './bundleManifest.ts';
import { makeBundle } from './makeBundle.ts';
import { openBundle } from './openBundle.ts';

type Files = Map<string, Uint8Array>;
const text = (files: Files, name: string) => new TextDecoder().decode(files.get(name));
const bytes = (words: string) => new TextEncoder().encode(words);
const files = await makeBundle(telecomParts());

/** What opening says of files, in lines; empty where it opens. */
async function complaints(changed: Files): Promise<string[]> {
  const opened = await openBundle(changed);
  return opened.ok ? [] : opened.issues.map(formatIssue);
}

/** The bundle with one file's text changed, the manifest left alone: what damage does. */
function damaged(name: string, change: (words: string) => string): Files {
  return new Map(files).set(name, bytes(change(text(files, name))));
}

/** The bundle with one file's JSON changed and every hash made right again: what a wrong tool would write. */
async function rewritten(name: string, path: readonly string[], to: unknown, other = true): Promise<Files> {
  const changed = new Map(files).set(
    name,
    bytes(JSON.stringify(edit(JSON.parse(text(files, name)), path, to))),
  );
  const { id, ...manifest } = JSON.parse(text(changed, 'manifest.json'));
  if (!Array.isArray(manifest.files)) return changed;
  for (const file of manifest.files) {
    if (typeof file !== 'object' || file === null) return changed;
    file.bytes = changed.get(file.name)?.length;
    file.sha256 = await sha256Hex(changed.get(file.name) ?? '');
  }
  const whole = { ...manifest, id: await manifestId(manifest) };
  if (other) expect(id).not.toBe(whole.id);
  return changed.set('manifest.json', bytes(JSON.stringify(whole)));
}

describe('makeBundle', () => {
  it('writes the same bytes for the same parts', async () => {
    expect(await makeBundle(telecomParts())).toEqual(files);
    expect([...files.keys()].sort()).toEqual([
      'CARD.md',
      'features.json',
      'golden.json',
      'guardrails.json',
      'manifest.json',
      'policy.json',
    ]);
  });

  it('holds golden decisions for every action that is ever proposed, some of each stage', () => {
    const golden = JSON.parse(text(files, 'golden.json'));
    expect(golden.decisions).toHaveLength(32);
    const proposed = new Set(golden.decisions.map((decision: { proposed: string }) => decision.proposed));
    expect([...proposed].sort()).toEqual(['discount@email', 'none', 'rescue@call', 'tips@email']);
    const stage = golden.leaves.indexOf('stage');
    expect(new Set(golden.decisions.map((one: { values: number[] }) => one.values[stage]))).toEqual(
      new Set([0, 1]),
    );
  });

  it('holds one decision of a held-out customer where the guardrails hold some out', async () => {
    const guardrails = telecomGuardrails({ holdout: { share: 0.1, salt: 's' } });
    const golden = JSON.parse(text(await makeBundle(telecomParts({ guardrails })), 'golden.json'));
    const heldOut = golden.decisions.filter((one: { heldOut: boolean }) => one.heldOut);
    expect(heldOut).toMatchObject([{ legality: [0, 7, 7, 7], proposed: 'none', propensity: 1 }]);
  });

  it('writes a card that people can read', () => {
    const card = text(files, 'CARD.md');
    expect(card).toContain(
      "- value a customer over 365 days, against today's rules: **4.2** [3.1, 5.3] at 95 %",
    );
    expect(card).toContain(
      '- every action but `none`: cap: `recent(sent(any), 30d) < 2`\n' +
        "- `tips@email`: stage: `stage == 'active'`; consent: `consent(email)`; cooldown: `since(sent(tips), never: 999d) >= 14d`\n" +
        "- `discount@email`: eligibility: `contract == 'rolling'`; consent: `consent(email)`\n",
    );
    expect(card).toContain('- `traits.bill`: a number\n');
    expect(card).toContain('From its own log and clock: `sent(any, 28d)`, ');
    expect(card).toContain('  "traits": {\n    "bill": 1,\n    "contract": "rolling"\n  }');
    expect(card).toContain('- Not for business customers.');
  });

  it('refuses budgets without charges, and leaves that no server can know', async () => {
    const { charges, ...rest } = telecomGuardrails();
    expect(charges).toHaveLength(4);
    const budget: Ledger = {
      name: 'budget/any/0',
      kind: 'budget',
      actions: [1],
      amount: 1,
      perDays: 30,
      period: 'calendar',
      charge: 'send',
      arbitrate: { kind: 'random' },
    };
    await expect(makeBundle(telecomParts({ guardrails: { ...rest, ledgers: [budget] } }))).rejects.toThrow(
      'ledgers[0]: nobody says what actions take from "budget/any/0". Give the guardrails `charges`.',
    );
    const parts = telecomParts();
    const leaves = parts.context.graph.leaves.map((leaf) => ({ ...leaf, seen: leaf.key !== 'bill' }));
    const context = { ...parts.context, graph: { ...parts.context.graph, leaves } };
    await expect(makeBundle({ ...parts, context })).rejects.toThrow(
      'context and guardrails mean different things by "bill"',
    );
  });
});

describe('openBundle', () => {
  it('gives the bundle back, with a policy that decides', async () => {
    const bundle = unwrap(await openBundle(files));
    expect(bundle.spec.actions.actions.map(({ name }) => name)).toEqual([
      'none',
      'tips@email',
      'discount@email',
      'rescue@call',
    ]);
    expect(bundle.manifest.policyId).toBe(bundle.policy.id);
    expect(bundle.id).toMatch(/^[0-9a-f]{16}$/);
    expect(bundle.context).toEqual(telecomParts().context);
    expect(bundle.guardrails).toEqual(telecomGuardrails());
    expect(bundle.body).toEqual(telecomParts().policy);
  });

  const again = 'It was changed after the export: copy the bundle again, or export it anew.';
  const anew = 'It was written by another version of nextmove or by hand: export the policy anew.';

  it.each([
    [
      'nothing',
      new Map(),
      'manifest.json: it is not there; found nothing. Give the folder that `nextmove export` wrote.',
    ],
    [
      'a changed weight',
      damaged('policy.json', (words) => words.replace('AAAAgD8', 'AAAAoD8')),
      `policy.json: its sha256 is `,
    ],
    [
      'a longer file',
      damaged('CARD.md', (words) => `${words} `),
      `CARD.md: it has ${(files.get('CARD.md')?.length ?? 0) + 1} bytes, the manifest says ${files.get('CARD.md')?.length}. ${again}`,
    ],
    [
      'a missing file',
      without('golden.json'),
      `golden.json: the manifest lists it, and it is not there. ${again}`,
    ],
    [
      'a manifest of no JSON',
      damaged('manifest.json', (words) => words.slice(0, 40)),
      'manifest.json: it is no JSON: ',
    ],
    [
      'a newer format',
      damaged('manifest.json', (words) => words.replace('"format": 1', '"format": 2')),
      'manifest.json: it has format 2; this version of nextmove reads format 1. Update nextmove, or export the policy with this version.',
    ],
    [
      'no format',
      damaged('manifest.json', (words) => words.replace('"format": 1', '"format": "x"')),
      `manifest.json format: got "x", wanted 1. ${again}`,
    ],
    [
      'other evidence',
      damaged('manifest.json', (words) => words.replace('"value": 4.2', '"value": 9.9')),
      'manifest.json: its id is ',
    ],
    [
      'an unlisted file',
      damaged('manifest.json', (words) => words.replace('"name": "CARD.md"', '"name": "README.md"')),
      `manifest.json: it does not list CARD.md. ${again}`,
    ],
    [
      'an unknown zone',
      damaged('manifest.json', (words) => words.replace('Europe/London', 'Europe/Londn')),
      `manifest.json clock.zone: got "Europe/Londn", wanted an IANA time zone that this machine knows. ${again}`,
    ],
  ])('refuses %s', async (_, changed, expected) => {
    const [first, ...more] = await complaints(changed);
    expect(more).toEqual([]);
    expect(first.slice(0, expected.length)).toBe(expected);
  });

  it.each<[string, string, string[], unknown, string]>([
    ['a broken graph', 'features.json', ['graph', 'nodes', '7', 'a'], 99, 'features.json graph.nodes[7]: '],
    [
      'a node outside its graph',
      'features.json',
      ['nodes', '6'],
      99,
      `features.json nodes[6]: got 99, wanted a node of the graph that gives \`margin\` (real). ${anew}`,
    ],
    ['a renamed feature', 'features.json', ['features', '6', 'name'], 'profit', 'features.json hash: got "'],
    [
      'another feature hash',
      'features.json',
      ['hash'],
      '0123456789abcdef',
      'features.json hash: got "0123456789abcdef", wanted ',
    ],
    [
      'an unknown reason',
      'guardrails.json',
      ['actions', '1', 'conditions', '0', 'reason'],
      99,
      `guardrails.json actions[1].conditions[0].reason: got 99, wanted one of 1, 2, 3, 4, 5, 6, 7, 8. ${anew}`,
    ],
    [
      'a condition that is none',
      'guardrails.json',
      ['actions', '1', 'conditions', '1', 'node'],
      1,
      `guardrails.json actions[1].conditions[1].node: node 1 gives no condition. ${anew}`,
    ],
    [
      'a renamed action',
      'guardrails.json',
      ['actions', '3', 'action'],
      'rescue@sms',
      'manifest.json: its actions is none,tips@email,discount@email,rescue@call, and guardrails.json has none,tips@email,discount@email,rescue@sms. ',
    ],
    [
      'a hidden leaf',
      'guardrails.json',
      ['graph', 'leaves', '0', 'seen'],
      false,
      `guardrails.json: \`consent(email)\` is hidden from the business: no server can know it. ${anew}`,
    ],
    [
      'a share above one',
      'guardrails.json',
      ['holdout', 'share'],
      2,
      `guardrails.json holdout.share: got 2, wanted a number from 0 to 1. ${anew}`,
    ],
    [
      'an unknown form of policy',
      'policy.json',
      ['kind'],
      'tabel',
      'policy.json: got a policy of the unknown form "tabel". Did you mean `table`?',
    ],
    [
      'a policy of other features',
      'policy.json',
      ['featureHash'],
      '0123456789abcdef',
      'policy.json: the policy was made for features 0123456789abcdef',
    ],
    ['another policy', 'policy.json', ['data', 'law', 'epsilon'], 0.2, 'manifest.json: its policyId is '],
    [
      'no golden decision',
      'golden.json',
      ['decisions'],
      [],
      'golden.json: it holds no decision. Export the policy anew.',
    ],
    [
      'golden decisions without a leaf',
      'golden.json',
      ['leaves', '0'],
      'bill_',
      'golden.json: it has no values of `stage`. Export the policy anew.',
    ],
    [
      'another golden probability',
      'golden.json',
      ['decisions', '0', 'probabilities', '0'],
      0.5,
      'golden.json: decision 0 (',
    ],
    [
      'another golden draw',
      'golden.json',
      ['decisions', '3', 'proposed'],
      'nothing',
      'golden.json: decision 3 (',
    ],
    [
      'another golden context',
      'golden.json',
      ['decisions', '1', 'context', '6'],
      1e6,
      'golden.json: decision 1 (',
    ],
    [
      'another golden mask',
      'golden.json',
      ['decisions', '2', 'legality', '1'],
      6,
      'golden.json: decision 2 (',
    ],
  ])('refuses %s', async (_, name, path, to, expected) => {
    const [first] = await complaints(await rewritten(name, path, to));
    expect(first.slice(0, expected.length)).toBe(expected);
  });

  it('refuses or opens, and never falls over, whatever stands in whatever place', async () => {
    const places = Object.fromEntries(
      ['features.json', 'guardrails.json', 'policy.json', 'golden.json', 'manifest.json'].map((name) => [
        name,
        pathsOf(JSON.parse(text(files, name))),
      ]),
    );
    const place = fc
      .constantFrom(...Object.keys(places))
      .chain((name) => fc.tuple(fc.constant(name), fc.constantFrom(...places[name])));
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom(null, -1, 1e9, 0.5, '', [], {}, 'none'));
    await fc.assert(
      fc.asyncProperty(place, value, async ([name, path], put) => {
        const found = await complaints(await rewritten(name, path, put, false));
        for (const line of found) {
          // File, place, complaint; a key that was put in stands in the place as it is, whatever it is.
          expect(line).toMatch(/^[\w.]+( .+?)?: /);
          expect(line).not.toMatch(/Cannot read|is not a function|undefined \(/);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('says in which number a golden decision differs, and what to do', async () => {
    const changed = await rewritten('golden.json', ['decisions', '0', 'probabilities', '0'], 0.5);
    expect((await complaints(changed))[0]).toMatch(
      /comes out otherwise: the probability of none is [\d.]+, not 0\.5\. This machine's nextmove decides otherwise than the one that made the bundle \(0\.1\.0\): serve it there, or export it anew here\.$/,
    );
  });
});

function without(name: string): Files {
  const rest = new Map(files);
  rest.delete(name);
  return rest;
}

/** Paths to every place of a JSON value, the first two of each list. */
function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  const inside = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const entries = Array.isArray(value) ? inside.slice(0, 2) : inside;
  return [
    ...(path.length > 0 ? [[...path]] : []),
    ...entries.flatMap(([key, one]) => pathsOf(one, [...path, key])),
  ];
}

type Json = { [key: string]: Json };

/** The JSON value with one place set. */
function edit(value: Json, path: readonly string[], to: unknown): Json {
  const holder = path.slice(0, -1).reduce((at, key) => at[key], value);
  holder[path.at(-1) as string] = to as Json;
  return value;
}
