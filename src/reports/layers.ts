import { colour, type Tone } from './palette.ts';
import type { Spec } from './render.ts';
import { type Scale, tickFormat } from './ticks.ts';

/** A place in pixels from the plot's top left corner, not on any scale. */
const pixel = (field: string) => ({ field, type: 'quantitative', scale: null, axis: null });
const tint = { field: 'colour', type: 'nominal', scale: null };
const tinted = <T extends { tone: Tone }>(items: readonly T[]) =>
  items.map(({ tone, ...rest }) => ({ ...rest, colour: colour(tone) }));

export type Margins = {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
};

/** A picture of exactly `width`, its plot inset by the margins. Layers draw in order. */
export function canvas(width: number, height: number, margins: Margins, layers: readonly Spec[]): Spec {
  return {
    width: width - margins.left - margins.right,
    height,
    autosize: { type: 'none' },
    padding: margins,
    data: { values: [] },
    layer: layers,
  };
}

export type Text = { readonly x: number; readonly y: number; readonly text: string; readonly tone: Tone };
export type TextStyle = {
  readonly align?: 'left' | 'center' | 'right';
  readonly size?: number;
  readonly bold?: boolean;
};

/** Texts by their baselines, in pixels. */
export function texts(
  items: readonly Text[],
  { align = 'left', size = 12, bold = false }: TextStyle = {},
): Spec {
  return {
    data: { values: tinted(items) },
    mark: { type: 'text', align, baseline: 'alphabetic', fontSize: size, fontWeight: bold ? 600 : 400 },
    encoding: { x: pixel('x'), y: pixel('y'), text: { field: 'text' }, color: tint },
  };
}

/** Texts with a rim of paper around them, for where they cross lines. */
export function rimmed(items: readonly Text[], style: TextStyle = {}): Spec[] {
  const rim = texts(items, style);
  const mark = { ...(rim.mark as object), stroke: colour('paper'), strokeWidth: 4, strokeJoin: 'round' };
  return [{ ...rim, mark }, texts(items, style)];
}

/** The scale of the plot from left to right: its numbers along the top or the bottom, and grid lines unless told. */
export function axis(
  scale: Scale,
  height: number,
  options: { at?: 'top' | 'bottom'; grid?: boolean; flush?: boolean } = {},
): Spec {
  return {
    data: { values: [{ value: scale.low }] },
    mark: { type: 'rule', opacity: 0 },
    encoding: {
      x: {
        field: 'value',
        type: 'quantitative',
        scale: { domain: [scale.low, scale.high], nice: false, zero: false },
        axis: {
          orient: options.at ?? 'top',
          values: scale.ticks,
          format: tickFormat(scale.step),
          labelOverlap: false,
          labelBound: false,
          labelFlush: options.flush ?? false,
          labelFontSize: 11,
          labelColor: colour('quiet'),
          labelPadding: 6,
          ticks: false,
          domain: false,
          grid: options.grid ?? true,
          gridColor: colour('line'),
          title: null,
        },
      },
      y: { value: 0 },
      y2: { value: height },
    },
  };
}

export type Upright = {
  readonly value: number;
  readonly y: number;
  readonly y2: number;
  readonly tone: Tone;
};

/** Upright lines at values of the scale. */
export function uprights(items: readonly Upright[], width = 1): Spec {
  return {
    data: { values: tinted(items) },
    mark: { type: 'rule', strokeWidth: width },
    encoding: {
      x: { field: 'value', type: 'quantitative' },
      y: pixel('y'),
      y2: { field: 'y2' },
      color: tint,
    },
  };
}

export type Span = { readonly from: number; readonly to: number; readonly y: number; readonly tone: Tone };

/** Lines along the scale. */
export function spans(items: readonly Span[], thickness: number): Spec {
  return {
    data: { values: tinted(items) },
    mark: { type: 'rule', strokeWidth: thickness, strokeCap: thickness < 6 ? 'round' : 'butt' },
    encoding: {
      x: { field: 'from', type: 'quantitative' },
      x2: { field: 'to' },
      y: pixel('y'),
      color: tint,
    },
  };
}

export type Dot = {
  readonly value: number;
  readonly y: number;
  readonly tone: Tone;
  readonly hollow?: boolean;
};

/** Dots on the scale; hollow ones show the paper. */
export function dots(items: readonly Dot[], size = 64): Spec {
  const values = items.map(({ tone, hollow, ...rest }) => ({
    ...rest,
    colour: colour(tone),
    inside: colour(hollow ? 'paper' : tone),
  }));
  return {
    data: { values },
    mark: { type: 'point', size, strokeWidth: 2, opacity: 1 },
    encoding: {
      x: { field: 'value', type: 'quantitative' },
      y: pixel('y'),
      fill: { field: 'inside', type: 'nominal', scale: null },
      stroke: tint,
    },
  };
}

export type Box = {
  readonly x: number;
  readonly x2: number;
  readonly y: number;
  readonly y2: number;
  readonly tone: Tone;
};

/** Rectangles in pixels. */
export function boxes(items: readonly Box[], { radius = 0 } = {}): Spec {
  return {
    data: { values: tinted(items) },
    mark: { type: 'rect', cornerRadius: radius },
    encoding: { x: pixel('x'), x2: { field: 'x2' }, y: pixel('y'), y2: { field: 'y2' }, color: tint },
  };
}
