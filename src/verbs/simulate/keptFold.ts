import { issue, NextmoveError } from '../../core/issue.ts';
import { canonicalJson } from '../../core/json.ts';
import { type Column, packColumns, unpackColumns } from '../../core/packColumns.ts';
import { readParts, writeParts } from '../../simulator/movingParts.ts';
import type { FoldWatch, LivesFold } from '../livesFold.ts';

/** How a simulation is kept while it goes on. */
export type Keeping = {
  /** What an unfinished one has kept, to go on from; null to begin. */
  readonly from: Uint8Array | null;
  /** Milliseconds between two states. */
  readonly every: number;
  /** Called with the whole state; it must stand when this returns, whatever happens then. */
  readonly keep: (state: Uint8Array) => void;
};

/** What a simulation is: two that agree in this come to the same. */
export type RunFacts = {
  /** Of this package: another may simulate otherwise. */
  readonly nextmove: string;
  /** Hash of the resolved scenario. */
  readonly scenario: string;
  readonly policy: string;
  readonly seed: string;
  readonly customers: number;
  readonly worlds: number;
};

/**
 * Keeps a fold and the worlds in progress as one state, for foldPlan. Throws NextmoveError where a state to go on from is of
 * another simulation.
 */
export function keptFold(
  fold: LivesFold,
  facts: RunFacts,
  { from, every, keep }: Keeping,
): Pick<FoldWatch, 'fold' | 'keptWorlds' | 'onFold'> & { readonly end: () => void } {
  const worlds = from === null ? new Map<number, Uint8Array>() : takeUp(from, facts, fold);
  const began = performance.now();
  let last = began;
  const save = () => {
    keep(pack(fold, facts, worlds));
    last = performance.now();
  };
  return {
    fold,
    keptWorlds: {
      every,
      from: new Map(worlds),
      onKept(piece, state) {
        worlds.set(piece, state);
        save();
      },
    },
    onFold() {
      for (const piece of worlds.keys()) if (piece < fold.pieces) worlds.delete(piece);
      if (performance.now() - last >= every) save();
    },
    /** What took long need not be done again where something else fails. */
    end() {
      if (performance.now() - began >= every) save();
    },
  };
}

function pack(fold: LivesFold, facts: RunFacts, worlds: ReadonlyMap<number, Uint8Array>): Uint8Array {
  const columns = new Map<string, Column>();
  for (const [name, part] of readParts(fold)) columns.set(`${FOLD}${name}`, part);
  for (const [piece, state] of worlds) columns.set(`${WORLD}${piece}`, state);
  return packColumns({ facts, columns });
}

const FOLD = 'fold/';
const WORLD = 'world/';

/** Puts a state into a fold; gives the worlds in progress. */
function takeUp(bytes: Uint8Array, facts: RunFacts, fold: LivesFold): Map<number, Uint8Array> {
  const { facts: kept, columns } = unpackColumns(bytes);
  checkFacts(kept as RunFacts, facts);
  const below = (prefix: string) =>
    [...columns].flatMap(([name, column]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), column] as const] : [],
    );
  const misfit = writeParts(fold, new Map(below(FOLD)));
  if (misfit !== null) throw new NextmoveError(issue('run/resume', `got ${misfit}`, { hint: BEGIN }));
  return new Map(below(WORLD).map(([piece, state]) => [Number(piece), state as Uint8Array]));
}

const BEGIN = 'Begin anew with --force.';

function checkFacts(kept: RunFacts, facts: RunFacts): void {
  const names = Object.keys(facts) as (keyof RunFacts)[];
  const other = names.filter((name) => canonicalJson(kept[name] ?? null) !== canonicalJson(facts[name]));
  if (other.length === 0) return;
  const list = (of: RunFacts) => other.map((name) => `${name} ${of[name]}`).join(', ');
  const message = `got ${list(facts)}, but what was stopped has ${list(kept)}`;
  const hint = 'Ask for the same scenario, policy, seed and size as before, or begin anew with --force.';
  throw new NextmoveError(issue('run/resume', message, { hint }));
}
