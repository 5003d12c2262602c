/** JSON that can be hashed, and JSON that brings typed arrays back: core's index of both. */
export { canonicalJson } from './canonicalJson.ts';
