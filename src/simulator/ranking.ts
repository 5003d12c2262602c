import { drawWord, keyedHash64, purposeOf } from '../core/luck.ts';
import type { Ledger } from '../guardrails/guardrails.ts';
import { makeRegisters } from '../language/interpret.ts';
import { drawNames } from '../scenario/drawNames.ts';
import type { World } from '../scenario/world.ts';
import type { Block, Proposed } from './block.ts';
import type { LeafColumns } from './leafColumns.ts';
import { evaluate, makeRunner } from './runner.ts';

/** Sorts some of the proposals (their places) by the rule of one ledger: who goes first stands first. */
export type Ranking = (block: Block, proposed: Proposed, members: number[]) => void;

/** Writes what ranks each member, larger first, to its place in `scores`. */
type Score = (block: Block, proposed: Proposed, members: readonly number[], scores: Float64Array) => void;

const TIE = purposeOf(drawNames.tie);

export function makeRanking(world: World, ledger: Ledger, columns: LeafColumns, capacity: number): Ranking {
  const score = scoreBy(world, ledger, columns, capacity);
  const scores = new Float64Array(capacity);
  const ties = new Float64Array(capacity);
  return (block, proposed, members) => {
    const { idLow, idHigh, tick, streams } = block;
    score(block, proposed, members, scores);
    for (const i of members) {
      const row = proposed.rows[i];
      const [low, high] = keyedHash64(streams.luck, idLow[row], idHigh[row], tick, TIE);
      ties[i] = high * 2 ** 20 + (low >>> 12);
    }
    members.sort((a, b) => scores[b] - scores[a] || ties[a] - ties[b]);
  };
}

function scoreBy(world: World, ledger: Ledger, columns: LeafColumns, capacity: number): Score {
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

function byFormula(world: World, label: string, node: number, columns: LeafColumns, capacity: number): Score {
  const runner = makeRunner(world.guardrails.graph, [{ label, node }], columns, makeRegisters(capacity));
  const rows = new Int32Array(capacity);
  return (block, proposed, members, scores) => {
    members.forEach((i, k) => {
      rows[k] = proposed.rows[i];
    });
    const [values] = evaluate(runner, rows, members.length, block);
    members.forEach((i, k) => {
      scores[i] = values[k];
    });
  };
}

function byPriority(priorities: readonly number[]): Score {
  return (_, { proposed }, members, scores) => {
    for (const i of members) scores[i] = priorities[proposed[i]];
  };
}

function byChance(ledger: string): Score {
  const purpose = purposeOf(drawNames.arbitrate(ledger));
  return ({ streams, idLow, idHigh, tick }, { rows }, members, scores) => {
    for (const i of members) {
      scores[i] = drawWord(streams.luck, idLow[rows[i]], idHigh[rows[i]], tick, purpose);
    }
  };
}

/** What the proposal is worth to the policy over `none`; by another rule where the policy has no scores. */
function byPolicy({ actions }: World, fallback: Score): Score {
  const A = actions.actions.length;
  return (block, proposed, members, scores) => {
    const worth = proposed.scores;
    if (worth === null) return fallback(block, proposed, members, scores);
    for (const i of members) {
      const none = actions.none === null ? 0 : worth[i * A + actions.none];
      scores[i] = worth[i * A + proposed.proposed[i]] - none;
    }
  };
}
