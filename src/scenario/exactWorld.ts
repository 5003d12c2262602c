import { couplingOf } from './coupling.ts';
import type { World } from './world.ts';

/**
 * A world small enough to solve: states are (trait combination, stage), everything seen, one decision a tick, sends
 * that always arrive, outcomes and moves that depend on this tick's action alone. State s = combination x stages + stage.
 */
export type ExactWorld = {
  readonly world: World;
  readonly states: readonly ExactState[];
  /** [s x A] 1 where the action is legal. */
  readonly legal: Uint8Array;
  /** [s x A] expected signed payments of one tick, in currency. */
  readonly reward: Float64Array;
  /** [s x A x S] probability of each stage at the next tick, S the number of stages; the traits stay. */
  readonly next: Float64Array;
  /** [s] share of customers at tick 0. */
  readonly start: Float64Array;
};

export type ExactState = { readonly traits: readonly number[]; readonly stage: number };

/** Values [s] of a stationary policy or of the best one, with the latter's action [s]. */
export type ExactSolution = { readonly values: Float64Array; readonly actions: Uint16Array };

/** What makes a world too rich to be solved, or null. */
export function whyNotExact(world: World): string | null {
  return (
    whyNotSeen(world) ?? whyNotOfOneTick(world) ?? whyNotSure(world) ?? whyNotFree(world) ?? whyNotDue(world)
  );
}

function whyNotSeen({ states, traits, seenStages, stages }: World): string | null {
  if (states.length > 0) return 'it has hidden state columns';
  const trait = traits.find(
    ({ seen, distribution: { kind } }) => !seen || (kind !== 'oneOf' && kind !== 'chance'),
  );
  if (trait) return `trait ${trait.name} is hidden or not a category`;
  return seenStages.length < stages.length ? 'a stage is hidden' : null;
}

function whyNotOfOneTick({ graph, signals, interventions, terminalValue }: World): string | null {
  const past = graph.leaves.find(({ source: { kind } }) => !['trait', 'stage', 'now'].includes(kind));
  if (past) return `a formula reads the past: ${past.key}`;
  const signal = graph.leaves.find(({ source }) => source.kind === 'now' && source.view === 'signal');
  if (signal) return `a formula reads the chance event ${signal.key}`;
  if (signals.some(({ form }) => form !== 'chance')) return 'a signal is not of the form chance';
  if (interventions.some(({ offer }) => offer !== null)) return 'an intervention carries an offer';
  return terminalValue === null ? null : 'customers have a value at the horizon';
}

function whyNotSure({ channels, graph }: World): string | null {
  const unsure = channels.find(({ reach, optOut, consent }) => {
    const node = graph.nodes[reach];
    return optOut !== null || consent < 1 || node.op !== 'const' || node.value < 1;
  });
  return unsure ? `a contact by ${unsure.name} may not arrive, or end in an opt-out` : null;
}

function whyNotFree(world: World): string | null {
  const { guardrails, arrivals } = world;
  const coupling = couplingOf(world);
  if (coupling !== null) return `${coupling} couple its customers`;
  if (arrivals !== null) return 'customers come later';
  if (guardrails.holdout.share > 0) return 'customers are held out';
  const past = guardrails.graph.leaves.find(
    ({ source: { kind } }) => !['trait', 'stage', 'consent'].includes(kind),
  );
  return past ? `a guardrail reads ${past.key}` : null;
}

function whyNotDue({ triggers }: World): string | null {
  if (triggers.some((trigger) => trigger.kind === 'every' && trigger.ticks === 1)) return null;
  return 'not every customer is up for a decision at each tick';
}
