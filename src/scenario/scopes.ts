import type { Leaf, LeafSource, ValueType } from '../language/graph.ts';
import { makeLeaf, sourceType } from '../language/leaves.ts';
import { makeScope, type Scope, type ScopeEntry } from '../language/scope.ts';
import type { Distribution, Scenario } from './scenario.ts';

/** The leaves and names that every formula of a scenario draws on. */
export type Vocabulary = {
  readonly scenario: Scenario;
  /** Types of traits; those of formula traits are known once they have been lowered. */
  readonly traitTypes: Map<string, ValueType>;
  readonly trueStages: { readonly category: readonly string[] };
  readonly seenStages: { readonly category: readonly string[] };
};

export function makeVocabulary(scenario: Scenario): Vocabulary {
  const trueNames = Object.keys(scenario.stages);
  const seen = trueNames.filter((name) => scenario.stages[name].seenAs === null);
  const traitTypes = new Map<string, ValueType>();
  for (const [name, trait] of Object.entries(scenario.population.traits)) {
    if (trait.kind !== 'formula') traitTypes.set(name, drawnType(trait));
  }
  return { scenario, traitTypes, trueStages: { category: trueNames }, seenStages: { category: seen } };
}

function drawnType(trait: Distribution): ValueType {
  if (trait.kind === 'oneOf') return { category: Object.keys(trait.shares) };
  if (trait.kind === 'row' && trait.levels !== null) return { category: trait.levels };
  if (trait.kind === 'chance') return 'bool';
  return trait.kind === 'poisson' ? 'count' : 'real';
}

/** A leaf whose type follows from its source, such as `since` or `count`. */
export function leafOf(source: LeafSource, seen: boolean): Leaf {
  const type = sourceType(source);
  if (type === null) throw new TypeError(`a ${source.kind} leaf has no type of its own`);
  return makeLeaf(source, type, seen);
}

export function traitLeaf({ traitTypes, scenario }: Vocabulary, name: string): Leaf {
  const type = traitTypes.get(name) ?? 'real';
  return makeLeaf({ kind: 'trait', name }, type, scenario.population.traits[name].seen);
}

export function stageLeaf(words: Vocabulary, view: 'seen' | 'true'): Leaf {
  return makeLeaf(
    { kind: 'stage', view },
    view === 'seen' ? words.seenStages : words.trueStages,
    view === 'seen',
  );
}

export function inStageLeaf(view: 'seen' | 'true'): Leaf {
  return makeLeaf({ kind: 'inStage', view }, 'duration', view === 'seen');
}

export function stateLeaf(name: string): Leaf {
  return makeLeaf({ kind: 'state', name }, 'real', false);
}

/** What a formula may read besides parameters, and from where it looks. */
export type ScopeKind = {
  readonly view: 'seen' | 'hidden';
  readonly windows: boolean;
  readonly now: boolean;
  /** `calendar`: no customer. `traits`: those drawn before anything else. `all`: the whole customer, and the calendar. */
  readonly reads: 'calendar' | 'traits' | 'all';
};

export const scopeKinds = {
  /** Traits worked out from other traits, and the start of state. */
  origin: { view: 'hidden', windows: false, now: false, reads: 'traits' },
  /** How many customers come. */
  calendar: { view: 'hidden', windows: false, now: false, reads: 'calendar' },
  /** Before delivery, and at the horizon: nothing of this tick is known. */
  before: { view: 'hidden', windows: true, now: false, reads: 'all' },
  /** After delivery and signals: those of this tick count. A signal sees those of the signals that it reads. */
  after: { view: 'hidden', windows: true, now: true, reads: 'all' },
  /** A state's next value: this tick alone. */
  next: { view: 'hidden', windows: false, now: true, reads: 'all' },
  /** What the business works out. */
  seen: { view: 'seen', windows: true, now: false, reads: 'all' },
} as const satisfies { readonly [name: string]: ScopeKind };

/** Names for a formula of a kind; `traits` limits the traits that it may read. */
export function scopeFor(words: Vocabulary, kind: ScopeKind, traits?: readonly string[]): Scope {
  const { scenario } = words;
  const entries = new Map<string, ScopeEntry>();
  for (const [name, { value }] of Object.entries(scenario.parameters)) {
    entries.set(name, { kind: 'parameter', value, type: 'real' });
  }
  if (kind.reads === 'calendar') addCalendar(entries);
  else {
    for (const name of traits ?? Object.keys(scenario.population.traits)) {
      entries.set(name, { kind: 'column', leaf: traitLeaf(words, name) });
    }
  }
  if (kind.reads === 'all') addEverything(words, kind, entries);
  return makeScope(entries, { ...kind, tickDays: scenario.clock.tickDays });
}

function addEverything(words: Vocabulary, kind: ScopeKind, entries: Map<string, ScopeEntry>): void {
  const { scenario } = words;
  const view = kind.view === 'seen' ? 'seen' : 'true';
  for (const name of Object.keys(scenario.state))
    entries.set(name, { kind: 'column', leaf: stateLeaf(name) });
  entries.set('stage', { kind: 'column', leaf: stageLeaf(words, view) });
  entries.set('inStage', { kind: 'column', leaf: inStageLeaf(view) });
  addCalendar(entries);
  for (const name of Object.keys(scenario.signals)) entries.set(name, { kind: 'signal' });
  entries.set('any', { kind: 'contact', what: 'any' });
  for (const name of Object.keys(scenario.channels)) entries.set(name, { kind: 'contact', what: 'channel' });
  for (const [name, { channels }] of Object.entries(scenario.interventions)) {
    entries.set(name, { kind: 'contact', what: 'intervention' });
    for (const channel of channels) entries.set(`${name}@${channel}`, { kind: 'contact', what: 'action' });
  }
}

function addCalendar(entries: Map<string, ScopeEntry>): void {
  for (const kind of ['weekday', 'dayOfYear', 'dayOfMonth'] as const)
    entries.set(kind, { kind: 'column', leaf: leafOf({ kind }, true) });
  entries.set('elapsed', { kind: 'column', leaf: leafOf({ kind: 'elapsed' }, false) });
}
