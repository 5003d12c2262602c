import { colour, type Tone } from './palette.ts';
import type { Spec } from './render.ts';

/** A curved arrow from (x, y) to (x, y2), bulging `reach` pixels to the right, or to the left where negative. */
export type Arc = {
  readonly x: number;
  readonly y: number;
  readonly y2: number;
  readonly reach: number;
  readonly thickness: number;
  readonly tone: Tone;
};

const STEPS = 24;
const headLength = ({ thickness }: Arc) => 6 + thickness / 2;

/** The point after a share `t` of the way. */
export function pointOn(arc: Arc, t: number): { x: number; y: number } {
  const end = Math.sign(arc.reach) * headLength(arc) * t;
  const x = arc.x + end + (arc.reach - end / 2) * Math.sin(Math.PI * t);
  return { x: rounded(x), y: rounded(arc.y + ((arc.y2 - arc.y) * (1 - Math.cos(Math.PI * t))) / 2) };
}

/** Arrows as layers: the curves, and a head at the end of each. */
export function arcLayers(arcs: readonly Arc[]): Spec[] {
  const points = arcs.flatMap((arc, id) =>
    Array.from({ length: STEPS + 1 }, (_, i) => ({
      id,
      i,
      ...pointOn(arc, i / STEPS),
      thickness: arc.thickness,
      colour: colour(arc.tone),
    })),
  );
  const heads = arcs.flatMap((arc, id) => {
    const side = Math.sign(arc.reach);
    const half = 3.5 + arc.thickness / 2;
    const base = arc.x + side * headLength(arc);
    return [
      { id, x: arc.x + side, low: arc.y2, high: arc.y2, colour: colour(arc.tone) },
      { id, x: base, low: arc.y2 - half, high: arc.y2 + half, colour: colour(arc.tone) },
    ];
  });
  return [curves(points), arrowheads(heads)];
}

const place = (field: string) => ({ field, type: 'quantitative', scale: null, axis: null });
const given = (field: string, type = 'nominal') => ({ field, type, scale: null });
const apart = { field: 'id', type: 'nominal' };

function curves(points: readonly object[]): Spec {
  return {
    data: { values: points },
    mark: { type: 'line', strokeCap: 'butt', opacity: 1 },
    encoding: {
      x: place('x'),
      y: place('y'),
      detail: apart,
      order: { field: 'i', type: 'quantitative' },
      strokeWidth: given('thickness', 'quantitative'),
      stroke: given('colour'),
    },
  };
}

function arrowheads(heads: readonly object[]): Spec {
  return {
    data: { values: heads },
    mark: { type: 'area', opacity: 1 },
    encoding: { x: place('x'), y: place('low'), y2: { field: 'high' }, detail: apart, fill: given('colour') },
  };
}

const rounded = (value: number) => Math.round(value * 10) / 10;
