import type { Graph } from '../../language/graph.ts';
import { LARGEST_RATE } from '../limits.ts';
import type { Memory } from '../memory.ts';
import { type Code, f32x4, i32x4, makeCode } from './code.ts';
import { forLanes, forSlots, type Group, i32, RANGE, refuseWhere, uniforms } from './loop.ts';
import { formulas, type Places } from './parts.ts';
import { poissonLanes } from './poissonLanes.ts';
import { surelyNone, unlessSure } from './sure.ts';
import { expLanes } from './transcendentalLanes.ts';

export type SignalPart = {
  readonly form: 'perDay' | 'chance';
  readonly node: number;
  readonly memory: Memory;
  /** Address of its words of luck for the first tick of an epoch; those of the next tick are $stride further on. */
  readonly words: number;
  /** Where the number of rows that it happened to is left. */
  readonly found: number;
};

/** What a signal's part of the function knows of the tick: locals that hold addresses, and a count. */
type Now = { readonly words: string; readonly past: string; readonly count: string };

/**
 * Function `signals`: draws the signals one after the other for slots $from .. $to - 1 at tick $tick, lists whom they
 * happened to and takes that into the columns of their memories: memory.ts, `happen` and `take`. 0, or -1 - slot x
 * signals - signal where a value is refused; what stands before it has been taken in.
 */
export function signalsFunction(
  graph: Graph,
  {
    parts,
    tickDays,
    stride,
  }: { readonly parts: readonly SignalPart[]; readonly tickDays: number; readonly stride: number },
  places: Places,
): string {
  const code = makeCode();
  const word = code.i32(`(i32.mul (i32.and (local.get $tick) ${i32(3)}) ${i32(stride)})`);
  const nows = parts.map(({ memory: { past }, words }) => ({
    words: code.i32(`(i32.add ${word} ${i32(words)})`),
    past: code.i32(pastAt(past)),
    count: code.variable('i32'),
  }));
  forSlots(code, (group) => {
    parts.forEach((part, k) => {
      const value = formulas(code, graph, [part.node], places, group).value(part.node);
      const u = uniforms(code, nows[k].words, group.at);
      const place = `(i32.add (i32.mul ${group.slot} ${i32(parts.length)}) ${i32(k + 1)})`;
      const drawn = { ...group, refusal: `(i32.sub ${i32(0)} ${place})`, u };
      const happens = (hit: string, number: string) => {
        code.push(`(v128.store offset=${places.scratch} ${i32(0)} ${number})`);
        forLanes(code, hit, (lane) => takeIn(code, places, { part, now: nows[k], group, lane }));
      };
      if (part.form === 'chance') drawYesOrNo(code, value, drawn, happens);
      else drawCounts(code, code.v128(`(f32x4.mul ${value} ${f32x4(tickDays)})`), drawn, happens);
    });
  });
  parts.forEach(({ found }, k) => {
    code.push(`(i32.store ${i32(found)} (local.get ${nows[k].count}))`);
  });
  code.push(i32(0));
  return code.text('signals', { parameters: [...RANGE, ['tick', 'i32']], result: 'i32' });
}

type Drawn = Group & { readonly u: string };
type Happens = (hit: string, number: string) => void;

function drawYesOrNo(code: Code, chance: string, group: Drawn, happens: Happens): void {
  const fits = `(v128.and (f32x4.ge ${chance} ${f32x4(0)}) (f32x4.le ${chance} ${f32x4(1)}))`;
  const fitting = code.v128(fits);
  unlessSure(code, code.v128(`(v128.and ${fitting} (f32x4.ge ${group.u} ${chance}))`), () => {
    refuseWhere(code, `(v128.not ${fitting})`, group);
    const hit = code.v128(`(v128.and (f32x4.lt ${group.u} ${chance}) ${group.inside})`);
    happens(hit, i32x4(1));
  });
}

function drawCounts(code: Code, rate: string, group: Drawn, happens: Happens): void {
  const { u, inside } = group;
  unlessSure(code, surelyNone(code, rate, u), () => {
    const fits = `(v128.and (f32x4.ge ${rate} ${f32x4(0)}) (f32x4.le ${rate} ${f32x4(LARGEST_RATE)}))`;
    refuseWhere(code, `(v128.not ${fits})`, group);
    const none = expLanes(code, code.v128(`(f32x4.neg ${rate})`));
    const hit = code.v128(`(v128.and (f32x4.ge ${u} ${none}) ${inside})`);
    code.push(`(if (v128.any_true ${hit}) (then`);
    happens(hit, poissonLanes(code, { hit, rate, u, none }));
    code.push('))');
  });
}

/** Takes in what happened in a lane, as often as its number in the scratch room says. */
function takeIn(
  code: Code,
  places: Places,
  {
    part: { memory },
    now: { past, count },
    group: { at },
    lane,
  }: { readonly part: SignalPart; readonly now: Now; readonly group: Group; readonly lane: string },
): void {
  const { now, last, current, windows, adstocks, behaviourAges } = memory;
  const offset = code.i32(`(i32.shl ${lane} ${i32(2)})`);
  const cell = code.i32(`(i32.add ${at} ${offset})`);
  const number = code.i32(`(i32.load offset=${places.scratch} ${offset})`);
  const times = code.f32(`(f32.convert_i32_s ${number})`);
  const row = code.i32(`(i32.load offset=${places.row} ${cell})`);
  const counted = `(local.get ${count})`;
  code.push(
    `(i32.store offset=${current.rows.byteOffset} (i32.shl ${counted} ${i32(2)}) ${row})`,
    `(i32.store8 offset=${current.counts.byteOffset} ${counted} ${number})`,
    `(local.set ${count} (i32.add ${counted} ${i32(1)}))`,
    `(i32.store8 (i32.add ${past} ${row}) ${number})`,
    `(f32.store offset=${now.byteOffset} ${cell} ${times})`,
    `(i32.store offset=${last.byteOffset} ${cell} (local.get $tick))`,
  );
  for (const { column } of [...windows, ...adstocks]) {
    const old = `(f32.load offset=${column.byteOffset} ${cell})`;
    code.push(`(f32.store offset=${column.byteOffset} ${cell} (f32.add ${old} ${times}))`);
  }
  for (const { column } of behaviourAges) {
    code.push(`(f32.store offset=${column.byteOffset} ${cell} (f32.const 0))`);
  }
}

/** Where the counts of tick $tick begin. */
const pastAt = ({ ticks, stride, counts }: Memory['past']) =>
  `(i32.add ${i32(counts.byteOffset)} (i32.mul (i32.rem_u (local.get $tick) ${i32(ticks)}) ${i32(stride)}))`;
