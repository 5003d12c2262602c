import { readFile } from 'node:fs/promises';
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { didYouMean, failed, type Issue, issue, ok, type Place, type Result } from '../../core/issue.ts';
import type { EvaluationTarget } from '../../evaluation/estimate.ts';
import { makeGraphBuilder } from '../../language/builder.ts';
import { makeLeaf } from '../../language/leaves.ts';
import { buildFormula } from '../../language/parse/check.ts';
import { makeScope, type Scope, type ScopeEntry } from '../../language/scope.ts';
import { openPolicy, type ProblemSpec, rulesBody } from '../../policies/index.ts';
import type { Rule } from '../../policies/rules.ts';
import { featureType } from '../serve/featureType.ts';

/**
 * Reads a rules file: a YAML list of `{ when, do }` over the columns of a log's context, `when` a condition in the
 * formula language and absent for always. The first rule that holds and whose action is legal is taken, else `none`.
 */
export async function readRulesTarget(path: string, spec: ProblemSpec): Promise<Result<EvaluationTarget>> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => error);
  if (typeof text === 'string') return parseRulesTarget(text, path, spec);
  return failed(
    issue('rules/unreadable', `cannot be read (${text.code ?? text.message})`, { at: { file: path } }),
  );
}

/** As {@link readRulesTarget}, from the file's text. */
export function parseRulesTarget(text: string, file: string, spec: ProblemSpec): Result<EvaluationTarget> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number, path?: string): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col, path };
  };
  if (document.errors.length > 0) {
    return failed(
      document.errors.map(({ message, pos }) => issue('rules/syntax', message, { at: at(pos[0]) })),
    );
  }
  const list = isMap(document.contents) ? document.get('rules', true) : document.contents;
  if (!isSeq(list) || list.items.length === 0) {
    return failed(
      issue('rules/shape', 'wanted a list of `- { when: CONDITION, do: ACTION }`', { at: { file } }),
    );
  }
  const reading: Reading = { spec, at, issues: [], builder: makeGraphBuilder(), scope: featureScope(spec) };
  const rules = list.items.map((item, r) => readRule(reading, item as Node, r));
  if (reading.issues.some(({ severity }) => severity === 'error')) return failed(reading.issues);
  const body = rulesBody(spec, {
    graph: reading.builder.graph(),
    rules: rules.filter((rule) => rule !== null),
    thresholds: [],
    law: { kind: 'greedy', epsilon: 0 },
  });
  const names = [...new Set(rules.flatMap((rule) => (rule ? [rule.action] : [])))];
  return ok(
    { kind: 'policy', title: `the rules of ${file}`, policy: openPolicy(body, spec), names },
    reading.issues,
  );
}

type Reading = {
  readonly spec: ProblemSpec;
  readonly at: (offset: number, path?: string) => Place;
  readonly issues: Issue[];
  readonly builder: ReturnType<typeof makeGraphBuilder>;
  readonly scope: Scope;
};

function readRule({ spec, at, issues, builder, scope }: Reading, item: Node, r: number): Rule | null {
  const place = at(item.range?.[0] ?? 0, `rules[${r}]`);
  if (!isMap(item)) {
    issues.push(issue('rules/shape', 'wanted `{ when: CONDITION, do: ACTION }`', { at: place }));
    return null;
  }
  for (const { key } of item.items) {
    if (['when', 'do'].includes(String(key))) continue;
    const hint = didYouMean(String(key), ['when', 'do']);
    issues.push(issue('rules/unknown-key', `unknown key \`${key}\``, { at: place, hint }));
  }
  const action = String(item.get('do') ?? '');
  const known = spec.actions.actions.map(({ name }) => name);
  if (!known.includes(action)) {
    const message = `the log has no action \`${action}\``;
    issues.push(
      issue('rules/action', message, {
        at: { ...place, path: `rules[${r}].do` },
        hint: didYouMean(action, known),
      }),
    );
  }
  const when = item.get('when', true);
  if (when === undefined) return { when: null, action };
  const quoted = isScalar(when) && when.type?.startsWith('QUOTE') ? 1 : 0;
  const built = buildFormula({
    text: String(isScalar(when) ? when.value : when),
    scope,
    builder,
    want: 'bool',
    issues,
    where: at(((when as Node).range?.[0] ?? 0) + quoted, `rules[${r}].when`),
  });
  return built && { when: built.node, action };
}

/** The columns of the context by name. */
function featureScope({ features }: ProblemSpec): Scope {
  const entries = features.features.map((feature): [string, ScopeEntry] => {
    const leaf = makeLeaf({ kind: 'feature', name: feature.name }, featureType(feature), true);
    return [feature.name, { kind: 'column', leaf }];
  });
  return makeScope(new Map(entries), { view: 'seen', windows: false, now: false });
}
