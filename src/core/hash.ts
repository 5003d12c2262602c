import { type Key, philox4x32 } from './philox.ts';

/** Stateless; lone surrogates become U+FFFD, as everywhere on the web. */
const encoder = new TextEncoder();

/** Both filled and read within one call, never between calls. */
const scratch = new Uint32Array(4);
const short = new Uint8Array(768);

/**
 * FNV-1a in 32 bits over the UTF-8 bytes of `text`.
 * Source: Fowler, Noll, Vo and Eastlake, "The FNV non-cryptographic hash algorithm", RFC 9923.
 */
export function fnv1a32(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of utf8(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** The 32-bit finaliser of MurmurHash3 (Appleby 2011): a bijection in which each bit of x reaches every bit. */
export function murmurFinaliser(x: number): number {
  let h = x;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * A keyed 64-bit hash of a string, as [low, high]: cipher block chaining over Philox4x32-10.
 *
 * The UTF-8 bytes, padded with zeros to blocks of 16, are four little-endian words a block. The state starts at
 * zero; each block is xored into it and the state replaced by philox of it under key (key0, key1 xor byte length).
 * The first two words of the last state are the hash. Two strings of at most 16 bytes and the same length never
 * share all 128 bits, and long strings of one length collide like random ones. Not for secrets.
 */
export function hash64(text: string, key: Key = [0, 0]): [number, number] {
  const bytes = utf8(text);
  const key1 = key[1] ^ bytes.length;
  scratch.fill(0);
  let at = 0;
  do {
    const end = Math.min(at + 16, bytes.length);
    for (let i = at; i < end; i++) scratch[(i & 15) >> 2] ^= bytes[i] << (8 * (i & 3));
    philox4x32(key[0], key1, scratch[0], scratch[1], scratch[2], scratch[3], scratch);
    at += 16;
  } while (at < bytes.length);
  return [scratch[0], scratch[1]];
}

/** A keyed 64-bit hash of four 32-bit words, as [low, high]: the first two words of philox(key; low, high, a, b). */
export function keyedHash64(key: Key, low: number, high: number, a: number, b: number): [number, number] {
  philox4x32(key[0], key[1], low, high, a, b, scratch);
  return [scratch[0], scratch[1]];
}

/** 16 hexadecimal digits, high word first. */
export function hex64(low: number, high: number): string {
  return hex32(high) + hex32(low);
}

/** The [low, high] that {@link hex64} wrote, or undefined where the text is not 16 hexadecimal digits. */
export function parseHex64(text: string): [number, number] | undefined {
  if (!/^[0-9a-f]{16}$/.test(text)) return undefined;
  return [Number.parseInt(text.slice(8), 16), Number.parseInt(text.slice(0, 8), 16)];
}

/** The UTF-8 bytes of a text, valid until the next call: ids of up to 256 letters need no buffer of their own. */
function utf8(text: string): Uint8Array {
  if (3 * text.length > short.length) return encoder.encode(text);
  return short.subarray(0, encoder.encodeInto(text, short).written);
}

function hex32(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
