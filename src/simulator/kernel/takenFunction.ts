import type { Memory } from '../memory.ts';
import { makeCode } from './code.ts';
import { i32 } from './loop.ts';
import type { Places } from './parts.ts';

/** Takes what a signal's function has listed, $n slots at tick $tick, into the columns of its memory: memory.ts, `take`. */
export function takenFunction(
  name: string,
  { now, windows, adstocks, behaviourAges, last }: Memory,
  { hitSlot, hitNumber }: Pick<Places, 'hitSlot' | 'hitNumber'>,
): string {
  const code = makeCode();
  const [at, cell] = [code.variable('i32'), code.variable('i32')];
  const count = code.variable('f32');
  const end = code.i32(`(i32.shl (local.get $n) ${i32(2)})`);
  code.push(
    `(block $done (loop $next (br_if $done (i32.ge_s (local.get ${at}) ${end}))`,
    `(local.set ${cell} (i32.shl (i32.load offset=${hitSlot} (local.get ${at})) ${i32(2)}))`,
    `(local.set ${count} (f32.convert_i32_s (i32.load offset=${hitNumber} (local.get ${at}))))`,
    `(f32.store offset=${now.byteOffset} (local.get ${cell}) (local.get ${count}))`,
    `(i32.store offset=${last.byteOffset} (local.get ${cell}) (local.get $tick))`,
  );
  for (const { column } of [...windows, ...adstocks]) {
    const old = `(f32.load offset=${column.byteOffset} (local.get ${cell}))`;
    code.push(
      `(f32.store offset=${column.byteOffset} (local.get ${cell}) (f32.add ${old} (local.get ${count})))`,
    );
  }
  for (const { column } of behaviourAges) {
    code.push(`(f32.store offset=${column.byteOffset} (local.get ${cell}) (f32.const 0))`);
  }
  code.push(`(local.set ${at} (i32.add (local.get ${at}) ${i32(4)})) (br $next)))`);
  const parameters = ['n', 'tick'].map((parameter) => [parameter, 'i32'] as const);
  return code.text(name, { parameters });
}
