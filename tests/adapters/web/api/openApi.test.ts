import { fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiRoutes } from '../../../../src/adapters/web/api/apiRoutes.ts';
import { deskErrorStatus, webErrorStatus } from '../../../../src/adapters/web/server/webError.ts';
import { type ApiDesk, apiDesk, type SentRequest } from '../../../support/apiDesk.ts';
import { openApiDocument } from '../../../support/openApiDocument.ts';
import { temporaryFolder } from '../../../support/stores.ts';

let desk: ApiDesk;
let described: Awaited<ReturnType<typeof openApiDocument>>;
beforeAll(async () => {
  desk = await apiDesk({ LIMITS_PROFILES: 'generic,tradovate' }, temporaryFolder(afterAll));
  described = await openApiDocument(desk.server);
});
afterAll(() => desk.close());

const json = { 'content-type': 'application/json' };
const answers = '/v1/mornings/2026-03-03/answers';

/** Requests to every route, the good and the refused, in their order. */
const requests: readonly (readonly [route: string, status: number, request: SentRequest])[] = [
  ['GET /v1/mornings/{session}', 200, { url: '/v1/mornings/latest' }],
  ['GET /v1/mornings/{session}', 200, { url: '/v1/mornings/2026-03-02?include=indicators' }],
  ['GET /v1/mornings/{session}', 304, { url: '/v1/mornings/latest', headers: { 'if-none-match': '*' } }],
  ['GET /v1/mornings/{session}', 400, { url: '/v1/mornings/yesterday' }],
  ['GET /v1/mornings/{session}', 404, { url: '/v1/mornings/2026-03-01' }],
  ['GET /v1/mornings/{session}/traders/{trader}', 200, { url: '/v1/mornings/latest/traders/NET001' }],
  ['GET /v1/mornings/{session}/traders/{trader}', 404, { url: '/v1/mornings/latest/traders/T99' }],
  ['GET /v1/mornings/{session}/limits', 200, { url: '/v1/mornings/latest/limits' }],
  ['GET /v1/mornings/{session}/limits', 200, { url: '/v1/mornings/latest/limits?profile=generic' }],
  ['GET /v1/mornings/{session}/limits', 200, { url: '/v1/mornings/latest/limits?profile=tradovate' }],
  ['GET /v1/mornings/{session}/limits', 404, { url: '/v1/mornings/latest/limits?profile=none' }],
  ['GET /v1/traders', 200, { url: '/v1/traders' }],
  ['GET /v1/traders/{trader}/days', 200, { url: '/v1/traders/NET001/days?limit=2' }],
  ['GET /v1/traders/{trader}/days', 400, { url: '/v1/traders/NET001/days?limit=0' }],
  ['POST /v1/size', 200, { method: 'POST', url: '/v1/size', payload: { trader: 'NET001' } }],
  [
    'POST /v1/size',
    200,
    { method: 'POST', url: '/v1/size', payload: { trader: 'NET001', symbol: 'AAPL', price: 12.5, lot: 100 } },
  ],
  ['POST /v1/size', 400, { method: 'POST', url: '/v1/size', payload: { trader: 'NET001', maxRisk: 2 } }],
  ['POST /v1/size', 404, { method: 'POST', url: '/v1/size', payload: { trader: 'T99' } }],
  ['POST /v1/size', 404, { method: 'POST', url: '/v1/size', payload: { trader: 'NET001', symbol: 'AAPL' } }],
  [
    'POST /v1/size',
    409,
    { method: 'POST', url: '/v1/size', payload: { trader: 'NET001', session: '2026-06-01' } },
  ],
  [
    'POST /v1/size',
    415,
    {
      method: 'POST',
      url: '/v1/size',
      payload: 'trader=NET001',
      headers: { 'content-type': 'application/xml' },
    },
  ],
  [
    'POST /v1/size',
    422,
    { method: 'POST', url: '/v1/size', payload: { trader: 'NET001', session: '2026-02-01' } },
  ],
  ['GET /v1/traders/{trader}/days', 404, { url: '/v1/traders/T99/days' }],
  [
    'POST /v1/mornings/{session}/answers',
    200,
    {
      scope: 'answer',
      method: 'POST',
      url: answers,
      payload: {
        answers: [
          { trader: 'NET001', answer: 'applied' },
          { trader: 'T99', answer: 'different', dollars: 100 },
        ],
      },
    },
  ],
  [
    'POST /v1/mornings/{session}/answers',
    400,
    { scope: 'answer', method: 'POST', url: answers, payload: {} },
  ],
  [
    'POST /v1/mornings/{session}/answers',
    415,
    {
      scope: 'answer',
      method: 'POST',
      url: answers,
      payload: 'a=b',
      headers: { 'content-type': 'text/plain' },
    },
  ],
  [
    'POST /v1/mornings/{session}/answers',
    403,
    { method: 'POST', url: answers, payload: { trader: 'NET001', answer: 'applied' } },
  ],
  [
    'POST /v1/overrides',
    201,
    {
      scope: 'answer',
      method: 'POST',
      url: '/v1/overrides',
      payload: { trader: 'NET002', dollars: 6000.5, reason: 'hedged' },
      headers: { ...json, 'idempotency-key': 'one' },
    },
  ],
  [
    'POST /v1/overrides',
    422,
    {
      scope: 'answer',
      method: 'POST',
      url: '/v1/overrides',
      payload: { trader: 'NET002', dollars: 7000, reason: 'hedged' },
      headers: { ...json, 'idempotency-key': 'one' },
    },
  ],
  ['GET /v1/overrides', 200, { url: '/v1/overrides?status=pending' }],
  [
    'POST /v1/overrides/{id}/approval',
    409,
    { scope: 'answer', method: 'POST', url: '/v1/overrides/1/approval' },
  ],
  [
    'POST /v1/overrides/{id}/approval',
    200,
    { scope: 'operate', method: 'POST', url: '/v1/overrides/1/approval' },
  ],
  [
    'POST /v1/overrides/{id}/approval',
    404,
    { scope: 'operate', method: 'POST', url: '/v1/overrides/9/approval' },
  ],
  ['DELETE /v1/overrides/{id}', 200, { scope: 'answer', method: 'DELETE', url: '/v1/overrides/1' }],
  ['DELETE /v1/overrides/{id}', 422, { scope: 'answer', method: 'DELETE', url: '/v1/overrides/1' }],
  ['DELETE /v1/overrides', 422, { scope: 'answer', method: 'DELETE', url: '/v1/overrides?trader=NET001' }],
  ['GET /v1/audit', 200, { url: '/v1/audit?limit=3&include=canonical' }],
  ['GET /v1/stress', 200, { url: '/v1/stress' }],
  ['GET /v1/stress', 200, { url: '/v1/stress?session=2026-03-02&scenario=flash_crash' }],
  ['GET /v1/stress', 400, { url: '/v1/stress?session=yesterday' }],
  ['GET /v1/stress', 404, { url: '/v1/stress?scenario=flash' }],
  ['GET /v1/stress', 404, { url: '/v1/stress?session=2019-03-01' }],
  ['GET /v1/drift', 200, { url: '/v1/drift' }],
  ['GET /v1/drift', 404, { url: '/v1/drift?session=2026-03-02' }],
  ['GET /v1/drift', 400, { url: '/v1/drift?session=yesterday' }],
  ['GET /v1/compliance', 200, { url: '/v1/compliance?from=2026-03-02&to=2026-03-03' }],
  ['GET /v1/compliance', 404, { url: '/v1/compliance?from=2025-01-02&to=2025-01-31' }],
  ['GET /v1/compliance', 400, { url: '/v1/compliance?from=2026-03-03&to=2026-03-02' }],
  ['GET /v1/backtests/latest', 404, { url: '/v1/backtests/latest' }],
  [
    'POST /signals/generate',
    200,
    { method: 'POST', url: '/signals/generate', payload: { trader_id: 'NET002' } },
  ],
  [
    'POST /signals/batch',
    200,
    { method: 'POST', url: '/signals/batch', payload: { trader_ids: ['NET002', 'T9'] } },
  ],
];

describe('the description of the API', () => {
  it.each(requests)('describes the answer of %s with %i', async (route, status, request) => {
    const answer = await desk.send(request);
    expect([answer.statusCode, described.problemsOf(route, answer)]).toEqual([status, []]);
  });

  it('describes a correction with every kind of line, a backtest, and a session without a decision', async () => {
    await desk.correct();
    await desk.backtest();
    const route = 'GET /v1/mornings/{session}';
    for (const [of, url] of [
      [route, '/v1/mornings/latest?include=indicators'],
      [`${route}/traders/{trader}`, '/v1/mornings/latest/traders/NET010'],
      ['GET /v1/backtests/latest', '/v1/backtests/latest'],
    ] as const) {
      const answer = await desk.get(url);
      expect([answer.statusCode, described.problemsOf(of, answer)]).toEqual([200, []]);
    }
    await desk.goOn();
    const answer = await desk.get('/v1/mornings/2026-03-04');
    expect([answer.statusCode, described.problemsOf(route, answer)]).toEqual([409, []]);
  });

  it('notices an answer that it does not describe', () => {
    const answer = {
      statusCode: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"traders":[{}]}',
    };
    expect(described.problemsOf('GET /v1/traders', answer)).not.toEqual([]);
  });

  it('leaves no route out', async () => {
    const registered = new Set<string>();
    const server = fastify();
    server.addHook('onRoute', ({ method, url, schema }) => {
      if (schema?.hide === true) return;
      const path = url.replace(/:(\w+)/g, '{$1}');
      for (const each of [method].flat()) if (each !== 'HEAD') registered.add(`${each} ${path}`);
    });
    await server.register(apiRoutes, desk.ports);
    expect([...registered].sort()).toEqual([...described.routes].sort());
    expect(new Set(requests.map(([route]) => route))).toEqual(registered);
  });

  it('says of every route what it does, which scope it needs, and how it fails', () => {
    for (const [path, methods] of Object.entries(described.document.paths))
      for (const [method, { security, responses }] of Object.entries(methods)) {
        const isWrite = path.startsWith('/v1') && path !== '/v1/size' && method !== 'get';
        expect(security).toEqual([{ key: [isWrite ? 'answer' : 'read'] }]);
        expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '401', '403', '429', '503']));
      }
  });

  it('shows dates and counts that may come, where a reader expands an example', () => {
    expect(described.text).not.toContain(String(Number.MAX_SAFE_INTEGER));
    const dates = [...described.text.matchAll(/"type":"string",[^{}]*?"(?:format":"date"|allOf":\[\{)/g)];
    const examples = [...described.text.matchAll(/"example":"2026-11-30"/g)];
    expect(dates.length).toBeGreaterThan(20);
    expect(examples.length).toBeGreaterThanOrEqual(dates.length);
  });

  it('names every code of an error with its status', () => {
    const { description } = described.document.info;
    for (const [code, status] of Object.entries({ ...webErrorStatus, ...deskErrorStatus }))
      expect(description).toMatch(new RegExp(`^- ${status}: .*\`${code}\``, 'm'));
  });

  it('is open to everyone, and names no trader', async () => {
    expect(described.text).not.toMatch(/NET\d/);
    expect(described.document.openapi).toBe('3.1.0');
    for (const url of [
      '/openapi.json',
      '/docs',
      '/docs/start.js',
      '/docs/narrow.css',
      '/docs/swagger-ui-bundle.js',
    ])
      expect((await desk.server.inject({ url })).statusCode).toBe(200);
  });

  it('is a page without inline script or style, whose files are all of this server', async () => {
    const { body, headers } = await desk.server.inject({ url: '/docs' });
    const files = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file = '']) => file);
    expect(headers['content-security-policy']).toContain("script-src 'self'");
    expect(body).not.toMatch(/<script>|<style|style=| on\w+=/);
    expect(files).toContain('/docs/swagger-ui-bundle.js');
    for (const url of files) expect((await desk.server.inject({ url })).statusCode).toBe(200);
  });
});
