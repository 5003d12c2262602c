import Fastify, { type FastifyInstance } from 'fastify';
import type { DecisionRequest, OutcomeReport } from '../../serving/index.ts';
import type { Service } from '../../verbs/serve/serve.ts';
import { answerTo, notFound } from './errors.ts';
import { openApi } from './openapi.ts';

export type ServerOptions = {
  /** Largest body in bytes; 1 MiB by default. */
  readonly bodyLimit?: number;
  /** Most decisions or outcomes in one request; 1,000 by default. */
  readonly batchLimit?: number;
  /** Told of every failure that is not the client's. */
  readonly onFailure?: (error: Error) => void;
};

/** An object or a list of objects; what is inside is checked by the decider, which knows better how to complain. */
const oneOrMore = (batch: number) => ({
  anyOf: [{ type: 'object' }, { type: 'array', items: { type: 'object' }, minItems: 1, maxItems: batch }],
});

/**
 * The HTTP interface of a service (GET /openapi.json describes it). Every answer waits until what it rests on is kept
 * in the log. Closing it answers what is under way, then closes the service.
 */
export function createServer(service: Service, options: ServerOptions = {}): FastifyInstance {
  const { bodyLimit = 2 ** 20, batchLimit = 1000, onFailure = () => {} } = options;
  const app = Fastify({
    bodyLimit,
    routerOptions: { maxParamLength: 1024 },
    requestTimeout: 30_000,
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false } },
  });
  // Only JSON: a page of another origin cannot send that without asking first.
  app.removeContentTypeParser('text/plain');
  const description = openApi(service.bundle, { batch: batchLimit });
  const body = oneOrMore(batchLimit);

  app.setErrorHandler((error: Error, _, reply) => {
    const { status, body } = answerTo(error, { batch: batchLimit });
    if (status >= 500) onFailure(error);
    return reply.status(status).send(body);
  });
  app.setNotFoundHandler((request, reply) => reply.status(404).send(notFound(request.method, request.url)));
  app.post<{ Body: DecisionRequest | DecisionRequest[] }>('/v1/decide', { schema: { body } }, (request) =>
    Array.isArray(request.body) ? service.decideBatch(request.body) : service.decide(request.body),
  );
  app.post<{ Body: OutcomeReport | OutcomeReport[] }>(
    '/v1/outcomes',
    { schema: { body } },
    async (request) => {
      const recorded = await service.recordOutcomes(
        Array.isArray(request.body) ? request.body : [request.body],
      );
      return recorded.map(({ outcomeId, decisionId, customer }) => ({ outcomeId, decisionId, customer }));
    },
  );
  app.get<{ Params: { id: string } }>('/v1/decisions/:id', async (request) =>
    service.explain(request.params.id),
  );
  app.get('/health', async () => ({
    status: 'ok',
    policy: { id: service.bundle.id, name: service.bundle.manifest.name },
    ...service.counts,
  }));
  app.get('/openapi.json', async () => description);
  app.addHook('onClose', () => service.close());
  return app;
}
