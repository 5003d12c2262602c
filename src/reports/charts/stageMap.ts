import { type Arc, arcLayers } from '../arcs.ts';
import type { ChartDefinition } from '../chart.ts';
import { boxes, canvas, type Text, texts } from '../layers.ts';
import { PITCH, portsOf, reachesOf, type StageMove } from '../moveLanes.ts';
import { label, words } from '../names.ts';
import type { Spec } from '../render.ts';
import { wrap } from '../wrap.ts';

/** The stages of a scenario and the exits that it allows. */
export type StageMap = {
  readonly stages: readonly { readonly name: string; readonly remark: string; readonly terminal: boolean }[];
  readonly exits: readonly { readonly from: string; readonly to: string; readonly loss: boolean }[];
};

const BOX = 58;

/** The stages as boxes from first to last, with an arrow for each exit. */
export const stageMap: ChartDefinition<StageMap> = {
  name: 'stageMap',
  place: 'stages',
  chart(map) {
    const at = (name: string) => map.stages.findIndex((stage) => stage.name === name);
    const moves = map.exits.map((exit): StageMove => ({ ...exit, i: at(exit.from), j: at(exit.to) }));
    return {
      title: 'Where customers can go',
      caption:
        'Arrows on the right lead down and on (blue), those on the left back up (grey); orange ones are losses.',
      alt: `Stages with arrows. ${map.exits.map(({ from, to }) => `${words(from)} to ${words(to)}`).join('; ')}.`,
      table: {
        caption: 'Exits',
        columns: [{ title: 'From' }, { title: 'To' }, { title: 'A loss' }],
        rows: map.exits.map(({ from, to, loss }) => [label(from), label(to), loss ? 'yes' : 'no']),
      },
      spec: (width) => draw(map, moves, width),
    };
  },
};

function draw({ stages }: StageMap, moves: readonly StageMove[], width: number): Spec {
  const half = width < 500 ? 64 : 110;
  const centre = width / 2;
  const ports = portsOf(moves, stages.length, BOX);
  const reach = reachesOf(moves, centre - half - 24);
  const arcs = moves.map((move, k): Arc => {
    const down = move.j > move.i;
    return {
      x: centre + (down ? half : -half),
      y: ports(move, move.i),
      y2: ports(move, move.j),
      reach: reach[k] * (down ? 1 : -1),
      thickness: 2,
      tone: move.loss ? 'vermilion' : down ? 'sky' : 'grey',
    };
  });
  const nodes = stages.map(({ terminal }, k) => {
    const tone = terminal ? ('loss1' as const) : ('mist' as const);
    return { x: centre - half, x2: centre + half, y: k * PITCH, y2: k * PITCH + BOX, tone };
  });
  const height = (stages.length - 1) * PITCH + BOX;
  return canvas(width, height, { left: 0, right: 0, top: 6, bottom: 6 }, [
    ...arcLayers(arcs),
    boxes(nodes, { radius: 6 }),
    ...stageLabels(stages, centre, 2 * half - 12),
  ]);
}

function stageLabels(stages: StageMap['stages'], x: number, width: number): Spec[] {
  const lines = stages.map(({ name, remark }) => ({
    name: wrap(label(name), width, { size: 12.5, most: 1 })[0],
    remarks: wrap(remark, width, { size: 11, most: 2 }),
  }));
  const top = (k: number) => k * PITCH + BOX / 2 + 4 - lines[k].remarks.length * 7;
  const names = lines.map(({ name }, k): Text => ({ x, y: top(k), text: name, tone: 'ink' }));
  const remarks = lines.flatMap((line, k) =>
    line.remarks.map((text, r): Text => ({ x, y: top(k) + 14 * (r + 1), text, tone: 'quiet' })),
  );
  return [texts(names, { align: 'center', bold: true }), texts(remarks, { align: 'center', size: 11 })];
}
