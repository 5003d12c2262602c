import { hash64, keyedHash64 } from '../core/luck.ts';
import type { Proposals } from '../policies/draw.ts';
import type { Admissions, Block } from './block.ts';
import { type Cohort, idOf } from './cohort.ts';
import type { RecordingJournal } from './journal.ts';
import type { Observation } from './observe.ts';

/** Salt of the hash by which customers are chosen for a log: apart from holdouts, exploration and the world's luck. */
const SALT = 'log';

/**
 * A journal that is told of a share of the customers alone, chosen by a hash of their ids: the same customers whatever
 * policy and luck, and those of a smaller share are among those of a larger.
 */
export function sampledJournal(journal: RecordingJournal, capacity: number, share: number): RecordingJournal {
  if (share >= 1) return journal;
  const isKept = makeKeeper(capacity, share);
  const listed = new Int32Array(capacity);
  const kept = <T extends readonly unknown[]>(tell: (block: Block, row: number, ...rest: T) => void) => {
    return (block: Block, row: number, ...rest: T) => {
      if (isKept(block, row)) tell(block, row, ...rest);
    };
  };
  const places = (block: Block, rows: Int32Array) => [...rows.keys()].filter((i) => isKept(block, rows[i]));
  return {
    decided(block, seen, proposals, admissions) {
      const at = places(block, seen.rows);
      if (at.length > 0) journal.decided(block, ...decidedAt(at, seen, proposals, admissions));
    },
    outcome: kept(journal.outcome),
    recurring: kept(journal.recurring),
    left: kept(journal.left),
    sent: kept(journal.sent),
    signalled(block, signal, { n, rows, counts }) {
      const at = places(block, rows.subarray(0, n));
      const some = {
        n: at.length,
        rows: Int32Array.from(at, (i) => rows[i]),
        counts: Uint8Array.from(at, (i) => counts[i]),
      };
      if (some.n > 0) journal.signalled(block, signal, some);
    },
    seen: kept(journal.seen),
    ended(block, seen, code) {
      const at = places(block, seen.rows);
      if (at.length > 0) journal.ended(block, observedAt(at, seen), code);
    },
    truth(block) {
      let n = 0;
      for (let i = 0; i < block.n; i++) if (isKept(block, block.rows[i])) listed[n++] = block.rows[i];
      journal.truth({ ...block, rows: listed, n });
    },
    take: journal.take,
  };
}

/** Those of a cohort who are chosen. */
export function sampledOf(cohort: Cohort, share: number): Cohort {
  const isChosen = chooser(share);
  const chosen = new Uint32Array(cohort.count);
  let count = 0;
  for (let row = 0; row < cohort.count; row++) {
    const id = idOf(cohort, row);
    if (isChosen(id, 0)) chosen[count++] = id;
  }
  const members = chosen.slice(0, count);
  return cohort.copies
    ? { ...cohort, count }
    : { ...cohort, from: members[0] ?? cohort.from, count, members };
}

/** Tells by the halves of an id whether its customer is chosen. */
function chooser(share: number): (idLow: number, idHigh: number) => boolean {
  const key = hash64(SALT);
  return (low, high) => keyedHash64(key, low, high, 0, 0)[1] < share * 2 ** 32;
}

/** Whether a row's customer is chosen: worked out once for as long as the row holds the customer. */
function makeKeeper(capacity: number, share: number): (block: Block, row: number) => boolean {
  const isChosen = chooser(share);
  const [low, high] = [new Uint32Array(capacity), new Uint32Array(capacity)];
  const answer = new Int8Array(capacity).fill(-1);
  return ({ idLow, idHigh }, row) => {
    if (answer[row] < 0 || low[row] !== idLow[row] || high[row] !== idHigh[row]) {
      low[row] = idLow[row];
      high[row] = idHigh[row];
      answer[row] = isChosen(low[row], high[row]) ? 1 : 0;
    }
    return answer[row] === 1;
  };
}

type Numbers = Float32Array | Float64Array | Uint8Array | Uint16Array | Uint32Array | Int32Array;

/** Rows `at` of an array [n x width]. */
function rowsAt<T extends Numbers>(at: readonly number[], values: T, width = 1): T {
  const out = new (values.constructor as new (n: number) => T)(at.length * width);
  at.forEach((row, i) => {
    out.set(values.subarray(row * width, (row + 1) * width), i * width);
  });
  return out;
}

function observedAt(at: readonly number[], { rows, triggers, batch }: Observation): Observation {
  const widthOf = (values: { readonly length: number }) => values.length / batch.n;
  return {
    rows: rowsAt(at, rows),
    triggers: rowsAt(at, triggers),
    batch: {
      ...batch,
      n: at.length,
      context: rowsAt(at, batch.context, widthOf(batch.context)),
      legality: batch.legality && rowsAt(at, batch.legality, widthOf(batch.legality)),
      ids: rowsAt(at, batch.ids, 2),
    },
  };
}

function decidedAt(
  at: readonly number[],
  seen: Observation,
  { probabilities, proposed, propensity }: Proposals,
  { executed, admission, probability }: Admissions,
): [Observation, Proposals, Admissions] {
  const actions = seen.batch.legality ? seen.batch.legality.length / seen.batch.n : 0;
  return [
    observedAt(at, seen),
    {
      probabilities: rowsAt(at, probabilities, actions),
      proposed: rowsAt(at, proposed),
      propensity: rowsAt(at, propensity),
    },
    {
      executed: rowsAt(at, executed),
      admission: rowsAt(at, admission),
      probability: rowsAt(at, probability),
    },
  ];
}
