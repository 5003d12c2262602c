import { type Code, f32x4 } from './code.ts';
import { i32 } from './loop.ts';

/**
 * How often something happens in the lanes of `hit`, 0 in others: core/poisson32.ts from the chance of none on, all
 * lanes at once, for as long as one of them goes on.
 */
export function poissonLanes(
  code: Code,
  {
    hit,
    rate,
    u,
    none,
  }: { readonly hit: string; readonly rate: string; readonly u: string; readonly none: string },
): string {
  const [on, p, sum, next, number, k] = ['v128', 'v128', 'v128', 'v128', 'v128', 'v128'].map((type) =>
    code.variable(type as 'v128'),
  );
  const get = (name: string) => `(local.get ${name})`;
  const round = code.variable('i32');
  code.push(
    // Where it happens it happens once; a division by 1 changes nothing.
    `(local.set ${on} ${hit}) (local.set ${number} (i32x4.neg ${hit})) (local.set ${sum} ${none})`,
    `(local.set ${p} (f32x4.mul ${none} ${rate}))`,
    `(local.set ${k} ${f32x4(1)}) (local.set ${round} ${i32(1)})`,
    '(block $done (loop $more',
    `(local.set ${next} (f32x4.add ${get(sum)} ${get(p)}))`,
    `(local.set ${on} (v128.andnot ${get(on)} (v128.and (f32x4.eq ${get(next)} ${get(sum)}) (f32x4.gt ${get(k)} ${rate}))))`,
    `(local.set ${sum} ${get(next)})`,
    `(local.set ${on} (v128.and ${get(on)} (f32x4.ge ${u} ${get(sum)})))`,
    `(br_if $done (i32.eqz (v128.any_true ${get(on)})))`,
    `(br_if $done (i32.ge_s ${get(round)} ${i32(255)}))`,
    `(local.set ${round} (i32.add ${get(round)} ${i32(1)}))`,
    `(local.set ${k} (f32x4.splat (f32.convert_i32_s ${get(round)})))`,
    // A lane that is on holds -1.
    `(local.set ${number} (i32x4.sub ${get(number)} ${get(on)}))`,
    `(local.set ${p} (f32x4.div (f32x4.mul ${get(p)} ${rate}) ${get(k)}))`,
    '(br $more)))',
  );
  return get(number);
}
