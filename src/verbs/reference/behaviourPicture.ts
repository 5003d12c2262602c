import { effectPicture } from '../../reports/effectPicture.ts';
import { pictureOf } from '../../reports/render.ts';
import type { Behaviour } from '../../scenario/behaviour.ts';
import { behaviourYear } from './behaviourYear.ts';

const WIDTH = 640;

/** A behaviour's effect over the year of {@link behaviourYear} as an SVG, the same text on every machine. */
export async function behaviourPicture(behaviour: Behaviour): Promise<string> {
  const { title } = behaviour;
  const year = await behaviourYear(behaviour);
  return pictureOf(effectPicture({ title, marks: marksOf(behaviour), ...year }, WIDTH));
}

/** What the strokes under the line are. */
function marksOf({ refers, example, signals = {} }: Behaviour): string | null {
  const named = Object.entries(refers).flatMap(([name, { kind, default: otherwise }]) => {
    const to = String(example[name] ?? otherwise);
    const what = to === 'any' || kind === 'channel' ? 'contact' : to;
    return kind === 'contact' || kind === 'channel' || kind === 'signal' ? [what] : [];
  });
  const own = Object.keys(signals).map((name) => name.replace(/^self_/, ''));
  const all = [...own, ...named];
  return all.length === 0 ? null : `stroke: ${all.join(' or ')}`;
}
