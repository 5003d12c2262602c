import { isPlainObject } from './canonicalJson.ts';
import { issue, NextmoveError } from './issue.ts';
import { type TypedArrayName, typedArrays } from './typedArrays.ts';

/** The member by which decodeState knows what plain JSON cannot say. */
const TAG = '$type';

type Tagged = { readonly [key: string]: unknown };

/**
 * JSON text of a state, from which {@link decodeState} makes an equal one, to the bit. Beside what JSON says it takes
 * typed arrays (as base64 of their bytes), maps, bigints, NaN, infinities and -0. Keys of objects are sorted and those
 * of maps keep their order, so that equal states give equal text. Members that are undefined are left out.
 * Throws NextmoveError, with the path, for anything else: class instances, functions, circles.
 */
export function encodeState(state: unknown): string {
  return JSON.stringify(pack(state, '', []));
}

/** The state that {@link encodeState} wrote. Throws NextmoveError where the text is not such a state. */
export function decodeState(text: string): unknown {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw wrong('', `text that is not JSON (${(error as Error).message})`);
  }
  return unpack(json, '');
}

function pack(value: unknown, path: string, above: readonly object[]): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') {
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : { [TAG]: 'number', value: Object.is(value, -0) ? '-0' : String(value) };
  }
  if (typeof value === 'bigint') return { [TAG]: 'bigint', value: String(value) };
  if (typeof value !== 'object') throw wrong(path, typeof value);
  if (above.includes(value)) throw wrong(path, 'an object that contains itself');
  const inside = [...above, value];
  if (Array.isArray(value)) return value.map((item, i) => pack(item, `${path}[${i}]`, inside));
  if (ArrayBuffer.isView(value)) return packArray(value, path);
  if (value instanceof Map) {
    const entries = [...value].map(([key, item], i) => [
      pack(key, `${path}[key ${i}]`, inside),
      pack(item, `${path}[${String(key)}]`, inside),
    ]);
    return { [TAG]: 'Map', entries };
  }
  if (!isPlainObject(value)) throw wrong(path, value.constructor.name);
  return packObject(value, path, inside);
}

function packArray(value: ArrayBufferView, path: string): Tagged {
  const name = value.constructor.name;
  if (!Object.hasOwn(typedArrays, name)) throw wrong(path, name);
  return { [TAG]: name, base64: toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) };
}

function packObject(value: Record<string, unknown>, path: string, inside: readonly object[]): unknown {
  const entries = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => [key, pack(value[key], path === '' ? key : `${path}.${key}`, inside)] as const);
  // an object with a member of the tag's name, or one that a literal would take for its prototype, goes as its entries
  if (entries.some(([key]) => key === TAG || key === '__proto__')) return { [TAG]: 'Object', entries };
  return Object.fromEntries(entries);
}

function unpack(value: unknown, path: string): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item, i) => unpack(item, `${path}[${i}]`));
  const members = value as Tagged;
  if (Object.hasOwn(members, TAG)) return unpackTagged(members, path);
  const entries = Object.entries(members).map(
    ([key, item]) => [key, unpack(item, `${path}.${key}`)] as const,
  );
  return Object.fromEntries(entries);
}

function unpackTagged(members: Tagged, path: string): unknown {
  const type = members[TAG];
  if (type === 'number' && typeof members.value === 'string') return Number(members.value);
  if (type === 'bigint' && /^-?\d+$/.test(String(members.value))) return BigInt(String(members.value));
  if (type === 'Map' || type === 'Object') {
    const entries = entriesOf(members.entries, path);
    if (type === 'Map') return new Map(entries);
    return Object.fromEntries(entries as [string, unknown][]);
  }
  if (typeof type === 'string' && Object.hasOwn(typedArrays, type) && typeof members.base64 === 'string') {
    return unpackArray(type as TypedArrayName, members.base64, path);
  }
  throw wrong(path, `an unknown or broken ${TAG} ${JSON.stringify(type)}`);
}

function unpackArray(name: TypedArrayName, base64: string, path: string): ArrayBufferView {
  const bytes = fromBase64(base64);
  const make = typedArrays[name];
  if (bytes === null || bytes.length % make.BYTES_PER_ELEMENT !== 0) throw wrong(path, `a broken ${name}`);
  return new make(bytes.buffer, 0, bytes.length / make.BYTES_PER_ELEMENT);
}

function entriesOf(entries: unknown, path: string): [unknown, unknown][] {
  if (!Array.isArray(entries) || !entries.every((entry) => Array.isArray(entry) && entry.length === 2)) {
    throw wrong(path, 'broken entries');
  }
  return entries.map(([key, item], i) => [unpack(key, `${path}[key ${i}]`), unpack(item, `${path}[${i}]`)]);
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 8192) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return btoa(binary);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

function wrong(path: string, got: string): NextmoveError {
  const wanted = 'wanted JSON, typed arrays, maps, bigints and numbers';
  return new NextmoveError(
    issue('state/unsayable', `got ${got}, ${wanted}`, { at: path === '' ? undefined : { path } }),
  );
}
