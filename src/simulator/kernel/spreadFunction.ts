import { makeCode } from './code.ts';
import { i32 } from './loop.ts';

/**
 * Function `spread`: adds the counts of $rows rows, a byte each from $counts on, $sign times to what the column at
 * $column holds in their slots: slots.ts, `spread`. Most are 0: those of 64 rows that are not are found at once, since
 * each loop that ends where nobody foresees it costs more than all that it does.
 */
export function spreadFunction(slotOf: number): string {
  const code = makeCode();
  const [row, own, cell] = ['i32', 'i32', 'i32'].map(() => code.variable('i32'));
  const bits = code.variable('i64');
  const get = (name: string) => `(local.get ${name})`;
  const at = (offset: number) => `(v128.load offset=${offset} (i32.add (local.get $counts) ${get(row)}))`;
  const found = [0, 16, 32, 48].map((offset) => {
    const sixteen = `(i64.extend_i32_u (i8x16.bitmask (i8x16.ne ${at(offset)} (v128.const i32x4 0 0 0 0))))`;
    return `(i64.shl ${sixteen} (i64.const ${offset}))`;
  });
  code.push(
    `(block $done (loop $next (br_if $done (i32.ge_s ${get(row)} (local.get $rows)))`,
    `(local.set ${bits} ${found.reduce((all, some) => `(i64.or ${all} ${some})`)})`,
    `(block $none (br_if $none (i64.eqz ${get(bits)})) (loop $one`,
    `(local.set ${own} (i32.add ${get(row)} (i32.wrap_i64 (i64.ctz ${get(bits)}))))`,
    `(local.set ${cell} (i32.add (local.get $column) (i32.shl (i32.load offset=${slotOf} (i32.shl ${get(own)} ${i32(2)})) ${i32(2)})))`,
    `(f32.store ${get(cell)} (f32.add (f32.load ${get(cell)}) (f32.mul (local.get $sign) (f32.convert_i32_u (i32.load8_u (i32.add (local.get $counts) ${get(own)}))))))`,
    `(local.set ${bits} (i64.and ${get(bits)} (i64.sub ${get(bits)} (i64.const 1))))`,
    `(br_if $one (i64.ne ${get(bits)} (i64.const 0)))))`,
    `(local.set ${row} (i32.add ${get(row)} ${i32(64)})) (br $next)))`,
  );
  const parameters = ['column', 'counts', 'rows'].map((name) => [name, 'i32'] as const);
  return code.text('spread', { parameters: [...parameters, ['sign', 'f32']] });
}
