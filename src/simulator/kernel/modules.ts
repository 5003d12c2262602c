import { recent } from '../../core/recent.ts';
import type { World } from '../../scenario/world.ts';
import { assemble } from './assemble.ts';

/** Modules that are kept by world. */
const KEPT = 20;

const modules = new WeakMap<World, Map<string, WebAssembly.Module>>();

/** The module of a world's text of that name, assembled where it is not known: blocks of one size lie alike in their memories. */
export function moduleOf(world: World, name: string, text: () => string): WebAssembly.Module {
  return recent(knownOf(world), name, KEPT, () => assemble(text()));
}

function knownOf(world: World): Map<string, WebAssembly.Module> {
  const known = modules.get(world) ?? new Map<string, WebAssembly.Module>();
  modules.set(world, known);
  return known;
}

/** The modules of a world that are known, by name: another thread may take them over. */
export function modulesOf(world: World): ReadonlyMap<string, WebAssembly.Module> {
  return modules.get(world) ?? new Map();
}

/** Takes over modules that another thread has assembled for the same world. */
export function adoptModules(world: World, known: ReadonlyMap<string, WebAssembly.Module>): void {
  const own = knownOf(world);
  for (const [name, module] of known) recent(own, name, KEPT, () => module);
}
