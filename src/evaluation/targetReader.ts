import { issue, NextmoveError } from '../core/issue.ts';
import { deriveKey, type Key } from '../core/luck.ts';
import { halves } from '../journey/columns.ts';
import type { DecisionColumns, LogSchema } from '../journey/records.ts';
import type { DecisionBatch, Policy } from '../policies/policy.ts';
import type { EvaluationTarget } from './estimate.ts';

/** What a target would do at a block's decisions. */
export type TargetProbabilities = {
  /** [n x A] within the legal sets, each row's sum 1; null where the target is known at the logged action alone. */
  readonly all: Float64Array | null;
  /** [n x A] before any legal set: what the target asks for by name; null where it looks at the legal set first. */
  readonly asked: Float64Array | null;
  /** [n] 1 where the target has no legal action at all. */
  readonly unsupported: Uint8Array;
};

export type TargetReader = {
  readonly title: string;
  /** Whether it knows the probability of every action. */
  readonly everyAction: boolean;
  read(decisions: DecisionColumns): TargetProbabilities;
  /** Probability of action a at row i, without {@link TargetProbabilities.all} too. */
  at(probabilities: TargetProbabilities, decisions: DecisionColumns, i: number, a: number): number;
};

/** Key of a target's posterior draws in evaluation: any one does, since it is apart from the log's. */
const EVALUATION_KEY: Key = deriveKey([0, 0], 'evaluation');

/** The logging policy as its own target: every weight is 1. */
export const loggingPolicy: TargetReader = {
  title: 'the logging policy',
  everyAction: false,
  read: ({ n }) => ({ all: null, asked: null, unsupported: new Uint8Array(n) }),
  at: (_, { propensity }, i) => propensity[i],
};

/** Opens a target for a log. Throws NextmoveError where it was made for other actions or features. */
export function openTarget(target: EvaluationTarget, schema: LogSchema): TargetReader {
  const actions = schema.actions.actions.length;
  if (target.kind === 'column') return columnReader(target);
  const read = target.kind === 'table' ? readTable(target, schema) : readPolicy(target, schema);
  const at: TargetReader['at'] = ({ all }, _, i, a) => all![i * actions + a];
  return { title: target.title, everyAction: true, read, at };
}

type Kind<K extends EvaluationTarget['kind']> = Extract<EvaluationTarget, { kind: K }>;

function columnReader({ title, column }: Kind<'column'>): TargetReader {
  const valuesOf = ({ extra }: DecisionColumns) => {
    if (extra[column]) return extra[column];
    const known = Object.keys(extra).join(', ') || 'none';
    const hint = `A mapping takes it along under the key \`extra: { ${column}: COLUMN }\`; then import the file again.`;
    throw targetError(
      `the log has no column "${column}" of target probabilities; it has ${known}`,
      title,
      hint,
    );
  };
  return {
    title,
    everyAction: false,
    read: (decisions) => {
      checkProbabilities(valuesOf(decisions).subarray(0, decisions.n), title, column);
      return { all: null, asked: null, unsupported: new Uint8Array(decisions.n) };
    },
    at: (_, decisions, i) => valuesOf(decisions)[i],
  };
}

function checkProbabilities(values: Float64Array, title: string, column: string): void {
  const wrong = values.find((value) => !(value >= 0 && value <= 1));
  if (wrong === undefined) return;
  throw targetError(`column "${column}" holds ${wrong}, wanted probabilities from 0 to 1`, title);
}

function readTable({ title, probabilities, slots }: Kind<'table'>, schema: LogSchema): TargetReader['read'] {
  const actions = schema.actions.actions.length;
  if (probabilities.length !== slots * actions) {
    throw targetError(`the table has ${probabilities.length} numbers, wanted ${slots} x ${actions}`, title);
  }
  return (decisions) => {
    const all = new Float64Array(decisions.n * actions);
    for (let i = 0; i < decisions.n; i++) {
      const slot = decisions.slot[i];
      if (slot >= slots)
        throw targetError(`the log has position ${slot + 1}, the table ends at ${slots}`, title);
      all.set(probabilities.subarray(slot * actions, (slot + 1) * actions), i * actions);
    }
    return { all, asked: all.slice(), unsupported: restrictRows(all, decisions, schema) };
  };
}

function readPolicy({ title, policy, names }: Kind<'policy'>, schema: LogSchema): TargetReader['read'] {
  checkSpec(policy, schema, title);
  const actions = schema.actions.actions.length;
  const { none } = schema.actions;
  return (decisions) => {
    const batch = batchOf(decisions, schema);
    const all = new Float32Array(decisions.n * actions);
    policy.probabilities(batch, all);
    const unsupported = new Uint8Array(decisions.n);
    const blind = batch.legality !== null && (none === null || names !== undefined);
    if (!blind) return { all: Float64Array.from(all), asked: null, unsupported };
    const asked = new Float32Array(all.length);
    policy.probabilities({ ...batch, legality: null }, asked);
    if (none === null) markUnsupported(asked, batch.legality!, unsupported, actions);
    return { all: Float64Array.from(all), asked: names ? Float64Array.from(asked) : null, unsupported };
  };
}

function batchOf(decisions: DecisionColumns, schema: LogSchema): DecisionBatch {
  const { n, context, legality, decisionId } = decisions;
  return {
    n,
    context: context.subarray(0, n * schema.features.features.length),
    legality: legality?.subarray(0, n * schema.actions.actions.length) ?? null,
    ids: halves(decisionId).subarray(0, 2 * n),
    key: EVALUATION_KEY,
  };
}

function markUnsupported(
  asked: Float32Array,
  legality: Uint8Array,
  unsupported: Uint8Array,
  actions: number,
): void {
  for (let i = 0; i < unsupported.length; i++) {
    let mass = 0;
    for (let a = i * actions; a < (i + 1) * actions; a++) if (legality[a] === 0) mass += asked[a];
    if (mass === 0) unsupported[i] = 1;
  }
}

/** Restricts each row to its legal set and renormalises it; without mass it takes `none`, else it is unsupported. */
function restrictRows(all: Float64Array, decisions: DecisionColumns, schema: LogSchema): Uint8Array {
  const { n, legality } = decisions;
  const unsupported = new Uint8Array(n);
  const actions = schema.actions.actions.length;
  const { none } = schema.actions;
  for (let i = 0; i < n; i++) {
    const at = i * actions;
    let mass = 0;
    for (let a = 0; a < actions; a++) {
      if (legality && legality[at + a] !== 0) all[at + a] = 0;
      mass += all[at + a];
    }
    if (mass > 0) {
      if (legality) for (let a = 0; a < actions; a++) all[at + a] /= mass;
    } else if (none !== null && (legality === null || legality[at + none] === 0)) all[at + none] = 1;
    else unsupported[i] = 1;
  }
  return unsupported;
}

function checkSpec(policy: Policy, schema: LogSchema, title: string): void {
  const { features, actions } = policy.spec;
  const theirs = actions.actions.map(({ name }) => name);
  const ours = schema.actions.actions.map(({ name }) => name);
  if (theirs.join('\n') !== ours.join('\n')) {
    throw targetError(
      `it was made for the actions ${theirs.join(', ')}; this log has ${ours.join(', ')}`,
      title,
    );
  }
  if (features.hash === schema.features.hash) return;
  const names = (list: typeof features) => list.features.map(({ name }) => name).join(', ') || 'none';
  const message = `it was made for other features (${names(features)}) than this log has (${names(schema.features)})`;
  throw targetError(message, title);
}

const AGREE = 'Make the target for this log, or map the log so that both agree.';

function targetError(message: string, title: string, hint = AGREE): NextmoveError {
  return new NextmoveError(issue('evaluation/target', message, { at: { path: `target ${title}` }, hint }));
}
