/** The shipped scenario, compiled, and its people as columns that a program written by hand can start from. */
import { drawWord, purposeOf } from '../../dist/core/luck.js';
import { compileWorld, openScenario, rootKey, streamsOf, unwrap } from '../../dist/index.js';
import { makeProposals } from '../../dist/policies/draw.js';
import { drawNames } from '../../dist/scenario/drawNames.js';
import { resetBlock } from '../../dist/simulator/reset.js';
import { makeSimulator } from '../../dist/simulator/rollout.js';
import { step } from '../../dist/simulator/step.js';

export const SCENARIO = 'telecom-retention';
export const STREAMS = streamsOf(rootKey(3), 'evaluation', 0);

export async function openTelecom() {
  const { parsed } = await openScenario(SCENARIO);
  return unwrap(await compileWorld(parsed));
}

/** Values of the scenario's parameters by name. */
export function parametersOf({ scenario: { parameters } }) {
  return Object.fromEntries(Object.entries(parameters).map(([name, { value }]) => [name, value]));
}

export function simulatorFor(world, count, backend = 'kernel') {
  return makeSimulator(world, { streams: STREAMS, cohort: { from: 0, count }, blockSize: count, backend });
}

/** Who customers from .. from + count - 1 are, by row. */
export function peopleOf(world, { block }, { from, count }) {
  resetBlock(block, STREAMS, { from, count });
  const byRow = (column) => Float32Array.from({ length: count }, (_, row) => column[block.slots.of[row]]);
  const traits = Object.fromEntries(world.traits.map(({ name }, k) => [name, byRow(block.own.traits[k])]));
  const purpose = purposeOf(drawNames.phase);
  return {
    traits: { ...traits, stage: block.stage.slice(0, count) },
    consent: block.own.consent.map(byRow),
    phase: Uint32Array.from({ length: count }, (_, i) =>
      drawWord(STREAMS.population, from + i, 0, 0, purpose),
    ),
  };
}

const nobody = {
  rows: new Int32Array(0),
  triggers: new Uint16Array(0),
  batch: {
    n: 0,
    context: new Float32Array(0),
    legality: new Uint8Array(0),
    ids: new Uint32Array(0),
    key: [0, 0],
  },
};

/** Lives a cohort's days without decisions; gives the customer-days. */
export function liveUndecided(world, { block, room }, cohort) {
  resetBlock(block, STREAMS, cohort);
  const proposals = makeProposals(0, world.actions.actions.length);
  return () => {
    let steps = 0;
    while (block.tick < world.clock.ticks) {
      steps += block.slots.groups.at(-1);
      step(block, { seen: nobody, proposals, scores: null }, null, room);
    }
    return steps;
  };
}
