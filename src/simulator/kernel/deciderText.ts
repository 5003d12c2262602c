import { purposeOf } from '../../core/luck.ts';
import type { Beliefs } from './beliefs.ts';
import { type Code, f32x4, i32x4, makeCode } from './code.ts';
import { uniformLanes } from './loop.ts';
import { moduleText } from './moduleText.ts';
import {
  allFeatures,
  type FourListed,
  featureLanes,
  forListed,
  gather,
  legalityLanes,
  makeReader,
  type ObservationPlaces,
  type Observed,
  storeContexts,
  storeLegality,
  storeRows,
} from './observeFunction.ts';
import { type Keys, keysOf, philoxLanes } from './philoxLanes.ts';

/** Where a decision reads and writes beside what an observation does. */
export type DecisionPlaces = ObservationPlaces & {
  /** By slot: halves of the customer's id. */
  readonly idLow: number;
  readonly idHigh: number;
  /** [n] i32 and f32, [n x A] f32, [n x 2] i32, with room for three rows more. */
  readonly proposed: number;
  readonly propensity: number;
  readonly probabilities: number;
  readonly ids: number;
  /** Where a table's values stand. */
  readonly room: number;
};

const ACTION = purposeOf('action');

/**
 * Module with two functions: for the $n listed slots at tick $tick the action that a policy proposes and its propensity,
 * as policies/laws.ts and draw.ts have it. `decide` works out no more than that; `decideAndRecord` writes context,
 * legality, ids and probabilities as well. ($id0, $id1) is the key of decision ids, ($key0, $key1) that of the policy's
 * draws.
 */
export function deciderText(decision: Decision): string {
  const functions = [decideFunction(decision), decideAndRecordFunction(decision)];
  return moduleText(functions);
}

export type Decision = {
  readonly observed: Observed;
  readonly beliefs: Beliefs;
  /** Index of the empty action, or null. */
  readonly none: number | null;
  readonly places: DecisionPlaces;
};

const PARAMETERS = ['n', 'tick', 'id0', 'id1', 'key0', 'key1'].map((name) => [name, 'i32'] as const);

function decideFunction({ observed, beliefs, none, places }: Decision): string {
  const code = makeCode();
  const keys = decisionKeys(code);
  const wanted = featuresRead(beliefs, places);
  forListed(code, places, (four) => {
    const read = makeReader(code, four.cells, places);
    const legal = legalLanes(code, legalityLanes(code, observed.guardrails, { read, places, four }));
    const decide = () => {
      const feature = featureLanes(code, observed.context, wanted, read);
      const ids = () => idLanes(code, places, four.cells, keys.ids);
      storeDecision(code, decisionLanes(code, beliefs, { legal, feature, ids, keys, places }), four, places);
    };
    if (none === null) return decide();
    // Where nobody may be contacted there is nothing to weigh.
    const others = legal.filter((_, a) => a !== none);
    code.push(`(if (v128.any_true ${others.reduce((any, one) => `(v128.or ${any} ${one})`)}) (then`);
    decide();
    code.push(') (else');
    storeDecision(code, { proposed: i32x4(none), propensity: onlyNone(beliefs.epsilon) }, four, places);
    code.push('))');
  });
  return code.text('decide', { parameters: PARAMETERS });
}

/** The only legal action has what the law leaves for it: all, but for rounding. */
function onlyNone(epsilon: number): string {
  const f = Math.fround;
  return f32x4(f(f(1 - epsilon) + f(epsilon)));
}

function decideAndRecordFunction({ observed, beliefs, places }: Decision): string {
  const code = makeCode();
  const keys = decisionKeys(code);
  forListed(code, places, (four) => {
    const read = makeReader(code, four.cells, places);
    const reasons = legalityLanes(code, observed.guardrails, { read, places, four });
    const features = allFeatures(code, observed.context, read);
    const ids = idLanes(code, places, four.cells, keys.ids);
    const of = {
      legal: legalLanes(code, reasons),
      feature: (j: number) => features[j],
      ids: () => ids,
      keys,
      places,
    };
    const decided = decisionLanes(code, beliefs, of);
    storeDecision(code, decided, four, places);
    storeContexts(code, features, four, places);
    storeLegality(code, reasons, four, places);
    storeRows(code, decided.probabilities, four.row, places.probabilities);
    storeRows(code, ids, four.row, places.ids);
  });
  return code.text('decideAndRecord', { parameters: PARAMETERS });
}

/** Features that the beliefs read. */
function featuresRead(beliefs: Beliefs, { room }: DecisionPlaces): number[] {
  const wanted = new Set<number>();
  const note = (j: number) => {
    wanted.add(j);
    return f32x4(0);
  };
  beliefs.values(makeCode(), note, room);
  return [...wanted].sort((a, b) => a - b);
}

const legalLanes = (code: Code, reasons: readonly string[]) =>
  reasons.map((reason) => code.v128(`(i32x4.eq ${reason} ${i32x4(0)})`));

type DecisionLanes = { readonly proposed: string; readonly propensity: string };

function decisionLanes(
  code: Code,
  beliefs: Beliefs,
  {
    legal,
    feature,
    ids,
    keys,
    places,
  }: {
    readonly legal: readonly string[];
    readonly feature: (j: number) => string;
    /** Asked for where a law leaves something to chance. */
    readonly ids: () => readonly string[];
    readonly keys: DecisionKeys;
    readonly places: DecisionPlaces;
  },
): DecisionLanes & { readonly probabilities: readonly string[] } {
  const values = beliefs.values(code, feature, places.room);
  const best = bestLanes(code, values, legal);
  const probabilities = probabilityLanes(code, beliefs.epsilon, best, legal);
  const proposed =
    beliefs.epsilon === 0
      ? code.v128(`(i32x4.max_s ${best} ${i32x4(0)})`)
      : drawLanes(code, probabilities, ids(), keys.draws);
  const propensity = probabilities.reduce(
    (so, p, a) => code.v128(`(v128.bitselect ${p} ${so} (i32x4.eq ${proposed} ${i32x4(a)}))`),
    f32x4(0),
  );
  return { proposed, propensity, probabilities };
}

function storeDecision(
  code: Code,
  { proposed, propensity }: DecisionLanes,
  { at }: FourListed,
  places: DecisionPlaces,
): void {
  code.push(
    `(v128.store offset=${places.proposed} ${at} ${proposed})`,
    `(v128.store offset=${places.propensity} ${at} ${propensity})`,
  );
}

/** The first legal action of the greatest value, -1 where none is legal. */
function bestLanes(code: Code, values: readonly string[], legal: readonly string[]): string {
  let best = i32x4(-1);
  let score = f32x4(Number.NEGATIVE_INFINITY);
  values.forEach((value, a) => {
    const better = code.v128(`(v128.and ${legal[a]} (f32x4.gt ${value} ${score}))`);
    const first = `(v128.and ${legal[a]} (i32x4.lt_s ${best} ${i32x4(0)}))`;
    best = code.v128(`(v128.bitselect ${i32x4(a)} ${best} (v128.or ${better} ${first}))`);
    score = code.v128(`(v128.bitselect ${value} ${score} ${better})`);
  });
  return best;
}

/** The greedy law with its floor, action by action. */
function probabilityLanes(code: Code, epsilon: number, best: string, legal: readonly string[]): string[] {
  const open = legal.reduce((count, one) => code.v128(`(i32x4.sub ${count} ${one})`), i32x4(0));
  let floor = f32x4(0);
  if (epsilon > 0) {
    for (let count = 1; count <= legal.length; count++) {
      const share = f32x4(Math.fround(epsilon / count));
      floor = code.v128(`(v128.bitselect ${share} ${floor} (i32x4.eq ${open} ${i32x4(count)}))`);
    }
  }
  const top = code.v128(`(f32x4.add ${f32x4(Math.fround(1 - epsilon))} ${floor})`);
  return legal.map((one, a) =>
    code.v128(`(v128.and (v128.bitselect ${top} ${floor} (i32x4.eq ${best} ${i32x4(a)})) ${one})`),
  );
}

type DecisionKeys = { readonly ids: Keys; readonly draws: Keys };

/** Keys of decision ids and of the policy's draws. */
function decisionKeys(code: Code): DecisionKeys {
  return { ids: keysOf(code, ['$id0', '$id1']), draws: keysOf(code, ['$key0', '$key1']) };
}

/** Decision ids: the first two words of philox of (customer, tick, 0). */
function idLanes(
  code: Code,
  { idLow, idHigh }: DecisionPlaces,
  cells: readonly string[],
  keys: Keys,
): string[] {
  const counter = [
    gather(code, cells, idLow),
    gather(code, cells, idHigh),
    '(i32x4.splat (local.get $tick))',
    i32x4(0),
  ] as const;
  return philoxLanes(code, [counter], keys)[0].slice(0, 2);
}

/** The first action whose cumulative probability, in f64, exceeds the decision's uniform; the last likely one else. */
function drawLanes(
  code: Code,
  probabilities: readonly string[],
  [low, high]: readonly string[],
  keys: Keys,
): string {
  const [[word]] = philoxLanes(code, [[low, high, i32x4(0), i32x4(ACTION)]], keys);
  const u = uniformLanes(code, word);
  const [uLow, uHigh] = halves(code, u);
  const zero = '(v128.const f64x2 0 0)';
  let [totalLow, totalHigh] = [zero, zero];
  let chosen = i32x4(-1);
  let last = i32x4(0);
  probabilities.forEach((p, a) => {
    const [pLow, pHigh] = halves(code, p);
    totalLow = code.v128(`(f64x2.add ${totalLow} ${pLow})`);
    totalHigh = code.v128(`(f64x2.add ${totalHigh} ${pHigh})`);
    const below = `(i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27 (f64x2.lt ${uLow} ${totalLow}) (f64x2.lt ${uHigh} ${totalHigh}))`;
    const takes = code.v128(`(v128.and ${below} (i32x4.lt_s ${chosen} ${i32x4(0)}))`);
    chosen = code.v128(`(v128.bitselect ${i32x4(a)} ${chosen} ${takes})`);
    last = code.v128(`(v128.bitselect ${i32x4(a)} ${last} (f32x4.gt ${p} ${f32x4(0)}))`);
  });
  return code.v128(`(v128.bitselect ${last} ${chosen} (i32x4.lt_s ${chosen} ${i32x4(0)}))`);
}

function halves(code: Code, value: string): readonly [string, string] {
  const upper = `(i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 ${value} ${value})`;
  return [code.v128(`(f64x2.promote_low_f32x4 ${value})`), code.v128(`(f64x2.promote_low_f32x4 ${upper})`)];
}
