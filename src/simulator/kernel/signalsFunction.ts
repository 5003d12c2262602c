import type { Graph } from '../../language/graph.ts';
import { LARGEST_RATE } from '../limits.ts';
import { looksBack, type Memory } from '../memory.ts';
import { type Code, f32x4, makeCode } from './code.ts';
import { forSlots, type Group, i32, RANGE, refuseWhere, uniforms } from './loop.ts';
import { formulas, listLanes, type Places } from './parts.ts';
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
        const happened = { part, now: nows[k], group, hit, number: code.v128(number) };
        takeIn(code, happened);
        listRows(code, places, happened);
      };
      if (part.form === 'chance') drawYesOrNo(code, value, drawn, happens);
      else drawCounts(code, perTick(code, value, tickDays), drawn, happens);
    });
  });
  parts.forEach(({ found }, k) => {
    code.push(`(i32.store ${i32(found)} (local.get ${nows[k].count}))`);
  });
  code.push(i32(0));
  return code.text('signals', { parameters: [...RANGE, ['tick', 'i32']], result: 'i32' });
}

/** Function `referrals`: lists the slots of those who bring others, and how many: their number, or -1 - slot. */
export function referralsFunction(
  graph: Graph,
  { node, tickDays }: { readonly node: number; readonly tickDays: number },
  places: Places,
): string {
  const code = makeCode();
  const count = code.variable('i32');
  forSlots(code, (group) => {
    const value = formulas(code, graph, [node], places, group).value(node);
    const u = uniforms(code, '(local.get $words)', group.at);
    drawCounts(code, perTick(code, value, tickDays), { ...group, u }, (hit, number) => {
      listLanes(code, places, group, { hit, number, count });
    });
  });
  code.push(`(local.get ${count})`);
  return code.text('referrals', { parameters: [...RANGE, ['words', 'i32']], result: 'i32' });
}

/** A daily rate by the tick. */
const perTick = (code: Code, rate: string, tickDays: number) =>
  tickDays === 1 ? rate : code.v128(`(f32x4.mul ${rate} ${f32x4(tickDays)})`);

type Drawn = Group & { readonly u: string };
type Happens = (hit: string, number: string) => void;

function drawYesOrNo(code: Code, chance: string, group: Drawn, happens: Happens): void {
  const fits = `(v128.and (f32x4.ge ${chance} ${f32x4(0)}) (f32x4.le ${chance} ${f32x4(1)}))`;
  const fitting = code.v128(fits);
  unlessSure(code, code.v128(`(v128.and ${fitting} (f32x4.ge ${group.u} ${chance}))`), () => {
    refuseWhere(code, `(v128.not ${fitting})`, group);
    const hit = code.v128(`(v128.and (f32x4.lt ${group.u} ${chance}) ${group.inside})`);
    happens(hit, `(i32x4.neg ${hit})`);
  });
}

function drawCounts(code: Code, rate: string, group: Drawn, happens: Happens): void {
  const { u, inside } = group;
  unlessSure(code, surelyNone(code, rate, u), () => {
    const fits = `(v128.and (f32x4.ge ${rate} ${f32x4(0)}) (f32x4.le ${rate} ${f32x4(LARGEST_RATE)}))`;
    refuseWhere(code, `(v128.not ${fits})`, group);
    const none = expLanes(code, code.v128(`(f32x4.neg ${rate})`));
    const hit = code.v128(`(v128.and (f32x4.ge ${u} ${none}) ${inside})`);
    happens(hit, poissonLanes(code, { hit, rate, u, none }));
  });
}

/** Lanes in which a signal happened, and how often in each: 0 in the others. */
type Happened = {
  readonly part: SignalPart;
  readonly now: Now;
  readonly group: Group;
  readonly hit: string;
  readonly number: string;
};

/** Takes that into the columns of its memory. */
function takeIn(code: Code, { part: { memory }, group: { at }, hit, number }: Happened): void {
  const { now, last, windows, adstocks, behaviourAges } = memory;
  const times = code.v128(`(f32x4.convert_i32x4_s ${number})`);
  const load = (column: number) => `(v128.load offset=${column} ${at})`;
  const store = (column: number, value: string) => code.push(`(v128.store offset=${column} ${at} ${value})`);
  // What has happened is added: nothing has, in this tick, and there is nothing in the other lanes.
  for (const { byteOffset: column } of [now, ...[...windows, ...adstocks].map((one) => one.column)]) {
    store(column, `(f32x4.add ${load(column)} ${times})`);
  }
  const tick = '(i32x4.splat (local.get $tick))';
  store(last.byteOffset, `(v128.bitselect ${tick} ${load(last.byteOffset)} ${hit})`);
  for (const { column } of behaviourAges) {
    store(column.byteOffset, `(v128.andnot ${load(column.byteOffset)} ${hit})`);
  }
}

/**
 * Lists the rows, and keeps the counts by row. All four are written, the next over one that nothing happened to: to
 * foresee which of them count would cost more.
 */
function listRows(
  code: Code,
  places: Places,
  { part, now: { past, count }, group: { at }, hit, number }: Happened,
): void {
  const { rows, counts } = part.memory.current;
  const counted = `(local.get ${count})`;
  for (let lane = 0; lane < 4; lane++) {
    const times = code.i32(`(i32x4.extract_lane ${lane} ${number})`);
    const row = code.i32(`(i32.load offset=${places.row + 4 * lane} ${at})`);
    code.push(
      `(i32.store offset=${rows.byteOffset} (i32.shl ${counted} ${i32(2)}) ${row})`,
      `(i32.store8 offset=${counts.byteOffset} ${counted} ${times})`,
      ...(looksBack(part.memory) ? [`(i32.store8 (i32.add ${past} ${row}) ${times})`] : []),
      `(local.set ${count} (i32.sub ${counted} (i32x4.extract_lane ${lane} ${hit})))`,
    );
  }
}

/** Where the counts of tick $tick begin. */
const pastAt = ({ ticks, stride, counts }: Memory['past']) =>
  `(i32.add ${i32(counts.byteOffset)} (i32.mul (i32.rem_u (local.get $tick) ${i32(ticks)}) ${i32(stride)}))`;
