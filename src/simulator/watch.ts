import { explain } from '../language/explain.ts';
import type { Graph } from '../language/graph.ts';
import { prepareProgram } from '../language/program.ts';
import type { Block } from './block.ts';
import { interpreter } from './interpreter.ts';
import { leafColumns } from './leafColumns.ts';
import { makeObservationRoom, observeRows } from './observe.ts';

/**
 * Moments of a tick that share what formulas read: `before` anything happens; before each `signal` is drawn; `after`
 * all signals, when opt-outs are drawn and state is about to move; once state has `moved`, when exits and pay are worked
 * out. A row whose behaviour has ended has the first alone.
 */
export type Moment =
  | { readonly at: 'before' | 'after' | 'moved' }
  | { readonly at: 'signal'; readonly signal: number };

/** The same block, which calls `look` at the moments of its ticks other than `before`. */
export function watchBlock(block: Block, look: (block: Block, moment: Moment) => void): Block {
  const { backend } = block;
  return {
    ...block,
    backend: {
      ...backend,
      signals(of) {
        backend.signals(of, (signal) => look(of, { at: 'signal', signal }));
      },
      states(of) {
        look(of, { at: 'after' });
        backend.states(of);
        look(of, { at: 'moved' });
      },
    },
  };
}

/** What one row's observation would be at this moment: [d] context, [A] legality. Changes nothing that counts. */
export function observeRow(
  block: Block,
  row: number,
): { readonly context: Float32Array; readonly legality: Uint8Array } {
  const room = makeObservationRoom({ ...block, capacity: 1 });
  room.rows[0] = row;
  const { batch } = observeRows({ ...block, backend: interpreter }, room, 1);
  return { context: batch.context, legality: batch.legality! };
}

/** One step of a calculation. */
export type Step = ReturnType<typeof explain>[number];

/** How a node of one of a world's graphs comes about for a row at this moment, step by step; the last is its value. */
export function explainRow({ columns, slots }: Block, graph: Graph, node: number, row: number): Step[] {
  return explain(prepareProgram(graph, [node]), leafColumns(graph, columns), slots.of[row]);
}
