import { type Block, hasCome } from './block.ts';
import type { Journal } from './journal.ts';

/** One tick of one customer's life. Stages, triggers, actions, signals and outcomes by their index in the world. */
export type LifeTick = {
  readonly tick: number;
  /** Held in this tick. */
  readonly stage: number;
  readonly seenStage: number;
  /** State after the tick, in the world's order. */
  readonly state: readonly number[];
  readonly decision: LifeDecision | null;
  /** The action that was sent, and whether it reached the customer. */
  readonly sent: number | null;
  readonly reached: boolean;
  readonly signals: readonly { readonly signal: number; readonly count: number }[];
  /** What was paid: 1/10,000 of the currency for money, a count else; `recurring` for what a stage pays. */
  readonly paid: readonly {
    readonly outcome: number;
    readonly amount: number;
    readonly recurring: boolean;
  }[];
  /** True stage that holds from the next tick on, or null to stay. */
  readonly movesTo: number | null;
};

export type LifeDecision = {
  readonly trigger: number;
  readonly proposed: number;
  readonly propensity: number;
  readonly executed: number;
  /** An Admission code. */
  readonly admission: number;
  /** [A] the policy's probabilities, and Legality codes. */
  readonly probabilities: Float32Array;
  readonly legality: Uint8Array;
};

/** How a life ended: an EndingCode in the tick that is given, which is no longer lived. */
export type LifeEnd = { readonly tick: number; readonly code: number };

export type Life = {
  readonly journal: Journal;
  readonly ticks: LifeTick[];
  end: LifeEnd | null;
};

type Draft = {
  decision: LifeDecision | null;
  sent: number | null;
  signals: LifeTick['signals'][number][];
  paid: LifeTick['paid'][number][];
};

const blank = (): Draft => ({ decision: null, sent: null, signals: [], paid: [] });

/** Follows one row of a block, tick by tick; what is paid at the horizon belongs to the last tick. */
export function followLife(watched: number): Life {
  let now = blank();
  const mine = <T extends readonly unknown[]>(tell: (block: Block, ...rest: T) => void) => {
    return (block: Block, row: number, ...rest: T) => {
      if (row === watched) tell(block, ...rest);
    };
  };
  const life: Life = {
    ticks: [],
    end: null,
    journal: {
      decided(_, seen, proposals, admissions) {
        const at = seen.rows.indexOf(watched);
        if (at >= 0) now.decision = decisionAt(at, seen, proposals, admissions);
      },
      outcome: mine((block, { outcome, amount }) => {
        const paid = { outcome, amount, recurring: false };
        if (block.tick >= block.world.clock.ticks) addToLast(life, paid);
        else now.paid.push(paid);
      }),
      recurring: mine((_, { outcome, amount }) => {
        if (amount !== 0) now.paid.push({ outcome, amount, recurring: true });
      }),
      left() {},
      sent: mine((_, action) => {
        now.sent = action;
      }),
      signalled(_, signal, { n, rows, counts }) {
        for (let i = 0; i < n; i++) if (rows[i] === watched) now.signals.push({ signal, count: counts[i] });
      },
      seen() {},
      ended({ tick }, { rows }, code) {
        if (rows.includes(watched)) life.end ??= { tick, code };
      },
      truth(block) {
        if (life.end === null && hasCome(block, watched)) life.ticks.push(tickOf(block, watched, now));
        now = blank();
      },
    },
  };
  return life;
}

function addToLast({ ticks }: Life, paid: LifeTick['paid'][number]): void {
  const last = ticks[ticks.length - 1];
  ticks[ticks.length - 1] = { ...last, paid: [...last.paid, paid] };
}

function decisionAt(
  at: number,
  ...[{ triggers, batch }, proposals, admissions]: DecidedArguments
): LifeDecision {
  const A = batch.legality!.length / batch.n;
  return {
    trigger: triggers[at],
    proposed: proposals.proposed[at],
    propensity: proposals.propensity[at],
    executed: admissions.executed[at],
    admission: admissions.admission[at],
    probabilities: proposals.probabilities.slice(at * A, (at + 1) * A),
    legality: batch.legality!.slice(at * A, (at + 1) * A),
  };
}

type DecidedArguments = Parameters<Journal['decided']> extends [Block, ...infer Rest] ? Rest : never;

function tickOf(block: Block, row: number, { decision, sent, signals, paid }: Draft): LifeTick {
  const { world, stage, own, slots, tick, reached, movers } = block;
  const mover = movers.rows.subarray(0, movers.n).includes(row);
  return {
    tick,
    stage: stage[row],
    seenStage: world.seenOf[stage[row]],
    state: own.states.map((column) => column[slots.of[row]]),
    decision,
    sent,
    reached: reached.action[row] > 0,
    signals,
    paid,
    movesTo: mover ? world.stages[stage[row]].exits[movers.exit[row]].to : null,
  };
}
