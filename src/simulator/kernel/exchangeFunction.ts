import { makeCode } from './code.ts';
import { i32 } from './loop.ts';

/** Function `exchange`: swaps slots $a and $b of every column, given by their addresses. */
export function exchangeFunction(columns: readonly number[]): string {
  const code = makeCode();
  const [a, b] = ['a', 'b'].map((slot) => code.i32(`(i32.shl (local.get $${slot}) ${i32(2)})`));
  const held = code.variable('i32');
  for (const column of columns) {
    code.push(
      `(local.set ${held} (i32.load offset=${column} ${a}))`,
      `(i32.store offset=${column} ${a} (i32.load offset=${column} ${b}))`,
      `(i32.store offset=${column} ${b} (local.get ${held}))`,
    );
  }
  const parameters = ['a', 'b'].map((name) => [name, 'i32'] as const);
  return code.text('exchange', { parameters });
}
