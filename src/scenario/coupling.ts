import type { World } from './world.ts';

/** What lets the customers of a world touch one another, in words; null where they are independent. */
export function couplingOf({
  guardrails,
  referrals,
}: Pick<World, 'guardrails' | 'referrals'>): string | null {
  const ways = [
    ...(guardrails.ledgers.length > 0 ? ['budgets or capacities'] : []),
    ...(referrals === null ? [] : ['referrals']),
  ];
  return ways.length === 0 ? null : ways.join(' and ');
}
