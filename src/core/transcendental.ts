/** exp, log and their kin, deterministic to the bit, in 32-bit and in 64-bit floats: core's index of both families. */
export * from './transcendental32.ts';
export * from './transcendental64.ts';
