import type { Chart } from './chart.ts';
import { colour } from './palette.ts';
import type { Spec } from './render.ts';
import { wrap } from './wrap.ts';

/** A chart as a picture that stands alone, in a README or a notebook: with its finding on top. */
export function titled(chart: Pick<Chart, 'title' | 'alt' | 'spec'>, width: number): Spec {
  const spec = chart.spec(width - 2 * MARGIN);
  const padding = spec.padding as { left: number; right: number; top: number; bottom: number };
  const lines = wrap(inOnePiece(chart.title), (width - 2 * MARGIN) / BOLD, { size: SIZE, most: 4 });
  return {
    ...spec,
    description: chart.alt,
    padding: {
      left: padding.left + MARGIN,
      right: padding.right + MARGIN,
      top: padding.top + MARGIN + LINE * lines.length + 8,
      bottom: padding.bottom + MARGIN,
    },
    layer: [...(spec.layer as readonly Spec[]), heading(lines, -padding.left, -padding.top - 8)],
  };
}

const MARGIN = 16;
const SIZE = 16;
const LINE = 21;
/** How much wider than others bold letters may be. */
const BOLD = 1.16;

/** What stands in brackets, such as an interval, is not broken. */
const inOnePiece = (title: string) =>
  title.replace(/\([^()]*\)/g, (bracket) => bracket.replaceAll(' ', '\u00a0'));

function heading(lines: readonly string[], x: number, bottom: number): Spec {
  const place = (field: string) => ({ field, type: 'quantitative', scale: null, axis: null });
  const values = lines.map((text, i) => ({ text, x, y: bottom - (lines.length - 1 - i) * LINE }));
  return {
    data: { values },
    mark: {
      type: 'text',
      align: 'left',
      baseline: 'alphabetic',
      fontSize: SIZE,
      fontWeight: 600,
      color: colour('ink'),
    },
    encoding: { x: place('x'), y: place('y'), text: { field: 'text' } },
  };
}
