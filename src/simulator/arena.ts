import { issue, NextmoveError } from '../core/issue.ts';

/** Where the columns of a block are allocated: one piece of memory that a kernel works in, or the heap. */
export type Arena = {
  f32(n: number): Float32Array;
  f64(n: number): Float64Array;
  i32(n: number): Int32Array;
  u8(n: number): Uint8Array;
  /** The memory, where all columns share one. */
  readonly memory: WebAssembly.Memory | null;
};

export const heap: Arena = {
  f32: (n) => new Float32Array(n),
  f64: (n) => new Float64Array(n),
  i32: (n) => new Int32Array(n),
  u8: (n) => new Uint8Array(n),
  memory: null,
};

const PAGE_BYTES = 65536;
/** 4 GiB, as far as 32 bits reach. */
const MOST_PAGES = 65536;
/** Columns begin at multiples of this: a vector. */
const ALIGNMENT = 16;

/** An arena of one memory; what it hands out is zero, and lies in the order in which it was asked for. */
export function makeArena(bytes: number): Arena {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  if (pages > MOST_PAGES) throw tooLarge(bytes);
  const memory = new WebAssembly.Memory({ initial: pages });
  let next = 0;
  const claim = (size: number) => {
    const at = next;
    next += room(size);
    return at;
  };
  return {
    f32: (n) => new Float32Array(memory.buffer, claim(4 * n), n),
    f64: (n) => new Float64Array(memory.buffer, claim(8 * n), n),
    i32: (n) => new Int32Array(memory.buffer, claim(4 * n), n),
    u8: (n) => new Uint8Array(memory.buffer, claim(n), n),
    memory,
  };
}

/** Where all customers of a world must stand in one block, since some bring others. */
function tooLarge(bytes: number): NextmoveError {
  const gib = Number((bytes / 2 ** 30).toPrecision(2));
  const message = `got customers whose state takes ${gib} GiB in one block, wanted at most 4`;
  const hint = 'Take fewer customers, or a smaller `population.referrals.most`.';
  return new NextmoveError(issue('simulation/memory', message, { hint }));
}

/** Bytes that `build` claims. */
export function bytesOf(build: (arena: Arena) => void): number {
  let bytes = 0;
  const counted = <T extends { readonly byteLength: number }>(column: T): T => {
    bytes += room(column.byteLength);
    return column;
  };
  build({
    f32: (n) => counted(heap.f32(n)),
    f64: (n) => counted(heap.f64(n)),
    i32: (n) => counted(heap.i32(n)),
    u8: (n) => counted(heap.u8(n)),
    memory: null,
  });
  return bytes;
}

/** With a vector beyond the end: the last group of four slots may reach there. */
const room = (size: number) => (Math.ceil(size / ALIGNMENT) + 1) * ALIGNMENT;
