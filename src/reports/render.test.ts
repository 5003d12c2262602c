import { describe, expect, it } from 'vitest';
import { draw, pictureOf } from './render.ts';

const spec = {
  width: 100,
  height: 50,
  autosize: { type: 'none' },
  padding: { left: 10, top: 0, right: 0, bottom: 20 },
  data: { values: [{ kind: '<b> class="x" opacity="1"', value: 3 }] },
  mark: { type: 'text' },
  encoding: { x: { field: 'value', type: 'quantitative' }, text: { field: 'kind' } },
};

describe('pictureOf', () => {
  it('draws a standalone SVG on white, the same text each time', async () => {
    const svg = await pictureOf(spec);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="110" height="70"/);
    expect(svg).toContain('fill="white"');
    expect(await pictureOf(spec)).toBe(svg);
  });

  it('escapes text and changes nothing in it while it slims the markup', async () => {
    expect(await pictureOf(spec)).toContain('&lt;b&gt; class="x" opacity="1"</text>');
  });
});

it('names the picture by its description, escaped', async () => {
  const svg = await pictureOf({ ...spec, description: 'a "b" & $& c' });
  expect(svg).toMatch(/^<svg role="img" aria-label="a &quot;b&quot; &amp; \$&amp; c" xmlns=/);
});

describe('draw', () => {
  it('knows the size and leaves the ground clear', async () => {
    const drawing = await draw(spec);
    expect(drawing).toMatchObject({ width: 110, height: 70, warnings: [] });
    expect(drawing.svg).not.toContain('white');
  });

  it('hands over what Vega-Lite warns of', async () => {
    const unknown = { ...spec, encoding: { ...spec.encoding, altitude: { field: 'value' } } };
    expect((await draw(unknown)).warnings.join()).toContain('altitude');
  });
});
