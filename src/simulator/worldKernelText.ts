import type { World } from '../scenario/world.ts';
import { fitsKernel } from './kernel/kernel.ts';
import { kernelText } from './kernel/kernelText.ts';
import { layOutKernel } from './makeBlock.ts';

/**
 * The WebAssembly text that a world's ticks run as, for blocks of `capacity` customers; null where its times are too
 * long for a kernel, so that it is interpreted. Addresses are those of the columns in such a block's memory.
 */
export function worldKernelText(world: World, capacity = 512): string | null {
  if (!fitsKernel(world)) return null;
  const { columns, room } = layOutKernel(world, capacity);
  return kernelText({ world, ...columns }, room);
}
