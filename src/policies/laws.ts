import { bodyError, expectNumber, expectRecord, expectWhole } from './bodyChecks.ts';
import type { DecisionBatch } from './policy.ts';
import { makeWinCounter, type PosteriorKind } from './posteriorDraws.ts';

const f = Math.fround;

/** What a policy believes of every action, [n x A] row-major. */
export type Estimates = {
  readonly value: Float32Array;
  /** Standard deviation of the value's posterior; null where the form carries none. */
  readonly spread: Float32Array | null;
};

/**
 * From beliefs to probabilities over the legal set, with a floor: q = (1 - epsilon) q0 + epsilon / |legal|, so that
 * epsilon = 0 means no exploration beside q0. Every form shares these.
 * - greedy: q0 = 1 on the greatest value; the lowest index wins a tie.
 * - bonus: greedy on value + alpha spread: LinUCB for alpha > 0 (Li and others 2010), caution for alpha < 0.
 * - thompson: q0 = wins / draws over posterior draws keyed by the decision id (semantics.md section 8), gaussian:
 *   N(value, (scale spread)^2); beta: value and spread hold the successes and failures of Beta(value, spread).
 * - proportional: q0 = value / sum of the legal values, for forms whose values are probabilities; uniform where
 *   the legal values sum to 0 and no `none` is legal, else `none`.
 */
export type Law =
  | { readonly kind: 'greedy'; readonly epsilon: number }
  | { readonly kind: 'bonus'; readonly epsilon: number; readonly alpha: number }
  | {
      readonly kind: 'thompson';
      readonly epsilon: number;
      readonly draws: number;
      readonly posterior: PosteriorKind;
      readonly scale: number;
    }
  | { readonly kind: 'proportional'; readonly epsilon: number };

/** Writes the probabilities of a batch, [n x A]. A row without a legal action gets zeros. */
export type AppliedLaw = (estimates: Estimates, batch: DecisionBatch, out: Float32Array) => void;

/** Makes a law ready for batches; `none` is the index of the empty action or null. */
export function prepareLaw(law: Law, none: number | null): AppliedLaw {
  if (law.kind === 'greedy') return greedy(law.epsilon, 0);
  if (law.kind === 'bonus') return greedy(law.epsilon, f(law.alpha));
  const base = law.kind === 'thompson' ? thompson(law) : proportional(none);
  return (estimates, batch, out) => {
    const actions = estimates.value.length / batch.n;
    const q = new Float32Array(actions);
    const open: number[] = [];
    for (let i = 0; i < batch.n; i++) {
      const at = i * actions;
      out.fill(0, at, at + actions);
      legalActions(batch.legality, i, actions, open);
      if (open.length === 0) continue;
      q.fill(0);
      base(estimates, { batch, i, actions, open }, q);
      const floor = f(law.epsilon / open.length);
      for (const a of open) out[at + a] = f(f(f(1 - law.epsilon) * q[a]) + floor);
    }
  };
}

/** Greedy on value + alpha spread, with its floor: the commonest law, without lists. */
function greedy(epsilon: number, alpha: number): AppliedLaw {
  const top = f(1 - epsilon);
  return ({ value, spread }, { n, legality }, out) => {
    const actions = value.length / n;
    for (let i = 0, at = 0; i < n; i++, at += actions) {
      let open = 0;
      let best = -1;
      let bestScore = Number.NEGATIVE_INFINITY;
      for (let a = at; a < at + actions; a++) {
        if (legality !== null && legality[a] !== 0) continue;
        const score = alpha === 0 ? value[a] : f(value[a] + f(alpha * spread![a]));
        if (open++ === 0) best = a;
        if (score > bestScore) [best, bestScore] = [a, score];
      }
      const floor = open === 0 ? 0 : f(epsilon / open);
      for (let a = at; a < at + actions; a++) {
        if (legality !== null && legality[a] !== 0) out[a] = 0;
        else out[a] = a === best ? f(top + floor) : floor;
      }
    }
  };
}

/** Fills `open` with the legal actions of row i, rising. */
export function legalActions(legality: Uint8Array | null, i: number, actions: number, open: number[]): void {
  open.length = 0;
  for (let a = 0; a < actions; a++) if (legality === null || legality[i * actions + a] === 0) open.push(a);
}

type Row = {
  readonly batch: DecisionBatch;
  readonly i: number;
  readonly actions: number;
  /** Legal actions, at least one. */
  readonly open: readonly number[];
};
/** Writes q0 of one row at its legal actions; the others are 0 already. */
type BaseLaw = (estimates: Estimates, row: Row, q: Float32Array) => void;

function thompson(law: Law & { readonly kind: 'thompson' }): BaseLaw {
  const count = makeWinCounter(law);
  return ({ value, spread }, { batch, i, actions, open }, q) => {
    const [from, to] = [i * actions, (i + 1) * actions];
    count({ value: value.subarray(from, to), spread: spread!.subarray(from, to) }, batch, i, open, q);
  };
}

function proportional(none: number | null): BaseLaw {
  return ({ value }, { i, actions, open }, q) => {
    let mass = 0;
    for (const a of open) mass = f(mass + value[i * actions + a]);
    if (mass > 0) for (const a of open) q[a] = f(value[i * actions + a] / mass);
    else if (none !== null && open.includes(none)) q[none] = 1;
    else for (const a of open) q[a] = f(1 / open.length);
  };
}

/** The value as a law; throws NextmoveError where it is broken or needs a spread that the form lacks. */
export function checkLaw(value: unknown, hasSpread: boolean, where = 'data.law'): Law {
  const law = expectRecord(value, where);
  expectNumber(law.epsilon, [0, 1], `${where}.epsilon`);
  if (law.kind === 'bonus') expectNumber(law.alpha, [-1e6, 1e6], `${where}.alpha`);
  if (law.kind === 'thompson') {
    expectWhole(law.draws, [1, 100_000], `${where}.draws`);
    expectNumber(law.scale, [0, 1e6], `${where}.scale`);
    if (law.posterior !== 'gaussian' && law.posterior !== 'beta') {
      throw bodyError(`${where}.posterior`, `got ${String(law.posterior)}, wanted gaussian or beta`);
    }
  }
  const known = ['greedy', 'bonus', 'thompson', 'proportional'];
  if (!known.includes(String(law.kind))) {
    throw bodyError(`${where}.kind`, `got ${String(law.kind)}, wanted one of ${known.join(', ')}`);
  }
  if ((law.kind === 'bonus' || law.kind === 'thompson') && !hasSpread) {
    throw bodyError(
      where,
      `the law "${law.kind}" needs the spread of each action, and this body carries none`,
    );
  }
  return value as Law;
}
