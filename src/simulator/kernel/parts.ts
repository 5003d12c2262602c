import { MONEY_PER_UNIT } from '../../core/money.ts';
import type { Graph } from '../../language/graph.ts';
import type { WorldStage } from '../../scenario/world.ts';
import { LARGEST_AMOUNT } from '../limits.ts';
import { type Code, f32x4, i32x4, makeCode } from './code.ts';
import { formulaLanes, type Lanes } from './formulaLanes.ts';
import { forLanes, forSlots, type Group, i32, notNumbers, RANGE, refuseWhere, uniforms } from './loop.ts';
import { boundsOf, surelyStays, unlessSure } from './sure.ts';
import { expLanes } from './transcendentalLanes.ts';

/** Where things are in the memory that a kernel works in. */
export type Places = {
  /** By leaf of the world's graph: its column's address. */
  readonly leaf: (leaf: number) => number;
  /** By node that stays the same for life: its column's address. */
  readonly life: ReadonlyMap<number, number>;
  /** Two columns for what a function lists: slots, and a number each. */
  readonly hitSlot: number;
  readonly hitNumber: number;
  /** Room for a few vectors. */
  readonly scratch: number;
  /** By slot its row. */
  readonly row: number;
  /** f64 by row, and by row and stage. */
  readonly value: number;
  readonly stageValue: number;
};

const DRAWING = { parameters: [...RANGE, ['words', 'i32']], result: 'i32' } as const;

export function formulas(
  code: Code,
  graph: Graph,
  nodes: readonly number[],
  places: Places,
  { at }: Group,
): Lanes {
  const load = (column: number) => `(v128.load offset=${column} ${at})`;
  const given = (node: number) => {
    const column = places.life.get(node);
    return column === undefined ? null : load(column);
  };
  return formulaLanes(code, graph, nodes, (leaf) => load(places.leaf(leaf)), given);
}

/** Appends the slots that are hit to the list, with the number of each, and counts them. */
export function listLanes(
  code: Code,
  places: Places,
  { slot }: Group,
  { hit, number, count }: { readonly hit: string; readonly number: string; readonly count: string },
): void {
  code.push(`(v128.store offset=${places.scratch} ${i32(0)} ${number})`);
  forLanes(code, hit, (lane) => {
    const own = `(i32.load offset=${places.scratch} (i32.shl ${lane} ${i32(2)}))`;
    const end = code.i32(`(i32.shl (local.get ${count}) ${i32(2)})`);
    code.push(
      `(i32.store offset=${places.hitSlot} ${end} (i32.add ${slot} ${lane}))`,
      `(i32.store offset=${places.hitNumber} ${end} ${own})`,
      `(local.set ${count} (i32.add (local.get ${count}) ${i32(1)}))`,
    );
  });
}

/** Moves all state columns at once: 0, or -1 - slot where a value is no number. */
export function statesFunction(
  graph: Graph,
  states: readonly { readonly next: number; readonly column: number }[],
  places: Places,
): string {
  const code = makeCode();
  forSlots(code, (group) => {
    const nodes = states.map(({ next }) => next);
    const lanes = formulas(code, graph, nodes, places, group);
    const values = nodes.map((node) => lanes.value(node));
    refuseWhere(code, notNumbers(code, values), group);
    const inside = code.v128(group.inside);
    states.forEach(({ column }, k) => {
      const old = `(v128.load offset=${column} ${group.at})`;
      code.push(`(v128.store offset=${column} ${group.at} (v128.bitselect ${values[k]} ${old} ${inside}))`);
    });
  });
  code.push(i32(0));
  return code.text('states', { parameters: RANGE, result: 'i32' });
}

/** Lists the slots that take an exit of the stage, and which: their number, or -1 - slot where a value is refused. */
export function exitsFunction(
  graph: Graph,
  { name, stage, tickDays }: { readonly name: string; readonly stage: WorldStage; readonly tickDays: number },
  places: Places,
): string {
  const code = makeCode();
  const count = code.variable('i32');
  forSlots(code, (group) => {
    const nodes = stage.exits.map(({ node }) => node);
    const lanes = formulas(code, graph, nodes, places, group);
    const values = nodes.map((node) => lanes.value(node));
    const u = uniforms(code, '(local.get $words)', group.at);
    const dt = Math.fround(tickDays);
    unlessSure(code, surelyStays(code, stage, boundsOf(code, stage, values, dt), u), () => {
      const chances =
        stage.form === 'logit' ? logitLanes(code, values, group) : rateLanes(code, values, group, dt);
      const exit = choiceLanes(code, stage, chances, u);
      const hit = code.v128(`(v128.and (i32x4.ge_s ${exit} ${i32x4(0)}) ${group.inside})`);
      listLanes(code, places, group, { hit, number: exit, count });
    });
  });
  code.push(`(local.get ${count})`);
  return code.text(name, DRAWING);
}

/** exits.ts, logitChances. */
function logitLanes(code: Code, logits: readonly string[], group: Group): string[] {
  const infinite = logits.map((logit) => `(f32x4.eq ${logit} ${f32x4(Number.POSITIVE_INFINITY)})`);
  const refused = infinite.reduce((all, one) => `(v128.or ${all} ${one})`, notNumbers(code, logits));
  refuseWhere(code, refused, group);
  const most = logits.reduce((so, logit) => code.v128(`(f32x4.pmax ${so} ${logit})`), f32x4(0));
  const stay = code.variable('v128');
  code.push(`(local.set ${stay} ${f32x4(1)})`, `(if (v128.any_true (f32x4.gt ${most} ${f32x4(0)})) (then`);
  code.push(`(local.set ${stay} ${expLanes(code, code.v128(`(f32x4.neg ${most})`))})))`);
  const weights = logits.map((logit) => expLanes(code, code.v128(`(f32x4.sub ${logit} ${most})`)));
  const total = weights.reduce(
    (sum, weight) => code.v128(`(f32x4.add ${sum} ${weight})`),
    `(local.get ${stay})`,
  );
  return weights.map((weight) => code.v128(`(f32x4.div ${weight} ${total})`));
}

/** exits.ts, rateChances. */
function rateLanes(code: Code, rates: readonly string[], group: Group, dt: number): string[] {
  const fits = rates
    .map((rate) => `(v128.and (f32x4.ge ${rate} ${f32x4(0)}) (f32x4.lt ${rate} ${f32x4(Infinity)}))`)
    .reduce((all, one) => code.v128(`(v128.and ${all} ${one})`));
  refuseWhere(code, `(v128.not ${fits})`, group);
  const total = rates.reduce((sum, rate) => code.v128(`(f32x4.add ${sum} ${rate})`), f32x4(0));
  const stay = expLanes(code, code.v128(`(f32x4.neg (f32x4.mul ${total} ${f32x4(dt)}))`));
  const any = code.v128(`(f32x4.sub ${f32x4(1)} ${stay})`);
  const some = code.v128(`(f32x4.ne ${total} ${f32x4(0)})`);
  return rates.map((rate) => code.v128(`(v128.and (f32x4.div (f32x4.mul ${any} ${rate}) ${total}) ${some})`));
}

/** exits.ts, chooseExit: the exit's place, or -1. */
function choiceLanes(code: Code, { exits }: WorldStage, chances: readonly string[], u: string): string {
  let [bottom, top] = [f32x4(0), f32x4(0)];
  let exit = i32x4(-1);
  // From the last to the first, so that the first that takes it has the last word.
  const taken = exits.map(({ loss }, k) => {
    if (!loss) {
      bottom = code.v128(`(f32x4.add ${bottom} ${chances[k]})`);
      return code.v128(`(f32x4.lt ${u} ${bottom})`);
    }
    top = code.v128(`(f32x4.add ${top} ${chances[k]})`);
    return code.v128(`(f32x4.ge ${u} (f32x4.sub ${f32x4(1)} ${top}))`);
  });
  for (let k = taken.length - 1; k >= 0; k--) {
    exit = code.v128(`(v128.bitselect ${i32x4(k)} ${exit} ${taken[k]})`);
  }
  return exit;
}

export type StayPay = { readonly node: number; readonly sign: number; readonly money: boolean };

/**
 * Books what a tick in the stage pays, discounted by $discount: 0, or -1 - slot where an amount is refused. Amounts are
 * worked out as post.ts does: f64, rounded half to even.
 */
export function staysFunction(
  graph: Graph,
  part: {
    readonly name: string;
    readonly stage: number;
    readonly stages: number;
    readonly pays: readonly StayPay[];
    readonly tickDays: number;
  },
  places: Places,
): string {
  const code = makeCode();
  const nodes = part.pays.map(({ node }) => node);
  forSlots(code, (group) => {
    const lanes = formulas(code, graph, nodes, places, group);
    part.pays.forEach((pay) => {
      bookLanes(code, group, lanes.value(pay.node), { ...part, ...pay }, places);
    });
  });
  code.push(i32(0));
  return code.text(part.name, { parameters: [...RANGE, ['discount', 'f64']], result: 'i32' });
}

const f64x2 = (value: number) => `(f64x2.splat (f64.const ${value}))`;

function bookLanes(
  code: Code,
  group: Group,
  daily: string,
  pay: StayPay & { readonly stage: number; readonly stages: number; readonly tickDays: number },
  places: Places,
): void {
  const upper = `(i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 ${daily} ${daily})`;
  const [low, high] = [daily, upper].map((two) => {
    const real = `(f64x2.mul (f64x2.promote_low_f32x4 ${two}) ${f64x2(pay.tickDays)})`;
    return code.v128(`(f64x2.nearest (f64x2.mul ${real} ${f64x2(MONEY_PER_UNIT)}))`);
  });
  const fits = (amount: string) => `(f64x2.le (f64x2.abs ${amount}) ${f64x2(LARGEST_AMOUNT)})`;
  const both = `(i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27 ${fits(low)} ${fits(high)})`;
  refuseWhere(code, `(v128.not ${both})`, group);
  if (pay.sign === 0) return;
  const inside = code.v128(group.inside);
  const factor = `(f64x2.mul (f64x2.splat (local.get $discount)) ${f64x2(pay.sign)})`;
  [low, high].forEach((amount, half) => {
    const value = code.v128(
      `(f64x2.div (f64x2.mul ${factor} ${amount}) ${f64x2(pay.money ? MONEY_PER_UNIT : 1)})`,
    );
    for (const lane of [0, 1]) {
      const number = 2 * half + lane;
      code.push(`(if (i32x4.extract_lane ${number} ${inside}) (then`);
      const row = code.i32(`(i32.load offset=${places.row + 4 * number} ${group.at})`);
      const share = `(f64x2.extract_lane ${lane} ${value})`;
      const own = code.i32(`(i32.shl ${row} ${i32(3)})`);
      const cell = `(i32.mul ${row} ${i32(8 * pay.stages)})`;
      for (const [column, place] of [
        [places.value, own],
        [places.stageValue + 8 * pay.stage, cell],
      ] as const) {
        code.push(
          `(f64.store offset=${column} ${place} (f64.add (f64.load offset=${column} ${place}) ${share}))`,
        );
      }
      code.push('))');
    }
  });
}
