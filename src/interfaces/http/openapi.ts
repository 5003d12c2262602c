import { type JsonSchema, outcomeSchema, type PolicyBundle, requestSchema } from '../../serving/index.ts';

export type Limits = { readonly batch: number };

const text = { type: 'string' } as const;
const textOrNull = { type: ['string', 'null'] } as const;
const number = { type: 'number' } as const;
const numberOrNull = { type: ['number', 'null'] } as const;
const map = (of: JsonSchema) => ({ type: 'object', additionalProperties: of });
const all = (properties: JsonSchema) => ({ type: 'object', properties, required: Object.keys(properties) });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const complaint = { code: text, message: text, at: textOrNull, hint: textOrNull };

const answers: JsonSchema = {
  Decision: all({
    decisionId: text,
    customer: text,
    time: { ...text, format: 'date-time' },
    action: { ...text, description: 'What to do for the customer.' },
    proposed: { ...text, description: 'What the policy drew, before budgets and capacities.' },
    propensity: { ...number, description: 'Probability of `proposed`.' },
    admission: { ...text, enum: ['admitted', 'droppedBudget', 'droppedCapacity'] },
    legal: { ...map(text), description: 'Every action: `legal`, or the reason why not.' },
    probabilities: { ...map(number), description: 'Actions that are not named have 0.' },
    policyId: { ...text, description: 'Id of the bundle.' },
    mode: text,
    cohort: { ...text, enum: ['treated', 'heldOut'] },
    why: { ...text, description: 'One sentence for people.' },
  }),
  Explanation: all({
    decisionId: text,
    customer: text,
    time: { ...text, format: 'date-time' },
    action: text,
    why: text,
    policy: all({ id: text, name: textOrNull, kind: textOrNull }),
    cohort: textOrNull,
    features: {
      type: 'array',
      items: {
        type: 'object',
        properties: { name: text, value: { type: ['number', 'string', 'null'] }, unit: text },
        required: ['name', 'value'],
      },
    },
    actions: {
      type: 'array',
      items: all({
        action: text,
        legality: text,
        rules: { type: 'array', items: text },
        probability: number,
        score: numberOrNull,
        proposed: { type: 'boolean' },
        carriedOut: { type: 'boolean' },
      }),
    },
  }),
  Recorded: all({ outcomeId: text, decisionId: textOrNull, customer: text }),
  Health: all({
    status: { ...text, enum: ['ok'] },
    policy: all({ id: text, name: text }),
    decisions: { type: 'integer' },
    outcomes: { type: 'integer' },
  }),
  Error: all({ ...complaint, issues: { type: 'array', minItems: 1, items: all(complaint) } }),
};

/** The OpenAPI 3.1 description of the service of a bundle: its requests are those that this bundle takes. */
export function openApi(bundle: PolicyBundle, { batch }: Limits): JsonSchema {
  const { manifest } = bundle;
  const oneOrMore = (name: string) => ({
    anyOf: [ref(name), { type: 'array', items: ref(name), minItems: 1, maxItems: batch }],
  });
  return {
    openapi: '3.1.0',
    info: { title: manifest.name, version: bundle.id, description: manifest.description },
    paths: {
      '/v1/decide': {
        post: operation('Decide for one customer, or for several at once', {
          body: oneOrMore('Request'),
          answer: oneOrMore('Decision'),
          refusals: [400, 409, 413, 415, 503],
        }),
      },
      '/v1/outcomes': {
        post: operation('Report what became of decisions', {
          body: oneOrMore('Outcome'),
          answer: { type: 'array', items: ref('Recorded') },
          refusals: [400, 404, 413, 415, 503],
        }),
      },
      '/v1/decisions/{id}': {
        get: {
          ...operation('One decision and why', { answer: ref('Explanation'), refusals: [404] }),
          parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
        },
      },
      '/health': { get: operation('Whether it serves', { answer: ref('Health'), refusals: [] }) },
    },
    components: { schemas: { Request: requestSchema(bundle), Outcome: outcomeSchema(bundle), ...answers } },
  };
}

type Operation = {
  readonly body?: JsonSchema;
  readonly answer: JsonSchema;
  readonly refusals: readonly number[];
};

function operation(summary: string, { body, answer, refusals }: Operation): JsonSchema {
  const json = (schema: JsonSchema) => ({ 'application/json': { schema } });
  return {
    summary,
    ...(body && { requestBody: { required: true, content: json(body) } }),
    responses: {
      200: { description: 'Done, and kept in the log', content: json(answer) },
      ...Object.fromEntries(
        refusals.map((status) => [status, { description: 'Refused', content: json(ref('Error')) }]),
      ),
    },
  };
}
