import { parseHex64 } from '../core/luck.ts';
import type { Leaf } from '../language/graph.ts';
import { BUNDLE_FILES } from './bundle.ts';
import { bundleError, inFile } from './bundleError.ts';
import { decideGolden, type Engine, type Golden, type GoldenDecision } from './golden.ts';

export type ReplayOptions = {
  /** All that the engine reads. */
  readonly leaves: readonly Leaf[];
  /** The version of nextmove that wrote the golden decisions. */
  readonly madeBy: string;
};

/** Decides every golden decision again, from its leaf values to its draw. Throws NextmoveError on the first difference. */
export function replayGolden(engine: Engine, golden: Golden, { leaves, madeBy }: ReplayOptions): void {
  const file = BUNDLE_FILES.golden;
  const refuse = (message: string, hint: string) => bundleError('golden', file, message, hint);
  const anew = 'Export the policy anew.';
  if (golden.decisions.length === 0) throw refuse('it holds no decision', anew);
  const byKey = new Map(leaves.map((leaf) => [leaf.key, leaf]));
  const unknown = leaves.find(({ key }) => !golden.leaves.includes(key));
  if (unknown) throw refuse(`it has no values of \`${unknown.key}\``, anew);
  const width = golden.leaves.length;
  const odd = golden.decisions.findIndex(({ values }) => values.length !== width);
  if (odd >= 0)
    throw refuse(
      `decision ${odd} has ${golden.decisions[odd].values.length} values for ${width} leaves`,
      anew,
    );
  const samples = {
    leaves: golden.leaves.map((key) => byKey.get(key) ?? unread(key)),
    values: Float32Array.from(golden.decisions.flatMap(({ values }) => values.map(Number))),
  };
  const rows = golden.decisions.map(({ id, heldOut }) => ({
    id,
    heldOut,
    words: parseHex64(id) ?? ([0, 0] as const),
  }));
  const found = inFile(file, anew, () => decideGolden(engine, samples, rows));
  golden.decisions.forEach((decision, i) => {
    const difference = differenceOf(engine, decision, found[i]);
    if (difference === null) return;
    const hint = `This machine's nextmove decides otherwise than the one that made the bundle (${madeBy}): serve it there, or export it anew here.`;
    throw refuse(`decision ${i} (${decision.id}) comes out otherwise: ${difference}`, hint);
  });
}

/** A leaf that the bundle's graphs do not need: its values are not read. */
const unread = (key: string): Leaf => ({
  key,
  type: 'real',
  seen: true,
  source: { kind: 'trait', name: key },
});

/** The first thing in which a decision differs from the golden one, in words; null where they are the same. */
function differenceOf(
  { context, guardrails }: Engine,
  golden: GoldenDecision,
  found: GoldenDecision,
): string | null {
  const features = context.features.features.map(({ name }) => name);
  const actions = guardrails.actions.map(({ action }) => action);
  return (
    inList('the feature', features, golden.context, found.context) ??
    inList('the legality of', actions, golden.legality, found.legality) ??
    inList('the probability of', actions, golden.probabilities, found.probabilities) ??
    (golden.proposed === found.proposed ? null : `it draws ${found.proposed}, not ${golden.proposed}`) ??
    (golden.propensity === found.propensity
      ? null
      : `its propensity is ${found.propensity}, not ${golden.propensity}`)
  );
}

function inList(
  what: string,
  names: readonly string[],
  golden: readonly unknown[],
  found: readonly unknown[],
): string | null {
  const k = names.findIndex((_, at) => golden[at] !== found[at]);
  if (k >= 0) return `${what} ${names[k]} is ${found[k]}, not ${golden[k]}`;
  return golden.length === names.length
    ? null
    : `it has ${golden.length} values for ${names.length} of ${what}`;
}
