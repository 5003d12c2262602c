import { failed, type Issue, issue, ok, type Result } from '../core/issue.ts';
import type { Graph, GraphNode, Leaf } from './graph.ts';
import { operandsOf } from './operands.ts';
import { isRecord, type Read, readLeaf, readType } from './validateLeaf.ts';
import { readNode } from './validateNode.ts';

/** Larger graphs are refused: the formulas of a scenario come to some hundred nodes. */
const MAX = { nodes: 100_000, leaves: 10_000, depth: 1_000, parts: 1_000_000, issues: 20 };

/**
 * Checks a graph that came as JSON, in a bundle or from a worker, so that interpreter and printer may trust it: its
 * format and sizes, known operators that read nodes before them, and types that are those that follow. Gives a
 * fresh graph without whatever else stood in the value, or an issue for each wrong part, named by its path.
 */
export function validateGraph(value: unknown): Result<Graph> {
  const shape = readShape(value);
  if ('problem' in shape) return failed(wrong('', shape.problem));
  const issues: Issue[] = [];
  const leaves = readAll('leaves', shape.value.leaves, issues, readLeaf);
  const types = readAll('types', shape.value.types, issues, readType);
  const twice = repeatedKey(leaves);
  if (twice !== undefined) issues.push(wrong('leaves', `two leaves have the key "${twice}"`));
  if (issues.length > 0) return failed(issues);
  const nodes = readAll('nodes', shape.value.nodes, issues, (node, k) =>
    readNode(node, k, { leaves, types }),
  );
  if (issues.length === 0 && isTooTangled(nodes))
    issues.push(wrong('nodes', `a formula nested over ${MAX.depth} deep or with over ${MAX.parts} parts`));
  return issues.length > 0 ? failed(issues) : ok({ format: 1, leaves, nodes, types });
}

const wrong = (path: string, problem: string) => issue('graph/invalid', problem, { at: { path } });

type Shape = { readonly leaves: unknown[]; readonly nodes: unknown[]; readonly types: unknown[] };

function readShape(value: unknown): Read<Shape> {
  if (!isRecord(value)) return { problem: 'a graph is an object' };
  const { format, leaves, nodes, types } = value;
  if (format !== 1)
    return { problem: `graph of format ${JSON.stringify(format)}; this version reads format 1` };
  if (!Array.isArray(leaves) || !Array.isArray(nodes) || !Array.isArray(types))
    return { problem: "a graph's leaves, nodes and types are lists" };
  if (nodes.length !== types.length) return { problem: `${nodes.length} nodes, but ${types.length} types` };
  if (nodes.length > MAX.nodes) return { problem: `${nodes.length} nodes; at most ${MAX.nodes} are read` };
  if (leaves.length > MAX.leaves)
    return { problem: `${leaves.length} leaves; at most ${MAX.leaves} are read` };
  return { value: { leaves, nodes, types } };
}

/** Reads each value of a list, with an issue for each wrong one, up to a limit. */
function readAll<T>(
  name: string,
  values: readonly unknown[],
  issues: Issue[],
  read: (value: unknown, index: number) => Read<T>,
): T[] {
  const found: T[] = [];
  for (let k = 0; k < values.length && issues.length < MAX.issues; k++) {
    const item = read(values[k], k);
    if ('problem' in item) issues.push(wrong(`${name}[${k}]`, item.problem));
    else found.push(item.value);
  }
  return found;
}

function repeatedKey(leaves: readonly Leaf[]): string | undefined {
  const known = new Set<string>();
  return leaves.map((leaf) => leaf.key).find((key) => known.size === known.add(key).size);
}

/** Whether an operation is nested too deep, or has too many parts once what it shares is spelled out, to print. */
function isTooTangled(nodes: readonly GraphNode[]): boolean {
  const depths: number[] = [];
  const parts: number[] = [];
  for (const node of nodes) {
    const operands = operandsOf(node);
    depths.push(1 + Math.max(0, ...operands.map((operand) => depths[operand])));
    parts.push(operands.reduce((sum, operand) => sum + parts[operand], 1));
  }
  return depths.some((depth) => depth > MAX.depth) || parts.some((count) => count > MAX.parts);
}
