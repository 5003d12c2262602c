import type { z } from 'zod';
import type { signal, state } from './reading/customerSchema.ts';
import type { Range } from './reading/leaves.ts';
import type { trait } from './reading/traitSchema.ts';

/**
 * A way in which customers behave, to be used in any stage of any scenario: the columns that it owns, in the language of
 * scenarios, and one effect over them. One behaviour, one file; a catalogue lists those that a scenario may use.
 *
 * Its formulas name its parameters and references; `self` is the name under which a scenario uses it, `self_x` a further
 * column of it, `tickDays` the length of a tick in days. Its formulas may also read
 * `elapsed`, the time since the start; a `next` reads this tick alone.
 */
export type Behaviour = {
  /** What a scenario writes behind `use:`. */
  readonly kind: string;
  readonly title: string;
  /** One paragraph for people: what it does, and what its effect means. */
  readonly description: string;
  /** Where it comes from: paper or book, with the place in it. */
  readonly source: string;
  readonly parameters: { readonly [name: string]: BehaviourParameter };
  readonly refers: { readonly [name: string]: BehaviourReference };
  /** Columns by name, `self` or `self_x`; where a number belongs, a parameter may be named. */
  readonly traits?: { readonly [name: string]: z.output<typeof trait> };
  readonly state?: { readonly [name: string]: z.output<typeof state> };
  readonly signals?: { readonly [name: string]: z.output<typeof signal> };
  /** One number, more of it where there is more of the thing; `adds:` puts it, weighted, on logits and rates. */
  readonly effect: string;
  /** Settings of its picture in the reference, in the words of the year that it draws. */
  readonly example: { readonly [setting: string]: string | number };
};

export type BehaviourParameter = {
  readonly description: string;
  readonly unit: string;
  readonly default: number;
  readonly range: Range;
};

/** Something of the scenario that a behaviour is about. */
export type BehaviourReference = {
  readonly kind: ReferenceKind;
  readonly description: string;
  /** Stands where a scenario leaves it out; without it, it must be named. */
  readonly default?: string;
};

/**
 * `contact`: `any`, a channel, an intervention or an action. `number`: a trait or state column. `segment`: a formula over
 * traits. `date`: a day, read by formulas as days since the start.
 */
export type ReferenceKind = 'contact' | 'channel' | 'signal' | 'number' | 'segment' | 'date';
