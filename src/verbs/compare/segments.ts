import type { Key } from '../../core/luck.ts';
import type { World, WorldTrait } from '../../scenario/world.ts';
import { makeBlock } from '../../simulator/makeBlock.ts';
import { sourceKey } from '../../simulator/memory.ts';
import { type Cohort, resetBlock } from '../../simulator/reset.ts';
import { type LuckUse, streamsOf } from '../../simulator/streams.ts';

/** Customers by place in the cohort. */
export type Segment = { readonly title: string; readonly members: readonly number[] };

/**
 * Everybody, then the levels of each seen category and the thirds of each seen number, in the file's order: what a
 * strategist can target.
 */
export function segmentsOf(world: World, root: Key, use: LuckUse, cohort: Cohort): Segment[] {
  const block = makeBlock(world, cohort.count);
  resetBlock(block, streamsOf(root, use), cohort);
  const everybody = Array.from({ length: cohort.count }, (_, i) => i);
  const parts = world.traits
    .filter((trait) => trait.seen)
    .flatMap((trait): Segment[] => {
      const column = block.columns.get(sourceKey({ kind: 'trait', name: trait.name }));
      // Columns hold customers by slot, stage by stage.
      return column
        ? splitBy(
            trait,
            Float32Array.from(everybody, (i) => column[block.slots.of[i]]),
            everybody,
          )
        : [];
    });
  return [{ title: 'everybody', members: everybody }, ...parts.filter(({ members }) => members.length > 1)];
}

function splitBy({ name, type }: WorldTrait, values: Float32Array, everybody: readonly number[]): Segment[] {
  if (type === 'bool') {
    return [1, 0].map((value) => ({
      title: value ? name : `not ${name}`,
      members: everybody.filter((i) => values[i] === value),
    }));
  }
  if (typeof type === 'object') {
    return type.category.map((level, k) => ({
      title: `${name} ${level}`,
      members: everybody.filter((i) => values[i] === k),
    }));
  }
  const sorted = values.slice().sort();
  const [low, high] = [sorted[Math.floor(sorted.length / 3)], sorted[Math.floor((2 * sorted.length) / 3)]];
  const written = (value: number) => String(Number(value.toPrecision(3)));
  return [
    { title: `${name} below ${written(low)}`, members: everybody.filter((i) => values[i] < low) },
    {
      title: `${name} ${written(low)} to ${written(high)}`,
      members: everybody.filter((i) => values[i] >= low && values[i] < high),
    },
    { title: `${name} from ${written(high)}`, members: everybody.filter((i) => values[i] >= high) },
  ];
}
