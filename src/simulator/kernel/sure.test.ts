import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exp32 } from '../../core/transcendental.ts';
import type { WorldStage } from '../../scenario/world.ts';
import { chooseExit, logitChances, makeExitRoom, rateChances } from '../exits.ts';
import { LARGEST_RATE } from '../limits.ts';
import { assemble } from './assemble.ts';
import { type Code, makeCode } from './code.ts';
import { moduleText } from './moduleText.ts';
import { boundsOf, surelyNone, surelyStays } from './sure.ts';

const { fround } = Math;

/** Which of four lanes are sure, by `write`, that reads `columns` vectors of f32 one after the other. */
function compileSure(columns: number, write: (code: Code, values: readonly string[]) => string) {
  const code = makeCode();
  const values = Array.from({ length: columns }, (_, k) => `(v128.load offset=${16 * k} (i32.const 0))`);
  const sure = write(
    code,
    values.map((value) => code.v128(value)),
  );
  code.push(`(v128.store offset=${16 * columns} (i32.const 0) ${sure})`);
  const memory = new WebAssembly.Memory({ initial: 1 });
  const module = assemble(moduleText([code.text('run', {})]));
  const { exports } = new WebAssembly.Instance(module, { block: { memory } });
  return (lanes: readonly (readonly number[])[]): boolean[] => {
    const room = new Float32Array(memory.buffer, 0, 4 * columns);
    for (let k = 0; k < columns; k++) {
      for (let lane = 0; lane < 4; lane++) room[4 * k + lane] = lanes[lane % lanes.length][k];
    }
    (exports.run as () => void)();
    return [...new Int32Array(memory.buffer, 16 * columns, 4)].map((bits) => bits !== 0);
  };
}

/** Uniforms about a border, where a wrong bound shows: multiples of 2^-24 in [0, 1). */
const around = (border: number): number[] =>
  [-2, -1, 0, 1, 2]
    .map((step) => Math.floor(border * 2 ** 24) + step)
    .map((k) => Math.min(2 ** 24 - 1, Math.max(0, k)) / 2 ** 24);

const SPECIAL = [
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 1e-40, -1e-40],
  ...[87.9, 88.8, 1e9, 3e38, -86.9, -87.5, -103, -3e38],
];
const logits = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: -20_000, max: 0 }).map((k) => k / 1000) },
  fc.double({ min: -25, max: 5, noNaN: true }),
  fc.double({ min: -120, max: 120, noNaN: true }),
  fc.constantFrom(...SPECIAL),
);
const rates = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 300_000 }).map((k) => k / 1e6) },
  fc.double({ min: 0, max: 3, noNaN: true }),
  fc.double({ min: 0, max: 1e-5, noNaN: true }),
  fc.double({ min: -1, max: 120, noNaN: true }),
  fc.constantFrom(...SPECIAL),
);

const uniformly = fc.integer({ min: 0, max: 2 ** 24 - 1 }).map((k) => k / 2 ** 24);

const losses = [[false], [true], [false, true], [true, false, true], [false, false, true, true]];

describe.each(['logit', 'perDay'] as const)('who surely stays, by bounds of exits as %s,', (form) => {
  it.each(losses)('takes no exit and is refused nothing: losses %s, %s, %s, %s', (...given) => {
    const exits = given.filter((loss) => loss !== undefined).map((loss) => ({ loss }));
    const stage = { form, exits } as unknown as WorldStage;
    const dt = 0.25;
    const sure = compileSure(exits.length + 1, (code, values) => {
      const bounds = boundsOf(code, stage, values.slice(0, -1), dt);
      return surelyStays(code, stage, bounds, values[exits.length]);
    });
    const room = makeExitRoom(exits.length, 1);
    let [sureOnes, all] = [0, 0];
    const values = fc.array(form === 'logit' ? logits : rates, {
      minLength: exits.length,
      maxLength: exits.length,
    });
    const property = fc.property(values, uniformly, (drawn, anywhere) => {
      const columns = drawn.map((value) => Float32Array.of(value));
      const refused =
        drawn.some((value) => Number.isNaN(value)) ||
        (form === 'logit' ? logitChances(columns, 1, room) : rateChances(columns, 1, dt, room)) !== null;
      const borders = refused ? [anywhere] : bordersOf(exits, room.chances);
      for (const u of [...borders, anywhere].flatMap(around)) {
        const [isSure] = sure([[...drawn, u]]);
        all++;
        if (!isSure) continue;
        sureOnes++;
        expect(refused).toBe(false);
        expect(chooseExit(exits, room.chances, 0, u)).toBe(-1);
      }
    });
    fc.assert(property, { numRuns: 1500 });
    // And it is of use.
    expect(sureOnes).toBeGreaterThan(all / 50);
  });
});

/** Where the choice of an exit changes. */
function bordersOf(exits: readonly { readonly loss: boolean }[], chances: readonly Float32Array[]): number[] {
  let [bottom, top] = [0, 0];
  return exits.map(({ loss }, k) => {
    if (loss) top = fround(top + chances[k][0]);
    else bottom = fround(bottom + chances[k][0]);
    return loss ? fround(1 - top) : bottom;
  });
}

describe('where surely nothing happens', () => {
  it('a Poisson count is 0 and its rate is in range', () => {
    const sure = compileSure(2, (code, [rate, u]) => surelyNone(code, rate, u));
    let sureOnes = 0;
    const property = fc.property(rates, uniformly, (drawn, anywhere) => {
      const rate = fround(drawn);
      const none = exp32(fround(-rate));
      for (const u of [none, anywhere].filter((border) => !Number.isNaN(border)).flatMap(around)) {
        if (!sure([[rate, u]])[0]) continue;
        sureOnes++;
        expect(rate >= 0 && rate <= LARGEST_RATE).toBe(true);
        expect(u).toBeLessThan(none);
      }
    });
    fc.assert(property, { numRuns: 3000 });
    expect(sureOnes).toBeGreaterThan(3000);
  });
});
