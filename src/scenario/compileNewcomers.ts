import { makeGraphBuilder } from '../language/builder.ts';
import { NEWCOMERS } from './addedTerms.ts';
import { type Lower, type Lowers, makeAddTerms, makeLower } from './behaviourFormulas.ts';
import type { Lowering } from './lower.ts';
import type { Named } from './scenario.ts';
import { scopeKinds, type Vocabulary } from './scopes.ts';
import type { World } from './world.ts';

/**
 * The rate at which customers come by themselves: in a graph of its own, since it reads the calendar alone and belongs to
 * no customer.
 */
export function compileArrivals(words: Vocabulary, lowering: Lowering): World['arrivals'] {
  const { arrivals } = words.scenario.population;
  if (arrivals === undefined) return null;
  const builder = makeGraphBuilder();
  const lowerHere = makeLower(words, lowering, builder);
  const lower: Lower = (text, path, _, want) => lowerHere(text, path, scopeKinds.calendar, want);
  const path = ['population', 'arrivals', 'perDay'];
  const own = lower(arrivals.perDay, path, scopeKinds.calendar, 'nonNegative');
  const node = makeAddTerms(words, lower, builder)(own, NEWCOMERS.arrivals);
  return { graph: builder.graph(), node, start: sharesOf(words, arrivals.start) };
}

/** The rate at which a customer brings others, with the behaviour of customers. */
export function compileReferrals(words: Vocabulary, { lower, addTerms }: Lowers): World['referrals'] {
  const { referrals } = words.scenario.population;
  if (referrals === undefined) return null;
  const path = ['population', 'referrals', 'perDay'];
  const own = lower(referrals.perDay, path, scopeKinds.after, 'nonNegative');
  const { start, most } = referrals;
  return { node: addTerms(own, NEWCOMERS.referrals), start: sharesOf(words, start), most };
}

function sharesOf({ trueStages }: Vocabulary, shares: Named<number>): Float64Array {
  return Float64Array.from(trueStages.category, (name) => shares[name] ?? 0);
}
