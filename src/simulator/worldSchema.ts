import type { LogSchema } from '../journey/records.ts';
import type { World } from '../scenario/world.ts';
import { hiddenNames } from './hiddenTable.ts';

/** The log schema of a world's runs under one policy. */
export function worldSchema(world: World, policyId: string): LogSchema {
  const { clock, scenario } = world;
  return {
    schemaVersion: 1,
    source: 'simulation',
    title: scenario.name,
    originHash: world.hash,
    actions: world.actions,
    features: world.spec.features,
    stages: world.seenStages,
    signals: world.signals.map((signal) => signal.name),
    outcomes: world.outcomes,
    triggers: world.triggers.map((trigger) => trigger.title),
    policies: [policyId],
    arms: ['only'],
    cohorts: ['treated', 'heldOut'],
    trueStages: world.stages.map((stage) => stage.name),
    hidden: hiddenNames(world),
    legality: 'exact',
    clock: { start: clock.start, zone: clock.zone, tickDays: clock.tickDays, ticks: clock.ticks },
    currency: scenario.currency,
    contended: world.guardrails.ledgers.length > 0,
    cluster: world.coupled ? 'world' : 'customer',
  };
}
