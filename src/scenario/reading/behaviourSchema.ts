import { z } from 'zod';
import type { Behaviour, BehaviourReference } from '../behaviour.ts';
import { expecting, formula, mapping, number, pattern, ranges, reference } from './leaves.ts';
import type { NumberInput } from './resolving.ts';

/** A behaviour as a scenario uses it: its kind, its parameters and references by name, and what it is added to. */
export type BehaviourUse = {
  readonly use: string;
  readonly adds?: { readonly [target: string]: NumberInput } | undefined;
  readonly [setting: string]: unknown;
};

/** A behaviour under the name that a scenario gives it. */
export type NamedUse = { readonly name: string; readonly use: BehaviourUse; readonly behaviour: Behaviour };

/** What may stand below `behaviours:`, one form for each behaviour of the catalogue. */
export function behaviourUse(behaviours: readonly Behaviour[]): z.ZodType<BehaviourUse> {
  const forms = behaviours.map(formOf);
  const [first, ...others] = forms;
  const schema = first === undefined ? z.never() : z.discriminatedUnion('use', [first, ...others]);
  const described = schema.meta({ description: 'How customers behave, by one behaviour of the library.' });
  return expecting(described, 'a mapping with `use`', {}) as unknown as z.ZodType<BehaviourUse>;
}

function formOf({ kind, title, parameters, refers }: Behaviour) {
  const numbers = Object.entries(parameters).map(([name, { description, unit, default: value, range }]) => [
    name,
    number(range, `${description} ${unit === '' ? '' : `Unit: ${unit}. `}Default: ${value}.`).optional(),
  ]);
  const names = Object.entries(refers).map(([name, refer]) => [
    name,
    refer.default === undefined ? named(refer) : named(refer).optional(),
  ]);
  const adds = z
    .record(z.string().min(1), number(ranges.any, 'Weight of the effect.'))
    .meta({ description: 'Logits and rates that its effect is added to, with its weight.' });
  return mapping(
    {
      use: z.literal(kind).meta({ description: `${title}.` }),
      ...(Object.fromEntries([...numbers, ...names]) as { [name: string]: z.ZodType }),
      adds: expecting(adds, 'a mapping from logits and rates to weights', {}).optional(),
    },
    title,
  );
}

const NOUNS = {
  contact: ['a contact: `any`, a channel, an intervention or an action', 'any'],
  channel: ['a channel', 'email'],
  signal: ['a signal', 'login'],
  number: ['a trait or state column', 'bill'],
} as const;

export const nounOf = (kind: keyof typeof NOUNS): string => NOUNS[kind][0];

function named({ kind, description, default: otherwise }: BehaviourReference): z.ZodType {
  const text = otherwise === undefined ? description : `${description} \`${otherwise}\` where left out.`;
  if (kind === 'date') return pattern(/^\d{4}-\d{2}-\d{2}$/, 'a date such as 2025-03-01', text, '2025-03-01');
  if (kind === 'segment') return formula(text, "contract == 'rolling'");
  return reference(NOUNS[kind][0], text, NOUNS[kind][1]);
}
