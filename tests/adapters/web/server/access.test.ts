import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { createWebServer } from '../../../../src/adapters/web/server/webServer.ts';
import { OWN_ORIGIN, webDesk } from '../../../support/webDesk.ts';

let desk: Awaited<ReturnType<typeof webDesk>> | null = null;
afterEach(async () => {
  await desk?.close();
  desk = null;
});

/** A server with a route of each kind, so that these tests need no real one. */
async function guarded(settings: Readonly<Record<string, string>> = {}) {
  desk = await webDesk(settings);
  const server = await createWebServer(desk.ports);
  const jsonRoute = { access: 'answer', answersWith: 'json' } as const;
  const pageRoute = { access: 'answer', answersWith: 'page' } as const;
  server.get('/json', { config: { ...jsonRoute, access: 'read' } }, async ({ caller }) => caller);
  server.post('/json', { config: jsonRoute }, async ({ caller }) => caller);
  server.get('/page', { config: { ...pageRoute, access: 'read' } }, async ({ caller }) => caller);
  server.post('/page', { config: pageRoute }, async ({ caller }) => caller);
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
  return { desk, server, bearer };
}

const statusOf = async (server: FastifyInstance, request: InjectOptions): Promise<number> =>
  (await server.inject(request)).statusCode;

describe('a route that answers with JSON', () => {
  it('takes a Bearer key of its scope or a wider one', async () => {
    const { desk: at, server, bearer } = await guarded();
    const reply = await server.inject({ method: 'POST', url: '/json', headers: bearer(at.keys.operate) });
    expect(reply.json()).toMatchObject({ owner: 'operate-key', scope: 'operate', through: 'api' });
    expect(await statusOf(server, { url: '/json', headers: bearer(at.keys.read) })).toBe(200);
  });

  it('refuses a narrower scope, and says which one is needed', async () => {
    const { desk: at, server, bearer } = await guarded();
    const reply = await server.inject({ method: 'POST', url: '/json', headers: bearer(at.keys.read) });
    expect(reply.statusCode).toBe(403);
    expect(reply.headers['content-type']).toContain('application/problem+json');
    expect(reply.json()).toMatchObject({ code: 'wrong_scope', status: 403 });
  });

  it.each([
    ['none', {}],
    ['another scheme', { authorization: 'Basic YTpi' }],
    ['no key', { authorization: 'Bearer x' }],
    ['a cookie only', { cookie: 'daybreak_session=x' }],
  ])('refuses %s with 401', async (_, headers) => {
    const { server } = await guarded();
    const reply = await server.inject({ url: '/json', headers });
    expect(reply.statusCode).toBe(401);
    expect(reply.headers['www-authenticate']).toContain('Bearer');
  });

  it('refuses a key with another secret, an expired one and a revoked one', async () => {
    const { desk: at, server, bearer } = await guarded();
    const [, id = ''] = at.keys.read.split('_');
    const [, , other = ''] = at.keys.operate.split('_');
    expect(await statusOf(server, { url: '/json', headers: bearer(`dbk_${id}_${other}`) })).toBe(401);
    await at.withStores(({ keys }) => keys.revoke(id, 'operator', new Date('2026-03-03T12:30:00Z')));
    expect(await statusOf(server, { url: '/json', headers: bearer(at.keys.read) })).toBe(401);
  });

  it('answers 429 after three wrong keys of an address within a minute', async () => {
    const { desk: at, server, bearer } = await guarded();
    const wrong = { url: '/json', headers: bearer('dbk_0000000000_x') };
    const statuses = [];
    for (let times = 0; times < 4; times += 1) statuses.push(await statusOf(server, wrong));
    expect(statuses).toEqual([401, 401, 401, 429]);
    expect(await statusOf(server, { url: '/json', headers: bearer(at.keys.read) })).toBe(200);
  });
});

describe('a page', () => {
  it('sends a stranger to the sign-in page, and refuses a stranger who writes', async () => {
    const { server } = await guarded();
    const reply = await server.inject({ url: '/page?day=1' });
    expect([reply.statusCode, reply.headers.location]).toEqual([303, '/sign-in?next=%2Fpage%3Fday%3D1']);
    expect(await statusOf(server, { method: 'POST', url: '/page' })).toBe(401);
  });

  it('takes the cookie of a signed-in browser, until it signs out', async () => {
    const { desk: at, server } = await guarded();
    const cookie = await at.signedIn('read');
    expect((await server.inject({ url: '/page', headers: { cookie } })).json()).toMatchObject({
      through: 'page',
    });
    await server.inject({ method: 'POST', url: '/sign-out', headers: { cookie, origin: OWN_ORIGIN } });
    expect(await statusOf(server, { url: '/page', headers: { cookie } })).toBe(303);
  });

  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['the origin null', { origin: 'null' }],
    ['no origin', {}],
    ['a foreign referer', { referer: 'https://evil.example/localhost' }],
  ])('refuses a write with %s', async (_, headers) => {
    const { desk: at, server } = await guarded();
    const cookie = await at.signedIn('answer');
    expect(await statusOf(server, { method: 'POST', url: '/page', headers: { cookie, ...headers } })).toBe(
      403,
    );
    const own = { cookie, origin: OWN_ORIGIN };
    expect(await statusOf(server, { method: 'POST', url: '/page', headers: own })).toBe(200);
  });

  it('reloads once where a link of another site carried no cookie', async () => {
    const { server } = await guarded();
    const reply = await server.inject({ url: '/page', headers: { 'sec-fetch-site': 'cross-site' } });
    expect([reply.statusCode, reply.body.includes('http-equiv="refresh"')]).toEqual([200, true]);
  });
});

describe('the server', () => {
  it('refuses a route that does not say who may use it', async () => {
    const { server } = await guarded();
    expect(() => server.get('/forgotten', async () => 'open')).toThrow(
      '/forgotten does not say who may use it',
    );
  });

  it('limits the requests of an address without a key, and says when to come back', async () => {
    const { server } = await guarded({ WEB_RATE_LIMIT: '5' });
    const statuses = [];
    for (let times = 0; times < 6; times += 1) statuses.push(await statusOf(server, { url: '/sign-in' }));
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    expect((await server.inject({ url: '/sign-in' })).headers['retry-after']).toMatch(/^\d+$/);
  });

  it('limits requests for addresses that do not exist, too', async () => {
    const { server } = await guarded({ WEB_RATE_LIMIT: '3' });
    const statuses = [];
    for (let times = 0; times < 4; times += 1) statuses.push(await statusOf(server, { url: `/x${times}` }));
    expect(statuses).toEqual([404, 404, 404, 429]);
  });
});
