import type { World } from '../scenario/world.ts';
import { fitsKernel } from './kernel/kernel.ts';
import { kernelText } from './kernel/kernelText.ts';
import { layOutKernel } from './makeBlock.ts';

/**
 * The WebAssembly text that a world's ticks run as, for blocks of `capacity` customers; null where its times are too
 * long for a kernel, so that it is interpreted. Addresses are those of the columns in such a block's memory; what stands
 * there is said beside them.
 */
export function worldKernelText(world: World, capacity = 512): string | null {
  if (!fitsKernel(world)) return null;
  const laidOut = layOutKernel(world, capacity);
  const names = namesOf(world, laidOut);
  const text = kernelText({ world, ...laidOut.columns }, laidOut.room);
  return text.replace(/offset=(\d+)/g, (offset, at) => {
    const name = names.get(Number(at));
    return name === undefined ? offset : `${offset} (; ${name} ;)`;
  });
}

/** What stands at an address, for people. */
function namesOf(world: World, { columns, room }: ReturnType<typeof layOutKernel>): Map<number, string> {
  const draws = [...world.signals.map(({ name }) => name), 'exits', 'referrals'];
  const { idLow, idHigh, words, life, hitSlot, hitNumber, scratch, observed, decided } = room;
  const named: readonly (readonly [ArrayBufferView, string])[] = [
    ...[...columns.columns].map(([name, column]) => [column, name] as const),
    ...columns.memories.all.map(({ view, of, last }) => [last, `tick of the last ${view}/${of}`] as const),
    ...columns.memories.all.map(
      ({ view, of, current }) => [current.rows, `rows of now/${view}/${of}`] as const,
    ),
    ...words.flatMap((four, k) => four.map((column, w) => [column, `word ${w} of ${draws[k]}`] as const)),
    ...life.map(({ node, column }) => [column, `node ${node}, of traits alone`] as const),
    ...Object.entries(observed).flatMap(([name, column]) =>
      typeof column === 'number' ? [] : [[column, `observed ${name}`] as const],
    ),
    [decided.proposed, 'proposed'],
    [columns.entered, 'tick of the stage'],
    [columns.seenSince, 'tick of the seen stage'],
    [columns.slots.of, 'slot of row'],
    [columns.slots.row, 'row of slot'],
    [columns.summary.value, 'value'],
    [columns.stageValue, 'value by stage'],
    ...[[idLow, 'customer, low'] as const, [idHigh, 'customer, high'] as const],
    ...[
      [hitSlot, 'listed slots'] as const,
      [hitNumber, 'listed numbers'] as const,
      [scratch, 'scratch'] as const,
    ],
  ];
  return new Map(named.map(([{ byteOffset }, name]) => [byteOffset, name]));
}
