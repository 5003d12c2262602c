import { murmurFinaliser } from './hash.ts';
import { issue, NextmoveError } from './issue.ts';
import { type TypedArrayName, typedArrays } from './typedArrays.ts';

/** What may be packed. */
export type Column =
  | Float32Array
  | Float64Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array;

/** What a packed buffer holds: facts about it that JSON can say, and its columns by name. */
export type Packed = { readonly facts: unknown; readonly columns: ReadonlyMap<string, Column> };

/** By column where it lies: [name, type, length in elements, offset in bytes behind the head]. */
type Table = readonly (readonly [name: string, type: TypedArrayName, length: number, at: number])[];
type Head = { readonly facts: unknown; readonly columns: Table };

/** The first eight bytes: a text file's line endings would be changed where bytes are not taken as they are. */
const MAGIC = Uint8Array.of(0x4e, 0x58, 0x4d, 0x56, 0x0d, 0x0a, 0x1a, 0x0a);
const VERSION = 1;
/** Magic, two words of checksum over all that follows, version, and length of the head. */
const PREFIX = 24;
const ALIGNMENT = 8;

const aligned = (bytes: number) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/**
 * Facts and columns as one buffer, little-endian: `magic (8 bytes), checksum (2 u32), version (u32), head length (u32)`,
 * the head as JSON in UTF-8 with a table of the columns, then the columns, each at a multiple of 8 bytes.
 */
export function packColumns({ facts, columns }: Packed): Uint8Array<ArrayBuffer> {
  let end = 0;
  const table: Table = [...columns].map(([name, column]) => {
    const at = end;
    end += aligned(column.byteLength);
    return [name, column.constructor.name as TypedArrayName, column.length, at];
  });
  const head = new TextEncoder().encode(JSON.stringify({ facts, columns: table } satisfies Head));
  const first = PREFIX + aligned(head.length);
  const bytes = new Uint8Array(first + end);
  bytes.set(MAGIC);
  bytes.set(head, PREFIX);
  [...columns.values()].forEach((column, k) => {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), first + table[k][3]);
  });
  const words = new Uint32Array(bytes.buffer);
  words.set([VERSION, head.length], 4);
  words.set(checksum(words.subarray(4)), 2);
  return bytes;
}

/**
 * What packColumns has packed; the columns are copies. Throws NextmoveError where the bytes are something else, of another
 * version, cut off or changed.
 */
export function unpackColumns(bytes: Uint8Array): Packed {
  const own = bytes.slice();
  if (own.length < PREFIX || MAGIC.some((byte, k) => own[k] !== byte)) {
    throw refused('bytes that do not begin as a snapshot does', 'Is it another file?');
  }
  if (own.length % ALIGNMENT !== 0) throw cut();
  const words = new Uint32Array(own.buffer);
  const [sum0, sum1, version, length] = words.subarray(2);
  if (version !== VERSION) {
    throw refused(`version ${version}`, 'Another version of nextmove has written it.');
  }
  const [a, b] = checksum(words.subarray(4));
  if (a !== sum0 || b !== sum1) throw cut();
  const { facts, columns } = JSON.parse(
    new TextDecoder().decode(own.subarray(PREFIX, PREFIX + length)),
  ) as Head;
  const first = PREFIX + aligned(length);
  const unpacked = columns.map(
    ([name, type, n, at]) => [name, new typedArrays[type](own.buffer, first + at, n)] as const,
  );
  return { facts, columns: new Map<string, Column>(unpacked) };
}

/** Two 32-bit sums over words in their order; against damage, not against forgery. */
function checksum(words: Uint32Array): [number, number] {
  let [a, b] = [0x9e3779b9, 0x7f4a7c15];
  for (let i = 0; i < words.length; i++) {
    a = Math.imul(a ^ words[i], 0x85ebca6b);
    a = (a << 13) | (a >>> 19);
    b = (Math.imul(b, 31) + words[i]) | 0;
  }
  return [murmurFinaliser(a ^ words.length), murmurFinaliser(b)];
}

const cut = () => refused('bytes that were cut off or changed', 'Take an earlier snapshot, or begin anew.');

function refused(got: string, hint: string): NextmoveError {
  return new NextmoveError(issue('snapshot/bytes', `got ${got}, wanted a snapshot`, { hint }));
}
