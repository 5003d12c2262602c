/** Types of the formula language. Every value is one f32 lane; counts stay exact below 2^24; durations are days. */
export type ValueType = 'real' | 'count' | 'bool' | 'duration' | { readonly category: readonly string[] };

/**
 * What a graph reads. The key is the canonical text of the reference in the language, such as `count(login, 7d)`;
 * two leaves with one key are one leaf. `of` names a signal, an intervention, a channel, an action or `any`.
 */
export type LeafSource =
  | { readonly kind: 'trait'; readonly name: string }
  | { readonly kind: 'state'; readonly name: string }
  /** Index of the current stage: the seen one where `view` is seen. */
  | { readonly kind: 'stage'; readonly view: 'seen' | 'true' }
  /** Days since the stage was entered: 0 in its first tick. */
  | { readonly kind: 'inStage'; readonly view: 'seen' | 'true' }
  | { readonly kind: 'consent'; readonly channel: string }
  /** How often it happened in this tick. */
  | { readonly kind: 'now'; readonly view: View; readonly of: string }
  /** How often in the window of `days` days: before delivery it ends at t-1, after it includes t. */
  | { readonly kind: 'count'; readonly view: View; readonly of: string; readonly days: number }
  /** Like count, but an event exactly `days` old is out: legal again at exactly t + duration. Guardrails alone. */
  | { readonly kind: 'recent'; readonly view: View; readonly of: string; readonly days: number }
  /** Days since the last time; `never` where there was none. */
  | { readonly kind: 'since'; readonly view: View; readonly of: string; readonly never: number }
  | { readonly kind: 'lag'; readonly view: View; readonly of: string; readonly days: number }
  /** Sum over past events of 2^(-age / halfLife). */
  | { readonly kind: 'adstock'; readonly view: View; readonly of: string; readonly halfLifeDays: number }
  /** 1 Monday to 7 Sunday, of the tick's local day. */
  | { readonly kind: 'weekday' }
  /** 1 to 366. */
  | { readonly kind: 'dayOfYear' }
  /** 1 to 31. */
  | { readonly kind: 'dayOfMonth' }
  /** 0 to 23, on the clock on the wall when the tick begins: for quiet hours. */
  | { readonly kind: 'hourOfDay' }
  /** Days since the clock's start: for behaviour that drifts, never for an observation. */
  | { readonly kind: 'elapsed' }
  /** A column of a decision's context, by name: what rules and policies read. */
  | { readonly kind: 'feature'; readonly name: string };

/** `signal` for signals; `sent` is what the business did, `reached` (hidden) what arrived. */
export type View = 'signal' | 'sent' | 'reached';

export type Leaf = {
  readonly key: string;
  readonly type: ValueType;
  /** Whether a business sees it. Observations, masks, triggers, arbitration and rules read seen leaves only. */
  readonly seen: boolean;
  readonly source: LeafSource;
};

/** Operators with one argument. */
export type Unary = 'neg' | 'abs' | 'floor' | 'exp' | 'log' | 'sqrt' | 'logistic' | 'sin' | 'not';
/** Operators with two. Comparisons and logic give 0 or 1. */
export type Binary =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'pow'
  | 'min'
  | 'max'
  | 'eq'
  | 'ne'
  | 'lt'
  | 'le'
  | 'and'
  | 'or';

/** A node reads nodes of smaller index only, so the list is its own order of evaluation. */
export type GraphNode =
  | { readonly op: 'const'; readonly value: number }
  | { readonly op: 'leaf'; readonly leaf: number }
  | { readonly op: Unary; readonly a: number }
  | { readonly op: Binary; readonly a: number; readonly b: number }
  /** a where c is not 0, else b. */
  | { readonly op: 'if'; readonly c: number; readonly a: number; readonly b: number }
  /** Piecewise linear in a, ends clamped; xs strictly rising, as long as ys. */
  | {
      readonly op: 'table';
      readonly a: number;
      readonly xs: readonly number[];
      readonly ys: readonly number[];
    };

/**
 * Formulas as data: hash-consed, typed, topologically ordered, plain JSON. The same value is interpreted
 * (interpret.ts), travels in bundles, and will be compiled. Roots are node indices held by whoever asks.
 */
export type Graph = {
  readonly format: 1;
  readonly leaves: readonly Leaf[];
  readonly nodes: readonly GraphNode[];
  /** Type of each node. */
  readonly types: readonly ValueType[];
};
