const NAMED = /\(global\.get (\$(f32x4|i32x4):([^)]+))\)/g;

/**
 * A module over a block's memory: its functions, and as a global each vector that code.ts has them name. V8 writes a
 * vector that stands in the code in five instructions wherever it is used, and loads a global in one.
 */
export function moduleText(functions: readonly string[]): string {
  const text = functions.join('\n');
  const vectors = new Map(
    [...text.matchAll(NAMED)].map(([, name, shape, number]) => [
      name,
      `(global ${name} v128 (v128.const ${shape} ${number} ${number} ${number} ${number}))`,
    ]),
  );
  return ['(module', '(import "block" "memory" (memory 1))', ...vectors.values(), `${text}\n)`].join('\n');
}
