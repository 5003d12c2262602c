import type { Leaf, ValueType } from '../language/graph.ts';
import { levelsOf } from '../language/types.ts';
import type { PolicyBundle } from '../policies/bundle.ts';
import { bundleLeaves } from '../policies/bundleLeaves.ts';
import { CONTACT_COST, contactCostText, knowsContactCosts } from '../policies/contactCosts.ts';
import { MAX_ID_BYTES } from './request.ts';
import { isWhole, LONGEST_STAY_DAYS, type RequestField, requestFields, wantedOf } from './requestFields.ts';

/** JSON Schema, as far as requests need it. */
export type JsonSchema = { readonly [key: string]: unknown };

const id = (description: string): JsonSchema => ({
  type: 'string',
  minLength: 1,
  maxLength: MAX_ID_BYTES,
  description,
});
const time = (description: string): JsonSchema => ({ type: 'string', format: 'date-time', description });

/** JSON Schema (draft 2020-12) of the requests that a bundle takes, with every trait, signal and channel it needs. */
export function requestSchema(bundle: PolicyBundle): JsonSchema {
  const fields = requestFields(bundleLeaves(bundle.context, bundle.guardrails));
  const top = fields.filter(({ group }) => group === null);
  const groups = (['traits', 'signals', 'consent'] as const)
    .map((name) => ({ name, members: fields.filter(({ group }) => group === name) }))
    .filter(({ members }) => members.length > 0);
  const required = top.filter(({ remembered }) => !remembered).map(({ name }) => name);
  return closed(
    {
      customer: id('The customer, by any id of yours.'),
      decisionId: id('Unique; made where absent.'),
      time: time('When to decide; now where absent.'),
      featuresAsOf: time('When what is said here was known; `time` where absent.'),
      trigger: id('What occasioned the decision, for the record.'),
      stage: id('The stage of the journey, as the business sees it.'),
      ...Object.fromEntries(top.map((field) => [field.name, fieldSchema(field)])),
      ...Object.fromEntries(groups.map(({ name, members }) => [name, groupSchema(members)])),
    },
    [
      'customer',
      ...required,
      ...groups.filter(({ members }) => members.some((one) => !one.remembered)).map(({ name }) => name),
    ],
  );
}

/** JSON Schema of one outcome. */
export function outcomeSchema({ manifest: { outcomes }, guardrails }: PolicyBundle): JsonSchema {
  const own = knowsContactCosts(outcomes, guardrails) ? CONTACT_COST : null;
  return closed(
    {
      outcomeId: id('Unique; made where absent.'),
      decisionId: id('The decision that it belongs to; or name the customer.'),
      customer: id('The customer, where no decision is named.'),
      name: {
        type: 'string',
        enum: outcomes.map(({ name }) => name).filter((name) => name !== own),
        description: contactCostText(outcomes, guardrails),
      },
      value: { type: 'number', description: 'In the currency, or a count.' },
      occurredAt: time('When it happened; the time of receipt where absent.'),
    },
    ['name', 'value'],
  );
}

const closed = (properties: JsonSchema, required: readonly string[]): JsonSchema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

function groupSchema(members: readonly RequestField[]): JsonSchema {
  const properties = Object.fromEntries(members.map((field) => [field.name, fieldSchema(field)]));
  return closed(
    properties,
    members.filter(({ remembered }) => !remembered).map(({ name }) => name),
  );
}

function fieldSchema(field: RequestField): JsonSchema {
  const later = field.remembered ? ' Needed until an earlier decision of the customer has told it.' : '';
  return { ...valueSchema(field.leaf), description: `\`${field.leaf.key}\`: ${wantedOf(field)}.${later}` };
}

function valueSchema(leaf: Leaf): JsonSchema {
  const { source, type } = leaf;
  const levels = levelsOf(type);
  if (levels !== null) return { type: 'string', enum: levels };
  if (source.kind === 'trait') return traitSchema(type);
  if (source.kind === 'consent') return { type: 'boolean' };
  if (source.kind === 'inStage') return { type: 'number', minimum: 0, maximum: LONGEST_STAY_DAYS };
  if (source.kind === 'since') return { type: ['number', 'null'], minimum: 0 };
  return { type: isWhole(leaf) ? 'integer' : 'number', minimum: 0 };
}

function traitSchema(type: ValueType): JsonSchema {
  if (type === 'bool') return { type: 'boolean' };
  return { type: type === 'count' ? 'integer' : 'number' };
}
