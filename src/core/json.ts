/** JSON that can be hashed, the hash, and JSON that brings typed arrays back: core's index of the three. */
export { canonicalJson } from './canonicalJson.ts';
export { sha256Hex } from './sha256.ts';
export { decodeState, encodeState } from './state.ts';
