import { customerRuns, type Grouped, groupByRun, makeDiscounts, makeLedger, sumLedger } from './ledger.ts';
import { EndingCode, type JourneyBlock, type LogSchema } from './records.ts';
import { outcomeSigns, type RewardDefinition, rewardByDecision } from './rewards.ts';

/** Decisions paired with what came later, for learners that look past the reward's window. */
export type Transitions = {
  readonly n: number;
  /** Row of the decision in its block. */
  readonly row: Uint32Array;
  /** [n x d] context of the decision. */
  readonly x: Float32Array;
  /** [n x A] Legality codes of the decision; null where the log has none. */
  readonly legality: Uint8Array | null;
  /** [n x A] the logging policy's probabilities; null where not logged. */
  readonly probabilities: Float32Array | null;
  /** Action proposed (intention to treat). */
  readonly action: Uint16Array;
  readonly propensity: Float64Array;
  /** Discounted signed outcomes from the decision's tick up to, not including, the next one's. */
  readonly reward: Float64Array;
  /** gamma^(t' - t); 0 where terminal. */
  readonly discount: Float64Array;
  /** [n x d] context of the next decision, or the final observation. */
  readonly nextX: Float32Array;
  /** [n x A]; null where the log has none. */
  readonly nextLegality: Uint8Array | null;
  /** 1 where the journey ended (code left); a horizon is a truncation: 0, to be bootstrapped from nextX. */
  readonly terminal: Uint8Array;
  /** Decisions left out because neither a next one nor an ending is known. */
  readonly dropped: number;
};

/** Where a decision leads: the row of the next decision or of the ending, and the tick there. */
type Next = {
  readonly kind: 'decision' | 'ending';
  readonly row: number;
  readonly tick: number;
  readonly terminal: boolean;
};

export type TransitionTiming = {
  /** gamma of one tick. */
  readonly discountPerTick: number;
  /**
   * A decision leads to the first one at least so many ticks later: 1 (the default) for the next decision, more for
   * returns over several steps, which see what shows late in the contexts.
   */
  readonly aheadTicks?: number;
};

/**
 * Pairs each decision with a later one of the same customer and episode, else with the ending. A journey that was
 * left on the way gets all later outcomes of the log, discounted to the decision; one cut by the horizon gets those
 * before its final observation. Without a clock each decision is an episode of its own.
 */
export function transitionBlock(
  block: JourneyBlock,
  schema: LogSchema,
  definition: RewardDefinition,
  { discountPerTick, aheadTicks = 1 }: TransitionTiming,
): Transitions {
  const { decisions } = block;
  const signs = outcomeSigns(schema, definition);
  const made = makeTransitions(block, schema);
  if (schema.clock === null) return singleSteps(made, block, rewardByDecision(block, signs).reward);
  const runs = customerRuns(decisions);
  const ledger = makeLedger(block, runs, signs);
  const endings = groupByRun(decisions, runs, block.endings);
  const ticks = schema.clock.ticks;
  const gamma = makeDiscounts(discountPerTick, ticks);
  for (let r = 0; r + 1 < runs.length; r++) {
    for (let i = runs[r]; i < runs[r + 1]; i++) {
      const later = laterDecision(block, i, runs[r + 1], aheadTicks);
      const next = later ?? endingAfter(block, endings, r, decisions.tick[i]);
      if (next === null) continue;
      const from = decisions.tick[i];
      const reward = sumLedger(ledger, r, [from, next.terminal ? ticks : next.tick], gamma);
      append(made, block, i, { reward, discount: next.terminal ? 0 : gamma.power[next.tick - from], next });
    }
  }
  return trimmed(made, decisions.n - made.n);
}

/** The episode's first decision at least `ahead` ticks after row i, looked for before row `end`. */
function laterDecision({ decisions }: JourneyBlock, i: number, end: number, ahead: number): Next | null {
  const { tick, episode } = decisions;
  let j = i + 1;
  while (j < end && episode[j] === episode[i] && tick[j] < tick[i] + ahead) j++;
  if (j >= end || episode[j] !== episode[i]) return null;
  return { kind: 'decision', row: j, tick: tick[j], terminal: false };
}

/** The run's first ending at or after a tick. */
function endingAfter({ endings }: JourneyBlock, grouped: Grouped, r: number, tick: number): Next | null {
  for (let i = grouped.starts[r]; i < grouped.starts[r + 1]; i++) {
    const row = grouped.rows[i];
    if (endings.tick[row] < tick) continue;
    const terminal = endings.code[row] === EndingCode.left;
    return { kind: 'ending', row, tick: endings.tick[row], terminal };
  }
  return null;
}

type Growing = { -readonly [K in keyof Transitions]: Transitions[K] } & { d: number; actions: number };

function makeTransitions({ decisions }: JourneyBlock, schema: LogSchema): Growing {
  const n = decisions.n;
  const d = schema.features.features.length;
  const actions = schema.actions.actions.length;
  return {
    n: 0,
    d,
    actions,
    row: new Uint32Array(n),
    x: new Float32Array(n * d),
    legality: decisions.legality && new Uint8Array(n * actions),
    probabilities: decisions.probabilities && new Float32Array(n * actions),
    action: new Uint16Array(n),
    propensity: new Float64Array(n),
    reward: new Float64Array(n),
    discount: new Float64Array(n),
    nextX: new Float32Array(n * d),
    nextLegality: decisions.legality && new Uint8Array(n * actions),
    terminal: new Uint8Array(n),
    dropped: 0,
  };
}

type Step = { readonly reward: number; readonly discount: number; readonly next: Next };

function append(out: Growing, block: JourneyBlock, i: number, { reward, discount, next }: Step): void {
  const { decisions } = block;
  const { d, actions } = out;
  const at = out.n++;
  out.row[at] = i;
  out.action[at] = decisions.proposed[i];
  out.propensity[at] = decisions.propensity[i];
  out.reward[at] = reward;
  out.discount[at] = discount;
  out.terminal[at] = next.terminal ? 1 : 0;
  copyRow(decisions.context, i, out.x, at, d);
  if (out.legality) copyRow(decisions.legality!, i, out.legality, at, actions);
  if (out.probabilities) copyRow(decisions.probabilities!, i, out.probabilities, at, actions);
  const source = next.kind === 'decision' ? decisions : block.endings;
  copyRow(source.context, next.row, out.nextX, at, d);
  if (out.nextLegality && source.legality) copyRow(source.legality, next.row, out.nextLegality, at, actions);
}

function copyRow<T extends Float32Array | Uint8Array>(
  from: T,
  row: number,
  to: T,
  at: number,
  width: number,
): void {
  for (let j = 0; j < width; j++) to[at * width + j] = from[row * width + j];
}

function singleSteps(made: Growing, { decisions }: JourneyBlock, reward: Float64Array): Transitions {
  const { n } = decisions;
  made.n = n;
  for (let i = 0; i < n; i++) made.row[i] = i;
  made.x.set(decisions.context.subarray(0, n * made.d));
  made.legality?.set(decisions.legality!.subarray(0, n * made.actions));
  made.probabilities?.set(decisions.probabilities!.subarray(0, n * made.actions));
  made.action.set(decisions.proposed.subarray(0, n));
  made.propensity.set(decisions.propensity.subarray(0, n));
  made.reward.set(reward);
  made.terminal.fill(1);
  return trimmed(made, 0);
}

function trimmed({ d, actions, ...made }: Growing, dropped: number): Transitions {
  const { n } = made;
  return {
    ...made,
    dropped,
    row: made.row.subarray(0, n),
    x: made.x.subarray(0, n * d),
    legality: made.legality?.subarray(0, n * actions) ?? null,
    probabilities: made.probabilities?.subarray(0, n * actions) ?? null,
    action: made.action.subarray(0, n),
    propensity: made.propensity.subarray(0, n),
    reward: made.reward.subarray(0, n),
    discount: made.discount.subarray(0, n),
    nextX: made.nextX.subarray(0, n * d),
    nextLegality: made.nextLegality?.subarray(0, n * actions) ?? null,
    terminal: made.terminal.subarray(0, n),
  };
}
