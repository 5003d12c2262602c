import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Guardrails } from '../../guardrails/guardrails.ts';
import { telecomGuardrails, telecomParts } from '../../policies/bundle.fixture.ts';
import { exportPolicy } from '../../verbs/serve/export.ts';
import { type Service, serve } from '../../verbs/serve/serve.ts';
import { createServer, type ServerOptions } from './createServer.ts';
import { serveHttp } from './serveHttp.ts';

/** The bundle without further guardrails, which most tests serve. */
let plain = '';
beforeAll(async () => {
  plain = await mkdtemp(join(tmpdir(), 'nextmove-http-'));
  await exportPolicy(telecomParts(), { out: join(plain, 'bundle') });
});
afterAll(() => rm(plain, { recursive: true, force: true }));

const NOW = Date.parse('2025-03-03T10:00:00Z');
const folders: string[] = [];
const open: FastifyInstance[] = [];

afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'nextmove-http-'));
  folders.push(path);
  return path;
}

async function bundleFolder(more: Partial<Guardrails>): Promise<string> {
  const { path } = await exportPolicy(telecomParts({ guardrails: telecomGuardrails(more) }), {
    out: join(await folder(), 'bundle'),
  });
  return path;
}

async function server(more: Partial<Guardrails> | null = null, options: ServerOptions = {}) {
  const bundle = more === null ? join(plain, 'bundle') : await bundleFolder(more);
  const service = await serve(bundle, { log: await folder(), durability: 'system', now: () => NOW });
  const app = createServer(service, options);
  open.push(app);
  const post = async (url: string, body: unknown) => {
    const answer = await app.inject({ method: 'POST', url, payload: body as object });
    return { status: answer.statusCode, body: answer.json() };
  };
  const get = async (url: string) => {
    const answer = await app.inject(url);
    return { status: answer.statusCode, body: answer.json() };
  };
  return { app, service, post, get };
}

const request = (more: object = {}) => ({
  customer: 'anna',
  decisionId: 'd1',
  stage: 'active',
  inStageDays: 12,
  traits: { bill: 40, contract: 'rolling' },
  signals: { 'count(login, 7d)': 3 },
  consent: { email: true },
  ...more,
});

/** Validators of the description's schemas, by name. */
function schemas(description: { components: { schemas: object } }) {
  const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true } });
  ajv.addSchema({ $id: 'api', ...description });
  return (name: string) => ajv.getSchema(`api#/components/schemas/${name}`) as (value: unknown) => boolean;
}

describe('the HTTP interface', () => {
  it('decides, takes outcomes and explains, each answer as its description says', async () => {
    const { post, get, service } = await server();
    const { body: description } = await get('/openapi.json');
    const valid = schemas(description);
    expect(valid('Request')(request())).toBe(true);

    const decided = await post('/v1/decide', request());
    expect(decided.status).toBe(200);
    expect(valid('Decision')(decided.body)).toBe(true);
    expect(decided.body).toMatchObject({ decisionId: 'd1', policyId: service.bundle.id, cohort: 'treated' });

    const outcomes = await post('/v1/outcomes', [
      { decisionId: 'd1', name: 'margin', value: 2.5, outcomeId: 'o1' },
      { customer: 'bob', name: 'margin', value: 1, outcomeId: 'o2' },
    ]);
    expect(outcomes).toEqual({
      status: 200,
      body: [
        { outcomeId: 'o1', decisionId: 'd1', customer: 'anna' },
        { outcomeId: 'o2', decisionId: null, customer: 'bob' },
      ],
    });

    const explained = await get('/v1/decisions/d1');
    expect(valid('Explanation')(explained.body)).toBe(true);
    expect(explained.body).toMatchObject({ action: decided.body.action, why: decided.body.why });

    const health = await get('/health');
    expect(valid('Health')(health.body)).toBe(true);
    expect(health.body).toEqual({
      status: 'ok',
      policy: { id: service.bundle.id, name: 'telecom' },
      decisions: 1,
      outcomes: 2,
    });
  });

  it('decides for several at once, in their order', async () => {
    const { post } = await server();
    const many = Array.from({ length: 5 }, (_, i) => request({ customer: `c${i}`, decisionId: `d${i}` }));
    const { status, body } = await post('/v1/decide', many);
    expect(status).toBe(200);
    expect(body.map((one: { customer: string }) => one.customer)).toEqual(['c0', 'c1', 'c2', 'c3', 'c4']);
  });

  it('never gives out more than a budget has, however many ask at the same time', async () => {
    const ledger = {
      ...{ name: 'capacity/call', kind: 'capacity', actions: [3], amount: 7, perDays: 1 },
      ...{ period: 'calendar', charge: 'send', arbitrate: { kind: 'random' } },
    } as unknown as Guardrails['ledgers'][number];
    const { post } = await server({ ledgers: [ledger] });
    const slipping = (i: number) =>
      request({ customer: `c${i}`, decisionId: `d${i}`, stage: 'slipping', consent: { email: false } });
    const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => post('/v1/decide', slipping(i))));
    const proposed = answers.filter(({ body }) => body.proposed === 'rescue@call');
    expect(proposed.length).toBeGreaterThan(20);
    expect(proposed.filter(({ body }) => body.action === 'rescue@call')).toHaveLength(7);
    expect(answers.every(({ status }) => status === 200)).toBe(true);
  });

  it.each<[string, [string, string, unknown], number, object]>([
    [
      'no JSON object',
      ['POST', '/v1/decide', '"anna"'],
      400,
      { code: 'request/shape', message: 'the body is neither an object nor a list of 1 to 3 objects' },
    ],
    ['broken JSON', ['POST', '/v1/decide', '{'], 400, { code: 'http/json' }],
    ['an empty batch', ['POST', '/v1/decide', '[]'], 400, { code: 'request/shape' }],
    ['a list of no objects', ['POST', '/v1/decide', '[1]'], 400, { code: 'request/shape' }],
    [
      'too many at once',
      ['POST', '/v1/decide', JSON.stringify(Array(4).fill({}))],
      400,
      { code: 'request/shape' },
    ],
    [
      'too large a body',
      ['POST', '/v1/decide', JSON.stringify({ customer: 'x'.repeat(5000) })],
      413,
      { code: 'http/too-large', hint: 'Send fewer requests at a time.' },
    ],
    [
      'an unknown trait level',
      ['POST', '/v1/decide', JSON.stringify(request({ traits: { bill: 40, contract: 'roling' } }))],
      400,
      { code: 'request/type', at: 'traits.contract', hint: 'Did you mean `rolling`?' },
    ],
    [
      'an error in a batch',
      [
        'POST',
        '/v1/decide',
        JSON.stringify([request(), request({ customer: 'b', decisionId: 'd2', stage: 'gone' })]),
      ],
      400,
      { code: 'request/type', at: '[1].stage' },
    ],
    [
      'an outcome of an unknown decision',
      ['POST', '/v1/outcomes', JSON.stringify({ decisionId: 'd9', name: 'margin', value: 1 })],
      404,
      { code: 'request/unknown-decision', at: 'decisionId' },
    ],
    [
      'an outcome of another name',
      ['POST', '/v1/outcomes', JSON.stringify({ customer: 'a', name: 'margn', value: 1 })],
      400,
      { code: 'request/unknown-outcome', hint: 'Did you mean `margin`?' },
    ],
    [
      'an unknown decision',
      ['GET', '/v1/decisions/d9', undefined],
      404,
      { code: 'decision/unknown', message: 'this log has no decision "d9"' },
    ],
    [
      'an unknown address',
      ['GET', '/v1/decid', undefined],
      404,
      {
        code: 'http/not-found',
        message: 'nothing answers GET /v1/decid',
        hint: 'GET /openapi.json lists what there is.',
      },
    ],
    ['another method', ['PUT', '/v1/decide', '{}'], 404, { code: 'http/not-found' }],
    ['a prototype', ['POST', '/v1/decide', '{"__proto__":{"x":1}}'], 400, { code: 'http/json' }],
  ])('refuses %s', async (_, [method, url, payload], status, expected) => {
    const { app, get } = await server(null, { batchLimit: 3, bodyLimit: 2048 });
    const answer = await app.inject({
      method: method as 'POST',
      url,
      ...(payload !== undefined && {
        payload: payload as string,
        headers: { 'content-type': 'application/json' },
      }),
    });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject(expected);
    expect(Object.keys(answer.json())).toEqual(['code', 'message', 'at', 'hint', 'issues']);
    expect(answer.body).not.toMatch(/\.ts:|node_modules| {4}at /);
    expect(schemas((await get('/openapi.json')).body)('Error')(answer.json())).toBe(true);
  });

  it('refuses what is no JSON by its type, and a decision that was made before', async () => {
    const { app, post } = await server();
    const form = await app.inject({
      method: 'POST',
      url: '/v1/decide',
      payload: 'a=1',
      headers: { 'content-type': 'text/plain' },
    });
    expect(form.statusCode).toBe(415);
    expect(form.json()).toMatchObject({ code: 'http/media-type' });
    await post('/v1/decide', request());
    expect(await post('/v1/decide', request())).toMatchObject({
      status: 409,
      body: { code: 'request/repeated', at: 'decisionId' },
    });
  });

  it('lists every complaint, and counts as refused what its description refuses', async () => {
    const { post, get } = await server();
    const valid = schemas((await get('/openapi.json')).body)('Request');
    const broken = { customer: 'anna', stage: 'active', traits: { bill: '40' }, signals: {} };
    const { status, body } = await post('/v1/decide', broken);
    expect(status).toBe(400);
    expect(body.issues.map((one: { at: string }) => one.at)).toEqual([
      'inStageDays',
      'traits.bill',
      'traits.contract',
      'signals.count(login, 7d)',
      'consent.email',
    ]);
    for (const bad of [
      broken,
      request({ stage: 'gone' }),
      request({ x: 1 }),
      request({ signals: { 'count(login, 7d)': 0.5 } }),
    ]) {
      expect(valid(bad)).toBe(false);
      expect((await post('/v1/decide', bad)).status).toBe(400);
    }
  });

  it('answers 500 without a word of the inside when it fails, and tells its owner', async () => {
    const failures: Error[] = [];
    const { service } = await server();
    const failing: Service = {
      ...service,
      explain: () => {
        throw new Error('secret');
      },
      close: async () => {},
    };
    const app = createServer(failing, { onFailure: (error) => failures.push(error) });
    const answer = await app.inject('/v1/decisions/d1');
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toMatchObject({
      code: 'http/internal',
      message: 'the service failed; its own log says why',
    });
    expect(failures.map(({ message }) => message)).toEqual(['secret']);
    await app.close();
  });
});

describe('serveHttp', () => {
  it('listens on this machine alone, and says when a port is taken', async () => {
    const bundle = join(plain, 'bundle');
    const first = await serveHttp(bundle, { port: 0, log: await folder() });
    expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const answer = await fetch(`${first.url}/health`);
    expect(await answer.json()).toMatchObject({ status: 'ok' });
    const port = Number(new URL(first.url).port);
    await expect(serveHttp(bundle, { port, log: await folder() })).rejects.toThrow(
      `cannot listen on 127.0.0.1:${port}: something else listens there. Name another with --port, or 0 for any that is free.`,
    );
    await first.close();
  });
});
