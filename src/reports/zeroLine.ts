import { colour } from './palette.ts';
import type { Spec } from './render.ts';
import { type scaleOf, tickFormat } from './ticks.ts';

/** Zero as a dashed line, which also draws the axis at the left. */
export function zeroLine(y: ReturnType<typeof scaleOf>): Spec {
  return {
    data: { values: [{ y: 0 }] },
    mark: { type: 'rule', strokeWidth: 1.5, color: colour('quiet'), strokeDash: [4, 3] },
    encoding: {
      y: {
        field: 'y',
        type: 'quantitative',
        scale: { domain: [y.low, y.high], nice: false, zero: false },
        axis: {
          values: y.ticks,
          // Without it Vega leaves some of them out.
          tickCount: y.ticks.length,
          format: tickFormat(y.step),
          title: null,
          ticks: false,
          domain: false,
          labelOverlap: false,
          labelFontSize: 11,
          labelColor: colour('quiet'),
          labelPadding: 6,
          gridColor: colour('line'),
        },
      },
    },
  };
}
