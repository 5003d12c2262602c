import { makeRegisters } from '../language/interpret.ts';
import type { Pay, World, WorldStage } from '../scenario/world.ts';
import type { LeafColumns } from './leafColumns.ts';
import { makeRunner, type Runner } from './runner.ts';

/** The formulas of a world bound to a block's columns; null where there are none. They share their registers. */
export type Runners = {
  readonly traits: readonly (Runner | null)[];
  readonly start: Runner | null;
  readonly next: Runner | null;
  readonly reach: readonly Runner[];
  readonly optOut: readonly (Runner | null)[];
  readonly signals: readonly Runner[];
  readonly signalPays: readonly (Runner | null)[];
  readonly exits: readonly (Runner | null)[];
  readonly exitPays: readonly (readonly (Runner | null)[])[];
  readonly stagePays: readonly (Runner | null)[];
  readonly offerChance: readonly (Runner | null)[];
  readonly offerCost: readonly (Runner | null)[];
  readonly terminalValue: Runner | null;
  readonly referrals: Runner | null;
};

/** A formula with its place in the scenario. */
type Labelled = { readonly label: string; readonly node: number | null | undefined };
type Bind = (formulas: readonly Labelled[]) => Runner | null;

export function makeRunners(world: World, columns: LeafColumns, capacity: number): Runners {
  const registers = makeRegisters(capacity);
  const bind: Bind = (formulas) => {
    const there = formulas.filter(
      (one): one is { label: string; node: number } => typeof one.node === 'number',
    );
    return there.length === 0 ? null : makeRunner(world.graph, there, columns, registers);
  };
  const one = (label: string, node: number | null | undefined) => bind([{ label, node }]);
  const sure = (label: string, node: number) =>
    makeRunner(world.graph, [{ label, node }], columns, registers);
  const pays = (label: string, list: readonly Pay[]) =>
    bind(list.map(({ outcome, node }) => ({ label: `${label}.pays.${world.outcomes[outcome].name}`, node })));
  return {
    traits: world.traits.map(({ name, node }) => one(`population.traits.${name}`, node)),
    start: bind(world.states.map(({ name, start }) => ({ label: `state.${name}.start`, node: start }))),
    next: bind(world.states.map(({ name, next }) => ({ label: `state.${name}.next`, node: next }))),
    reach: world.channels.map(({ name, reach }) => sure(`channels.${name}.reach`, reach)),
    optOut: world.channels.map(({ name, optOut }) => one(`channels.${name}.optOut`, optOut)),
    signals: world.signals.map(({ name, form, node }) => sure(`signals.${name}.${form}`, node)),
    signalPays: world.signals.map((signal) => pays(`signals.${signal.name}`, signal.pays)),
    stagePays: world.stages.map((stage) => pays(`stages.${stage.name}`, stage.pays)),
    exits: world.stages.map((stage) =>
      bind(stage.exits.map((exit) => ({ label: exitLabel(world, stage, exit.to), node: exit.node }))),
    ),
    exitPays: world.stages.map((stage) =>
      stage.exits.map((exit) => pays(exitLabel(world, stage, exit.to), exit.pays)),
    ),
    offerChance: world.interventions.map(({ name, offer }) =>
      one(`interventions.${name}.offer.chance`, offer?.chance),
    ),
    offerCost: world.interventions.map(({ name, offer }) =>
      one(`interventions.${name}.offer.cost`, offer?.cost),
    ),
    terminalValue: one('terminalValue', world.terminalValue),
    referrals: one('population.referrals.perDay', world.referrals?.node),
  };
}

/** Place of an exit in the scenario. */
export function exitLabel({ stages }: World, { name }: WorldStage, to: number): string {
  return `stages.${name}.exits.${stages[to].name}`;
}
