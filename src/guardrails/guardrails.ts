import type { LegalityCode } from '../journey/records.ts';
import type { Graph } from '../language/graph.ts';

/** One check of an action: where the node is 0, the action is illegal for this reason. */
export type Condition = { readonly reason: LegalityCode; readonly node: number };

/**
 * The personal rules of a scenario or bundle as checked graphs over seen leaves: they mask. The same value masks in
 * training, evaluation, simulation and service; only where the leaves come from differs.
 */
export type Guardrails = {
  readonly graph: Graph;
  /** For each action of the set, in order, its conditions in the order of their reasons; none has no conditions. */
  readonly actions: readonly { readonly action: string; readonly conditions: readonly Condition[] }[];
  /** Share of customers held out, and the salt of their hash (apart from the world's luck). */
  readonly holdout: { readonly share: number; readonly salt: string };
  readonly ledgers: readonly Ledger[];
  /**
   * What each action costs and takes from budgets, by action index: a service records the costs of its contacts by it,
   * and bundles with budgets need it. A simulator has its world.
   */
  readonly charges?: readonly ActionCharge[];
};

export type ActionCharge = {
  /** Cost of a send, in 1/10,000 of the currency. */
  readonly send: number;
  /** Full cost of the action's offer in currency, a node of `graph`, and the days it stays open; null for no offer. */
  readonly offer: { readonly node: number; readonly days: number } | null;
};

/** A budget or capacity: admits or drops after the proposal, never masks. Amounts of money are integers of 1/10,000. */
export type Ledger = {
  readonly name: string;
  readonly kind: 'budget' | 'capacity';
  /** Actions (by index) that draw on it. */
  readonly actions: readonly number[];
  readonly amount: number;
  readonly perDays: number;
  readonly period: 'calendar' | 'rolling';
  readonly charge: 'send' | 'redeem';
  readonly arbitrate:
    | { readonly kind: 'random' }
    | { readonly kind: 'priority'; readonly priorities: readonly number[] }
    /** Node of `graph`, over seen leaves; larger goes first. */
    | { readonly kind: 'formula'; readonly node: number }
    | {
        readonly kind: 'policy';
        readonly fallback: 'random' | 'priority';
        readonly priorities: readonly number[];
      };
};
