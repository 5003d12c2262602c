import { f32x4, i32x4, makeCode } from './code.ts';
import { forSlots, RANGE } from './loop.ts';

export type AgeColumns = {
  /** Adstocks with what they keep of themselves. */
  readonly adstocks: readonly { readonly column: number; readonly decay: number }[];
  /** Ages that behaviour reads, with the column of their last ticks; -1 there is never. */
  readonly ages: readonly { readonly column: number; readonly last: number; readonly never: number }[];
  /** Days in the true stage, and the tick since which it holds. */
  readonly inStage: number;
  readonly entered: number;
  readonly tickMinutes: number;
};

/** Functions `decay` and `ages`: all slots' adstocks, and the ages at tick $tick of those who go on. */
export function timeFunctions({ adstocks, ages, inStage, entered, tickMinutes }: AgeColumns): string[] {
  const decaying = makeCode();
  forSlots(decaying, ({ at }) => {
    for (const { column, decay } of adstocks) {
      const value = `(v128.load offset=${column} ${at})`;
      decaying.push(`(v128.store offset=${column} ${at} (f32x4.mul ${value} ${f32x4(decay)}))`);
    }
  });
  const ageing = makeCode();
  forSlots(ageing, ({ at, inside: isInside }) => {
    const inside = ageing.v128(isInside);
    const store = (column: number, value: string) => {
      const old = `(v128.load offset=${column} ${at})`;
      ageing.push(`(v128.store offset=${column} ${at} (v128.bitselect ${value} ${old} ${inside}))`);
    };
    for (const { column, last, never } of ages) {
      const tick = ageing.v128(`(v128.load offset=${last} ${at})`);
      store(column, ageLanes(tick, never, tickMinutes));
    }
    store(inStage, daysSince(`(v128.load offset=${entered} ${at})`, tickMinutes));
  });
  return [
    decaying.text('decay', { parameters: RANGE }),
    ageing.text('ages', { parameters: [...RANGE, ['tick', 'i32']] }),
  ];
}

/**
 * Days from the tick in each lane to $tick. Whole minutes are exact in f32, so that one division rounds once; where ticks
 * are whole days nothing does.
 */
export function daysSince(tick: string, tickMinutes: number): string {
  const ticks = `(f32x4.convert_i32x4_s (i32x4.sub (i32x4.splat (local.get $tick)) ${tick}))`;
  if (tickMinutes === 1440) return ticks;
  return `(f32x4.div (f32x4.mul ${ticks} ${f32x4(tickMinutes)}) ${f32x4(1440)})`;
}

/** The same where it has ever been, and at most `never`: no age is NaN, so that the pseudo-minimum is the minimum. */
export function ageLanes(tick: string, never: number, tickMinutes: number): string {
  const age = `(f32x4.pmin ${daysSince(tick, tickMinutes)} ${f32x4(never)})`;
  return `(v128.bitselect ${f32x4(never)} ${age} (i32x4.lt_s ${tick} ${i32x4(0)}))`;
}
