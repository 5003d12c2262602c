import { expect, it } from 'vitest';
import { contrast, palette, type Tone } from './palette.ts';

const tones = Object.keys(palette) as Tone[];
const schemes = ['light', 'dark'] as const;

it('contrast is 21 for black on white and 1 for equal colours', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 10);
  expect(contrast('#bd4800', '#bd4800')).toBe(1);
});

it('has no colour twice in a scheme, so that each light one has one dark one', () => {
  for (const scheme of schemes) expect(new Set(tones.map((t) => palette[t][scheme])).size).toBe(tones.length);
});

it.each(schemes)(
  'reaches 4.5 for text and 3 for marks on %s paper (WCAG 2.2, 1.4.3 and 1.4.11)',
  (scheme) => {
    const on = (tone: Tone, ground: Tone) => contrast(palette[tone][scheme], palette[ground][scheme]);
    for (const text of ['ink', 'quiet', 'blue', 'vermilion', 'green', 'purple'] as const) {
      expect(on(text, 'paper'), text).toBeGreaterThanOrEqual(4.5);
      expect(on(text, 'panel'), text).toBeGreaterThanOrEqual(4.5);
    }
    for (const mark of ['grey', 'sky'] as const) expect(on(mark, 'paper'), mark).toBeGreaterThanOrEqual(3);
    for (const cell of ['loss3', 'loss2', 'loss1', 'even', 'gain1', 'gain2', 'gain3'] as const)
      expect(on('ink', cell), cell).toBeGreaterThanOrEqual(4.5);
  },
);
