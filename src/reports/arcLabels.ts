import { type Arc, pointOn } from './arcs.ts';
import { type Box, boxes, type Text, texts } from './layers.ts';
import type { Tone } from './palette.ts';
import type { Spec } from './render.ts';
import { textWidth } from './wrap.ts';

/** What stands on an arrow: a number, and below it a smaller remark (or nothing). */
export type ArcLabel = { readonly text: string; readonly note: string; readonly tone: Tone };

const TRIED = [0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73];
const SAMPLES = Array.from({ length: 17 }, (_, i) => i / 16);

/** Sets each label on its arrow, on a piece of paper, where it hides least of the others. */
export function arcLabels(arcs: readonly Arc[], labels: readonly ArcLabel[]): Spec[] {
  const placed: Box[] = [];
  const freedom = (arc: Arc) => Math.abs(arc.y2 - arc.y);
  const order = arcs.map((_, i) => i).sort((a, b) => freedom(arcs[a]) - freedom(arcs[b]));
  const boxOf = new Map<number, Box>();
  for (const i of order) {
    const others = arcs.filter((_, k) => k !== i);
    const options = TRIED.map((t) => around(pointOn(arcs[i], t), labels[i]));
    const cost = options.map((box, k) => hidden(box, others) + 20 * overlaps(box, placed) + k / 10);
    const best = options[cost.indexOf(Math.min(...cost))];
    placed.push(best);
    boxOf.set(i, best);
  }
  const centred = (dy: (box: Box, label: ArcLabel) => number, part: 'text' | 'note'): Text[] =>
    labels.map((label, i) => {
      const box = boxOf.get(i)!;
      const tone = part === 'text' ? label.tone : 'quiet';
      return { x: (box.x + box.x2) / 2, y: dy(box, label), text: label[part], tone };
    });
  return [
    boxes(placed, { radius: 3 }),
    texts(
      centred((box) => box.y + 12, 'text'),
      { align: 'center', bold: true },
    ),
    texts(
      centred((box) => box.y + 24, 'note').filter((text) => text.text !== ''),
      { align: 'center', size: 10.5 },
    ),
  ];
}

function around({ x, y }: { x: number; y: number }, { text, note }: ArcLabel): Box {
  const half = Math.max(textWidth(text, 12.5), textWidth(note, 10.5)) / 2 + 1;
  const tall = note === '' ? 8 : 14;
  return { x: x - half, x2: x + half, y: y - tall, y2: y + tall, tone: 'paper' };
}

const hidden = (box: Box, arcs: readonly Arc[]) =>
  arcs.filter((arc) => SAMPLES.some((t) => inside(box, pointOn(arc, t)))).length;

const inside = (box: Box, { x, y }: { x: number; y: number }) =>
  x > box.x && x < box.x2 && y > box.y && y < box.y2;

const overlaps = (box: Box, placed: readonly Box[]) =>
  placed.filter((other) => box.x < other.x2 && other.x < box.x2 && box.y < other.y2 && other.y < box.y2)
    .length;
