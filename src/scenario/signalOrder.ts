import type { Graph } from '../language/graph.ts';
import { neededNodes } from '../language/program.ts';
import type { Lowering } from './lower.ts';
import type { WorldSignal } from './world.ts';

/** Each signal after those that it reads, else in the file's order; a cycle within one tick is an issue. */
export function orderSignals(signals: readonly WorldSignal[], graph: Graph, lowering: Lowering): number[] {
  const names = signals.map((signal) => signal.name);
  const reads = signals.map(({ node }) => signalsRead(graph, node).map((name) => names.indexOf(name)));
  const order: number[] = [];
  const done = new Set<number>();
  const visit = (k: number, trail: readonly number[]): void => {
    if (done.has(k)) return;
    if (trail.includes(k)) complainOfCycle(signals, [...trail.slice(trail.indexOf(k)), k], lowering);
    else {
      for (const other of reads[k]) visit(other, [...trail, k]);
      done.add(k);
      order.push(k);
    }
  };
  for (let k = 0; k < signals.length; k++) visit(k, []);
  return order;
}

/** Signals whose happenings of this tick a formula reads: windows include it, a lag does not. */
function signalsRead(graph: Graph, root: number): string[] {
  if (graph.nodes.length === 0) return [];
  return neededNodes(graph, [root]).flatMap((index) => {
    const node = graph.nodes[index];
    if (node.op !== 'leaf') return [];
    const { source } = graph.leaves[node.leaf];
    return 'of' in source && source.view === 'signal' && source.kind !== 'lag' ? [source.of] : [];
  });
}

function complainOfCycle(
  signals: readonly WorldSignal[],
  cycle: readonly number[],
  { complain }: Lowering,
): void {
  const { name, form } = signals[cycle[0]];
  const way = cycle.map((k) => signals[k].name).join(' -> ');
  complain(
    'scenario/signal-cycle',
    ['signals', name, form],
    `got signals that read one another within one tick: ${way}`,
    {
      hint: 'Read an earlier day, such as `lag(x, 1d)`, or carry it in a state column.',
    },
  );
}
