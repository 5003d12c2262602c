import { makeCode } from './code.ts';
import { i32 } from './loop.ts';

/**
 * Function `spread`: adds the counts of $rows rows, a byte each from $counts on, $sign times to what the column at
 * $column holds in their slots: slots.ts, `spread`. Most are 0; sixteen are looked at together.
 */
export function spreadFunction(slotOf: number): string {
  const code = makeCode();
  const [row, bits, own, cell] = ['i32', 'i32', 'i32', 'i32'].map(() => code.variable('i32'));
  const get = (name: string) => `(local.get ${name})`;
  code.push(
    `(block $done (loop $next (br_if $done (i32.ge_s ${get(row)} (local.get $rows)))`,
    `(local.set ${bits} (i8x16.bitmask (i8x16.ne (v128.load (i32.add (local.get $counts) ${get(row)})) (v128.const i32x4 0 0 0 0))))`,
    `(block $none (loop $lane (br_if $none (i32.eqz ${get(bits)}))`,
    `(local.set ${own} (i32.add ${get(row)} (i32.ctz ${get(bits)})))`,
    `(local.set ${cell} (i32.add (local.get $column) (i32.shl (i32.load offset=${slotOf} (i32.shl ${get(own)} ${i32(2)})) ${i32(2)})))`,
    `(f32.store ${get(cell)} (f32.add (f32.load ${get(cell)}) (f32.mul (local.get $sign) (f32.convert_i32_u (i32.load8_u (i32.add (local.get $counts) ${get(own)}))))))`,
    `(local.set ${bits} (i32.and ${get(bits)} (i32.sub ${get(bits)} ${i32(1)}))) (br $lane)))`,
    `(local.set ${row} (i32.add ${get(row)} ${i32(16)})) (br $next)))`,
  );
  const parameters = ['column', 'counts', 'rows'].map((name) => [name, 'i32'] as const);
  return code.text('spread', { parameters: [...parameters, ['sign', 'f32']] });
}
