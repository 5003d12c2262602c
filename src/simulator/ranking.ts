import { drawWord, purposeOf } from '../core/luck.ts';
import type { Ledger } from '../guardrails/guardrails.ts';
import { makeRegisters } from '../language/interpret.ts';
import { drawNames } from '../scenario/drawNames.ts';
import type { World } from '../scenario/world.ts';
import type { Block, Proposed } from './block.ts';
import type { LeafColumns } from './leafColumns.ts';
import { evaluate, makeRunner } from './runner.ts';

/** Writes what ranks the first n members (places of proposals) by the rule of one ledger, larger first, to `scores`. */
export type Ranking = (
  block: Block,
  proposed: Proposed,
  members: { readonly places: Int32Array; readonly n: number },
  scores: Float64Array,
) => void;

export function makeRanking(world: World, ledger: Ledger, columns: LeafColumns, capacity: number): Ranking {
  const { arbitrate } = ledger;
  switch (arbitrate.kind) {
    case 'formula':
      return byFormula(world, ledger.name, arbitrate.node, columns, capacity);
    case 'priority':
      return byPriority(arbitrate.priorities);
    case 'random':
      return byChance(ledger.name);
    case 'policy': {
      const fallback =
        arbitrate.fallback === 'priority' ? byPriority(arbitrate.priorities) : byChance(ledger.name);
      return byPolicy(world, fallback);
    }
  }
}

function byFormula(
  world: World,
  label: string,
  node: number,
  columns: LeafColumns,
  capacity: number,
): Ranking {
  const runner = makeRunner(world.guardrails.graph, [{ label, node }], columns, makeRegisters(capacity));
  const rows = new Int32Array(capacity);
  return (block, proposed, { places, n }, scores) => {
    for (let j = 0; j < n; j++) rows[j] = proposed.rows[places[j]];
    const [values] = evaluate(runner, rows, n, block);
    for (let j = 0; j < n; j++) scores[j] = values[j];
  };
}

function byPriority(priorities: readonly number[]): Ranking {
  return (_, { proposed }, { places, n }, scores) => {
    for (let j = 0; j < n; j++) scores[j] = priorities[proposed[places[j]]];
  };
}

function byChance(ledger: string): Ranking {
  const purpose = purposeOf(drawNames.arbitrate(ledger));
  return ({ streams, idLow, idHigh, tick }, { rows }, { places, n }, scores) => {
    for (let j = 0; j < n; j++) {
      const row = rows[places[j]];
      scores[j] = drawWord(streams.luck, idLow[row], idHigh[row], tick, purpose);
    }
  };
}

/** What the proposal is worth to the policy over `none`; by another rule where the policy has no scores. */
function byPolicy({ actions }: World, fallback: Ranking): Ranking {
  const A = actions.actions.length;
  return (block, proposed, members, scores) => {
    const worth = proposed.scores;
    if (worth === null) return fallback(block, proposed, members, scores);
    const { places, n } = members;
    for (let j = 0; j < n; j++) {
      const i = places[j];
      const none = actions.none === null ? 0 : worth[i * A + actions.none];
      scores[j] = worth[i * A + proposed.proposed[i]] - none;
    }
  };
}
