import { recent } from '../../core/recent.ts';
import type { World } from '../../scenario/world.ts';
import { assemble } from './assemble.ts';

/** Modules that are kept by world. */
const KEPT = 20;

const modules = new WeakMap<World, Map<string, WebAssembly.Module>>();

/** The module of a world's text of that name, assembled where it is not known: blocks of one size lie alike in their memories. */
export function moduleOf(world: World, name: string, text: () => string): WebAssembly.Module {
  const known = modules.get(world) ?? new Map<string, WebAssembly.Module>();
  modules.set(world, known);
  return recent(known, name, KEPT, () => assemble(text()));
}
