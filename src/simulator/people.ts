import { drawWord, purposeOf, uniform24 } from '../core/luck.ts';
import { holdoutOf } from '../guardrails/mask.ts';
import { drawNames } from '../scenario/drawNames.ts';
import { pick } from '../scenario/samplers.ts';
import type { World } from '../scenario/world.ts';
import type { Block, NewRows } from './block.ts';
import { drawTraits } from './population.ts';
import { evaluate } from './runner.ts';

/**
 * What the customers of some rows are before anything happens to them: traits, consent, stage, state and holdout, all from
 * the population key by their ids and the names of the draws, whenever they come. `sharesOf` says of a row which shares
 * of the stages hold for it.
 */
export function drawPeople(block: Block, people: NewRows, sharesOf: (row: number) => World['start']): void {
  const { own, runners, slots } = block;
  const { rows, n } = people;
  drawTraits(block, people);
  own.traits.forEach((column, k) => {
    const runner = runners.traits[k];
    if (runner === null) return;
    const values = evaluate(runner, rows, n, block)[0];
    for (let i = 0; i < n; i++) column[slots.of[rows[i]]] = values[i];
  });
  drawConsent(block, people);
  drawStages(block, people, sharesOf);
  if (runners.start) {
    const starts = evaluate(runners.start, rows, n, block);
    own.states.forEach((column, k) => {
      for (let i = 0; i < n; i++) column[slots.of[rows[i]]] = starts[k][i];
    });
  }
  holdOut(block, people);
}

function drawConsent({ world, idLow, idHigh, streams, own, slots }: Block, { rows, n }: NewRows): void {
  world.channels.forEach(({ name, consent }, channel) => {
    const purpose = purposeOf(drawNames.consent(name));
    for (let i = 0; i < n; i++) {
      const row = rows[i];
      const u = uniform24(drawWord(streams.population, idLow[row], idHigh[row], 0, purpose));
      own.consent[channel][slots.of[row]] = u < consent ? 1 : 0;
    }
  });
}

/** The stage at the start: shares laid out in name order, so that no order of the file moves anybody. */
function drawStages(block: Block, { rows, n }: NewRows, sharesOf: (row: number) => World['start']): void {
  const { world, idLow, idHigh, streams, stage, own, summary, slots } = block;
  const order = [...world.stages.keys()].sort((a, b) =>
    world.stages[a].name < world.stages[b].name ? -1 : 1,
  );
  const laidOut = new Map<World['start'], Float64Array>();
  const purpose = purposeOf(drawNames.startStage);
  for (let i = 0; i < n; i++) {
    const row = rows[i];
    const start = sharesOf(row);
    const shares = laidOut.get(start) ?? Float64Array.from(order, (s) => start[s]);
    laidOut.set(start, shares);
    const u = uniform24(drawWord(streams.population, idLow[row], idHigh[row], 0, purpose));
    const at = order[pick(shares, u)];
    const slot = slots.of[row];
    stage[row] = own.trueStage[slot] = summary.startStage[row] = at;
    own.seenStage[slot] = world.seenOf[at];
  }
}

function holdOut({ world, idLow, idHigh, heldOut }: Block, { rows, n }: NewRows): void {
  const { share, salt } = world.guardrails.holdout;
  for (let i = 0; i < n; i++) {
    const row = rows[i];
    heldOut[row] = share > 0 && holdoutOf(salt, share, idLow[row], idHigh[row]) ? 1 : 0;
  }
}
