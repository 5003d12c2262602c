/** Small dense matrices and the regressions on them, in f64 and in a fixed order: core's index of linear algebra. */
export {
  cholesky,
  choleskySolve,
  dot,
  matVec,
  shermanMorrison,
  solveSymmetric,
  symmetricInverse,
} from './matrices.ts';
export { type LogisticFit, logisticRegression, type Penalty, ridge } from './regression.ts';
