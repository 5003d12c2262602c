import { purposeOf } from '../core/luck.ts';
import type { OutcomeKind } from '../journey/records.ts';
import type { GraphBuilder } from '../language/builder.ts';
import type { Want } from '../language/parse/check.ts';
import type { Scope } from '../language/scope.ts';
import { termsOf } from './addedTerms.ts';
import type { Lowering, Path } from './lower.ts';
import type { Formula, Named } from './scenario.ts';
import { type ScopeKind, scopeFor, scopeKinds, type Vocabulary } from './scopes.ts';
import type { Pay } from './world.ts';

/** What lowers one formula of a kind at a path. */
export type Lower = (text: Formula, path: Path, kind: ScopeKind, want: Want) => number;

/** What lowers the amounts that a signal, stage or exit pays; `below` is where the formula stands under the outcome. */
export type LowerPays = (amounts: Named<Formula>, path: Path, below?: Path) => Pay[];

/** What adds the terms of `add` to the node of a logit or rate. */
export type AddTerms = (node: number, to: string) => number;

/** What lowers a stage or a signal. */
export type Lowers = { readonly lower: Lower; readonly pays: LowerPays; readonly addTerms: AddTerms };

export function makeLower(words: Vocabulary, lowering: Lowering, builder: GraphBuilder): Lower {
  const scopes = new Map<ScopeKind, Scope>();
  return (text, path, kind, want) => {
    const scope = scopes.get(kind) ?? scopeFor(words, kind);
    scopes.set(kind, scope);
    return lowering.formula(text, path, scope, { builder, want });
  };
}

/** Each term is a formula of its own, summed one after the other behind the formula itself. */
export function makeAddTerms({ scenario }: Vocabulary, lower: Lower, builder: GraphBuilder): AddTerms {
  return (node, to) =>
    termsOf(scenario, to).reduce((sum, [name, term]) => {
      const added = lower(term, ['add', name, 'term'], scopeKinds.after, 'real');
      return builder.binary('add', sum, added);
    }, node);
}

export function makePays(lower: Lower, outcomes: readonly OutcomeKind[]): LowerPays {
  return (amounts, path, below = []) =>
    Object.entries(amounts).map(([name, text]) => ({
      outcome: outcomes.findIndex((outcome) => outcome.name === name),
      node: lower(text, [...path, name, ...below], scopeKinds.after, 'real'),
      purpose: purposeOf([...path, name].join('/')),
    }));
}
