import { expect, it } from 'vitest';
import { rowFrame } from './rowFrame.ts';

const rows = [{ label: 'Fatigue left', value: 'cannot' }];
const options = { mark: 20, title: 'EUR a customer', valueTitle: 'The result' };

it.each([720, 358])('keeps a gutter of numbers free of names at a width of %d', (width) => {
  const [plain, roomy] = [0, 30].map((gutter) => rowFrame(rows, { ...options, width, gutter }));
  expect(roomy.plotWidth).toBe(plain.plotWidth - 60);
  expect(roomy.margins.left).toBe(plain.margins.left + 30);
  // Names begin at the picture's left edge in both, so what stands up to 30 pixels beside the plot meets none.
  expect(namesAt(roomy)).toEqual([-roomy.margins.left]);
  expect(namesAt(plain)).toEqual([-plain.margins.left]);
});

function namesAt({ texts }: ReturnType<typeof rowFrame>): number[] {
  return texts.flatMap(({ data }) =>
    (data as { values: { x: number; text: string }[] }).values
      .filter(({ text }) => text === rows[0].label)
      .map(({ x }) => x),
  );
}
