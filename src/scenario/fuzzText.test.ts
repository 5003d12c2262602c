import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NextmoveError } from '../core/issue.ts';
import { compileWorld } from './compileWorld.ts';
import { parseScenario } from './parse.ts';

const folder = join(import.meta.dirname, '../../scenarios');
const texts = ['retail-intent', 'saas-onboarding'].map((name) =>
  readFileSync(join(folder, `${name}.yaml`), 'utf8'),
);

/** What fingers, editors and merges do to a text. */
type Slip = { readonly at: number; readonly kind: number; readonly what: string };
const slip: fc.Arbitrary<Slip> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  kind: fc.nat(4),
  what: fc.oneof(
    fc.constantFrom(
      '{',
      '}',
      '[',
      ': ',
      '- ',
      '&a ',
      '*a',
      '"',
      '#',
      '\t',
      '1e999',
      '-1',
      'null',
      '~',
      '!!js ',
    ),
    fc.string({ maxLength: 8, unit: 'binary' }),
  ),
});

function slipped(text: string, slips: readonly Slip[]): string {
  return slips.reduce((so, { at, kind, what }) => {
    const place = Math.floor(at * so.length);
    const lines = so.split('\n');
    const line = Math.floor(at * lines.length);
    switch (kind) {
      case 0:
        return so.slice(0, place) + what + so.slice(place);
      case 1:
        return so.slice(0, place) + so.slice(place + 1 + what.length);
      case 2:
        return lines.filter((_, k) => k !== line).join('\n');
      case 3:
        return [...lines.slice(0, line), lines[line], ...lines.slice(line)].join('\n');
      default:
        return so.replace(/-?\d+(?:\.\d+)?/g, (number, offset) =>
          Math.abs(offset - place) < 200 ? what || '0' : number,
        );
    }
  }, text);
}

describe('a scenario with slips of the hand', () => {
  it('is a world, or has named mistakes: nothing else is thrown', async () => {
    let [worlds, refused] = [0, 0];
    const text = fc.constantFrom(...texts);
    const property = fc.asyncProperty(
      text,
      fc.array(slip, { minLength: 1, maxLength: 3 }),
      async (of, slips) => {
        const parsed = parseScenario(slipped(of, slips), 'x.yaml');
        if (!parsed.ok) {
          refused++;
          for (const { code, message } of parsed.issues)
            expect(`${code}: ${message}`).not.toMatch(/undefined/);
          return;
        }
        const compiled = await compileWorld(parsed.value).catch((error: unknown) => {
          expect(error).toBeInstanceOf(NextmoveError);
          return null;
        });
        if (compiled?.ok) worlds++;
        else refused++;
      },
    );
    await fc.assert(property, { numRuns: 300 });
    expect(Math.min(worlds, refused)).toBeGreaterThan(10);
  });
});
