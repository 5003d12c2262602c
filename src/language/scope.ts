import type { Leaf, ValueType } from './graph.ts';

/** What a name stands for where a formula is written. */
export type ScopeEntry =
  | { readonly kind: 'parameter'; readonly value: number; readonly type: ValueType }
  /** A trait, a state column, `stage`, `inStage`, `weekday`, `dayOfYear`, `dayOfMonth` or a feature. */
  | { readonly kind: 'column'; readonly leaf: Leaf }
  /** Seen by the business. Alone it is this tick's count. */
  | { readonly kind: 'signal' }
  /** Something that is sent and may arrive. */
  | {
      readonly kind: 'contact';
      readonly what: 'intervention' | 'channel' | 'action' | 'any';
      /** Whether a receipt tells the business that it arrived: else `reached` is hidden. */
      readonly receipt?: boolean;
    };

/** The names that a formula may use, and from where it looks. */
export type Scope = {
  /**
   * `seen` for what the business works out: observations, eligibility, masks, triggers, arbitration, rules. There
   * hidden columns are errors, and a bare contact in a window means sent; in `hidden` formulas it means reached.
   */
  readonly view: 'seen' | 'hidden';
  /** Whether the past may be read (`count(x, 7d)`, `since`, `lag`, `adstock`): not by a state's `next`. */
  readonly windows: boolean;
  /** Whether this tick's signals and contacts are known: not yet in observations, masks and rules. */
  readonly now: boolean;
  /** Windows and lags must be whole numbers of so many days: what is finer than a tick cannot be told apart. */
  readonly tickDays?: number | undefined;
  /** Takes a name, or `intervention@channel`. `any`, every contact, need not be known to it. */
  lookup(name: string): ScopeEntry | undefined;
  /** What to suggest for a name that is not known. */
  names(): string[];
};

/** A scope over a list of names. */
export function makeScope(
  entries: ReadonlyMap<string, ScopeEntry>,
  { view, windows, now, tickDays }: Pick<Scope, 'view' | 'windows' | 'now' | 'tickDays'>,
): Scope {
  const lookup = (name: string) => entries.get(name);
  return { view, windows, now, tickDays, lookup, names: () => [...entries.keys()] };
}
