import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type LineCounter, type Node } from 'yaml';
import { characterOffsets } from './reading/scalarText.ts';
import type { SourceMap, SourcePosition } from './scenario.ts';

/** Keys and list indices from the top of a scenario file. */
export type Path = readonly (string | number)[];

/** A source map that also knows where keys stand, and what stands at an offset. */
export type LocatedSource = SourceMap & {
  /** Position of the path's last key; of its value where it is a list's item; of the nearest parent where absent. */
  key(path: Path): SourcePosition;
  position(offset: number): SourcePosition;
  /** Path of the innermost value that covers the offset, or that begins there. */
  pathAt(offset: number): Path;
};

type Step = { readonly key: Node | null; readonly value: Node | null };

/** `text` is that of the file, whose lines `lines` counted. */
export function makeSourceMap(
  document: Document,
  lines: LineCounter,
  file: string,
  text: string,
): LocatedSource {
  const position = (offset: number): SourcePosition => {
    const { line, col } = lines.linePos(offset);
    return line > 0 ? { line, column: col } : { line: 1, column: 1 };
  };
  const start = (node: Node | null): number | undefined => node?.range?.[0];
  const follow = (path: Path): Step => {
    let step: Step = { key: null, value: document.contents as Node | null };
    for (const part of path) {
      const next = child(document, step.value, part);
      if (next === null) return step;
      step = next;
    }
    return step;
  };
  return {
    file,
    position,
    origin: (path) => path,
    at: (path) => {
      const { key, value } = follow(path);
      return position(start(value) ?? start(key) ?? 0);
    },
    key: (path) => {
      const { key, value } = follow(path);
      return position(start(key) ?? start(value) ?? 0);
    },
    inside: (path, offset) => {
      const { value } = follow(path);
      if (!isScalar(value) || typeof value.value !== 'string') return null;
      const blank = value.value.length - value.value.trimStart().length;
      const offsets = characterOffsets(value, text);
      return position(offsets[Math.min(blank + offset, offsets.length - 1)]);
    },
    pathAt: (offset) => pathOf(document.contents as Node | null, offset),
  };
}

/** A list's single item may stand without brackets: its number then leads to itself. */
function child(document: Document, node: Node | null, part: string | number): Step | null {
  const target = isAlias(node) ? (node.resolve(document) ?? null) : node;
  if (typeof part === 'number' && !isSeq(target)) return { key: null, value: target };
  if (isSeq(target)) {
    const item = target.items[Number(part)];
    return isNode(item) ? { key: null, value: item } : null;
  }
  if (!isMap(target)) return null;
  const pair = target.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
  if (pair === undefined) return null;
  return { key: pair.key as Node, value: isNode(pair.value) ? pair.value : null };
}

function pathOf(node: Node | null, offset: number): Path {
  if (isSeq(node)) {
    const index = node.items.findIndex((item) => isNode(item) && covers(item, item, offset));
    return index < 0 ? [] : [index, ...pathOf(node.items[index] as Node, offset)];
  }
  if (!isMap(node)) return [];
  for (const { key, value } of node.items) {
    if (!isScalar(key) || !covers(key, isNode(value) ? value : key, offset)) continue;
    const inside = isNode(value) && startOf(value) < offset;
    return [String(key.value), ...(inside ? pathOf(value, offset) : [])];
  }
  return [];
}

/** Offset of the first character: a mapping's own range may begin before its first key. */
function startOf(node: Node): number {
  const first = isMap(node) && !node.flow ? node.items[0]?.key : node;
  return (isNode(first) ? first.range?.[0] : undefined) ?? 0;
}

function covers(first: Node, last: Node, offset: number): boolean {
  return first.range != null && last.range != null && first.range[0] <= offset && offset <= last.range[2];
}
