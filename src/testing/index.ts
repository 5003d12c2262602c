/** `nextmove/testing`: conformance kits. Whoever writes an agent, a behaviour, an environment, a policy or an estimator holds it to its contract by one. */
export { type Check, expectThat } from './check.ts';
export { type CheckAgentOptions, checkAgent, defaultOptions } from './checkAgent.ts';
export { checkBehaviour } from './checkBehaviour.ts';
export { type CheckEnvOptions, checkEnv } from './checkEnv.ts';
export { checkEstimator, type EstimatorCheckOptions } from './checkEstimator.ts';
export { checkPolicy } from './checkPolicy.ts';
export { type EstimatorWorld, estimatorWorld } from './estimatorWorld.ts';
export { type SyntheticProblem, syntheticProblem } from './syntheticLog.ts';
