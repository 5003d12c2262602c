import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';
import type { Path } from './finding.ts';

/** A formula that a mapping in braces cut at its commas: `{ when: count(login, 7d) > 0 }` has the key `7d) > 0`. */
export type SplitFormula = {
  /** Where it begins. */
  readonly path: Path;
  /** Its whole text. */
  readonly formula: string;
  /** Paths of all its pieces. */
  readonly broken: readonly Path[];
};

export function splitFormulas(document: Document, text: string): SplitFormula[] {
  return isNode(document.contents) ? inside(document.contents, [], text) : [];
}

function inside(node: Node, path: Path, text: string): SplitFormula[] {
  if (isSeq(node))
    return node.items.flatMap((item, i) => (isNode(item) ? inside(item, [...path, i], text) : []));
  if (!isMap(node)) return [];
  const below = node.items.flatMap(({ key, value }) =>
    isNode(value) && !isAlias(value) ? inside(value, [...path, keyOf(key)], text) : [],
  );
  return node.flow ? [...piecesOf(node, path, text), ...below] : below;
}

/** Runs of items from an opening bracket to the one that closes it. */
function piecesOf(map: YAMLMap, path: Path, text: string): SplitFormula[] {
  const found: SplitFormula[] = [];
  let depth = 0;
  let run: Pair[] = [];
  for (const item of map.items) {
    depth += openBrackets(item.key) + openBrackets(item.value);
    if (depth !== 0 || run.length > 0) run.push(item);
    if (depth !== 0 || run.length === 0) continue;
    found.push(splitFormula(run, path, text));
    run = [];
  }
  return run.length > 0 ? [...found, splitFormula(run, path, text)] : found;
}

function splitFormula(run: readonly Pair[], path: Path, text: string): SplitFormula {
  const paths = run.map(({ key }) => [...path, keyOf(key)]);
  const start = run[0]!.value ?? run[0]!.key;
  const last = run.at(-1)!;
  const end =
    isNode(last.value) && last.value.range && last.value.range[1] > last.value.range[0]
      ? last.value
      : last.key;
  return {
    path: paths[0]!,
    formula: text.slice((start as Node).range![0], (end as Node).range![1]),
    broken: paths,
  };
}

function openBrackets(node: unknown): number {
  if (!isScalar(node) || typeof node.value !== 'string' || node.type !== 'PLAIN') return 0;
  const bare = node.value.replace(/'[^']*'/g, '');
  return bare.split(/[([]/).length - bare.split(/[)\]]/).length;
}

function keyOf(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}
