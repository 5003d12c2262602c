/** The typed arrays that are written to files, by the name of their type; their bytes are little-endian there. */
export const typedArrays = {
  Float32Array,
  Float64Array,
  Int32Array,
  Uint8Array,
  Uint16Array,
  Uint32Array,
  BigUint64Array,
} as const;

export type TypedArrayName = keyof typeof typedArrays;
