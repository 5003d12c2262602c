/** Distribution functions and their inverses in f64, deterministic to the bit: core's index of them. */
export { betaQuantile, logBeta, regularisedBeta } from './beta.ts';
export { gammaln, gammaQuantile, regularisedGammaP, regularisedGammaQ } from './gamma.ts';
export { normalCdf, normalQuantile } from './normal.ts';
export { quantileTable } from './quantileTable.ts';
export { studentTCdf, studentTQuantile } from './studentT.ts';
