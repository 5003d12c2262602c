import { Legality } from '../journey/records.ts';
import { makeWorkspace, prepareProgram, runProgram } from '../language/interpret.ts';
import { printNode } from '../language/print.ts';
import type { PolicyBundle } from '../policies/bundle.ts';
import type { RulesData } from '../policies/rules.ts';
import type { ServedDecision } from './records.ts';

/** Says in one sentence why a decision came out as it did. */
export type Why = (record: ServedDecision) => string;

/**
 * The sentence from the record alone: what was legal, drawn and admitted. {@link makeWhy} knows the policy too.
 */
export const whyOf: Why = (record) => sentence(record, '');

/**
 * As {@link whyOf}, with what the policy rests on: the scores of the legal actions, or the rule that held. Decisions of
 * another bundle get the sentence from the record alone.
 */
export function makeWhy(bundle: PolicyBundle): Why {
  const because = bundle.policy.kind === 'rules' ? makeRuleReason(bundle) : scoreReason(bundle);
  return (record) => sentence(record, record.policyId === bundle.id ? because(record) : '');
}

function sentence(record: ServedDecision, because: string): string {
  const { proposed, propensity, admission, cohort, executed, served } = record;
  if (cohort === 'heldOut') return 'Held out as a control: nothing is done for this customer.';
  const open = legalNames(record).length;
  const chance = propensity === null ? '' : ` with probability ${short(propensity)}`;
  const drawn =
    open === 1
      ? `${proposed} is the only legal action`
      : `${proposed}, drawn${chance} from ${open} legal actions${because}`;
  if (admission === 'admitted')
    return `${drawn}${served.charges.length > 0 ? ', and budget and capacity had room' : ''}.`;
  const what = admission === 'droppedBudget' ? 'a budget' : 'a capacity';
  return `${drawn}, but ${what} had nothing left: ${executed}.`;
}

const legalNames = ({ legal }: ServedDecision) =>
  Object.keys(legal).filter((action) => legal[action] === 'legal');

const short = (value: number) => String(Number(value.toPrecision(4)));

function scoreReason(bundle: PolicyBundle): Why {
  if (bundle.policy.scores === undefined) return () => '';
  const index = new Map(bundle.spec.actions.actions.map(({ name }, a) => [name, a]));
  return (record) => {
    const scores = scoresOf(record, bundle);
    if (scores === null) return '';
    const scoreOf = (name: string) => scores[index.get(name) ?? -1];
    const [best, next] = legalNames(record).sort((a, b) => scoreOf(b) - scoreOf(a));
    const { proposed } = record;
    const own = `score ${short(scoreOf(proposed))}`;
    if (next === undefined) return '';
    if (scoreOf(proposed) >= scoreOf(best)) {
      const other = best === proposed ? next : best;
      return `: it has the best ${own}, then ${other} with ${short(scoreOf(other))}`;
    }
    return ` to explore: it has the ${own}, and ${best} the best, ${short(scoreOf(best))}`;
  };
}

/** What the policy thinks each action worth, in its own scale, by action index; null where it has no scores. */
export function scoresOf(record: ServedDecision, { policy, spec, key }: PolicyBundle): number[] | null {
  if (policy.scores === undefined) return null;
  const context = contextOf(record, spec);
  const legality = Uint8Array.from(spec.actions.actions, ({ name }) => Legality[record.legal[name]]);
  const out = new Float32Array(spec.actions.actions.length);
  policy.scores({ n: 1, context, legality, ids: new Uint32Array(2), key }, out);
  return [...out];
}

function contextOf(record: ServedDecision, { features }: PolicyBundle['spec']): Float32Array {
  return Float32Array.from(features.features, ({ name, levels }) => {
    const value = record.context[name];
    if (typeof value === 'string') return levels?.indexOf(value) ?? Number.NaN;
    return value ?? Number.NaN;
  });
}

/** The first rule that held and whose action was legal, as the rules form takes it. */
function makeRuleReason({ body, spec }: PolicyBundle): Why {
  const { graph, rules } = body.data as RulesData;
  const conditions = rules.flatMap(({ when }) => (when === null ? [] : [when]));
  const program = prepareProgram(graph, conditions);
  const workspace = makeWorkspace(program, 1);
  const names = spec.features.features.map(({ name }) => name);
  const features = graph.leaves.map(({ source }) => names.indexOf((source as { name: string }).name));
  return (record) => {
    const context = contextOf(record, spec);
    runProgram(
      program,
      workspace,
      features.map((j) => context.subarray(j, j + 1)),
      null,
      1,
    );
    const held = (when: number | null) =>
      when === null || workspace.results[conditions.indexOf(when)][0] === 1;
    const rule = rules.find(({ when, action }) => record.legal[action] === 'legal' && held(when));
    const taken = rule?.action ?? 'none';
    const why =
      rule === undefined
        ? 'no rule with a legal action held'
        : `the rule \`${rule.when === null ? 'always' : printNode(graph, rule.when)}\` held`;
    return taken === record.proposed ? `: ${why}` : ` to explore: ${why}, for ${taken}`;
  };
}
