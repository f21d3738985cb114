import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ownPath } from '../../src/adapters/web/server/ownPath.ts';
import { createWebServer } from '../../src/adapters/web/server/webServer.ts';
import { noDatabase } from '../../src/commands/deskDatabase.ts';
import { createWebPorts } from '../../src/commands/web/webPorts.ts';
import { OWN_ORIGIN, signIn, webDesk } from '../support/webDesk.ts';

let close: () => Promise<void> = async () => undefined;
afterEach(async () => {
  vi.useRealTimers();
  await close();
});

/** A desk, and its server with a page and a JSON route that write. */
async function attacked(settings: Readonly<Record<string, string>> = {}) {
  const desk = await webDesk(settings);
  const server = await createWebServer(desk.ports);
  const written: (string | null)[] = [];
  for (const answersWith of ['json', 'page'] as const) {
    const url = `${desk.ports.web.basePath}/${answersWith}`;
    server.get(url, { config: { access: 'read', answersWith } }, async ({ caller }) => caller);
    server.post(url, { config: { access: 'answer', answersWith } }, async ({ caller }) => {
      written.push(caller?.owner ?? null);
      return { done: true };
    });
  }
  close = async () => {
    await server.close();
    await desk.close();
  };
  return { desk, server, written };
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

async function status(server: FastifyInstance, request: InjectOptions): Promise<number> {
  return (await server.inject(request)).statusCode;
}

describe('an attacker with a key', () => {
  it('gets the same answer for an unknown, wrong, expired and revoked key', async () => {
    const { desk, server } = await attacked();
    const [, readId = ''] = desk.keys.read.split('_');
    const [, answerId = ''] = desk.keys.answer.split('_');
    await desk.withStores(async ({ keys, database }) => {
      await keys.revoke(readId, 'op', new Date());
      await database.queries
        .updateTable('access_key')
        .set({ expires_at: '2026-03-03T12:59:59.000Z' })
        .where('id', '=', answerId)
        .execute();
    });
    const secret = 'f'.repeat(64);
    const replies = await Promise.all(
      [`dbk_0000000000_${secret}`, `dbk_${answerId}_${secret}`, desk.keys.read, desk.keys.answer].map(
        (key, index) =>
          server.inject({ url: '/json', headers: bearer(key), remoteAddress: `198.51.100.${index}` }),
      ),
    );
    expect(replies.map(({ statusCode }) => statusCode)).toEqual([401, 401, 401, 401]);
    expect(new Set(replies.map(({ body }) => body)).size).toBe(1);
  });

  it('that may read cannot write, in either way', async () => {
    const { desk, server, written } = await attacked();
    const cookie = await signIn(server, desk.keys.read);
    const page = { cookie, origin: OWN_ORIGIN };
    expect(await status(server, { method: 'POST', url: '/json', headers: bearer(desk.keys.read) })).toBe(403);
    expect(await status(server, { method: 'POST', url: '/page', headers: page })).toBe(403);
    expect(written).toEqual([]);
  });

  it('loses its sign-ins when the key is revoked or expires', async () => {
    const { desk, server } = await attacked();
    const [, id = ''] = desk.keys.operate.split('_');
    const cookie = await signIn(server, desk.keys.operate);
    expect(await status(server, { url: '/page', headers: { cookie } })).toBe(200);
    await desk.withStores(({ keys }) => keys.revoke(id, 'op', desk.clock.now()));
    expect(await status(server, { url: '/page', headers: { cookie } })).toBe(303);
  });

  it('is signed out after 12 hours', async () => {
    const { desk, server } = await attacked();
    const cookie = await signIn(server, desk.keys.read);
    desk.clock.set('2026-03-04T00:59:00Z');
    expect(await status(server, { url: '/page', headers: { cookie } })).toBe(200);
    desk.clock.set('2026-03-04T01:00:00Z');
    expect(await status(server, { url: '/page', headers: { cookie } })).toBe(303);
  });
});

describe('an attacker who guesses keys', () => {
  it('gets 429 after three, by sign-in and by Bearer, while a valid key works', async () => {
    const { desk, server } = await attacked();
    const form = { 'content-type': 'application/x-www-form-urlencoded', origin: OWN_ORIGIN };
    const guess = (key: string) =>
      server.inject({ method: 'POST', url: '/sign-in', headers: form, payload: `key=${key}` });
    expect((await guess('x')).statusCode).toBe(401);
    expect(await status(server, { url: '/json', headers: bearer('y') })).toBe(401);
    expect((await guess('z')).statusCode).toBe(401);
    const refused = await guess('x');
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '60']);
    expect(await status(server, { url: '/json', headers: bearer('y') })).toBe(429);
    expect(await status(server, { url: '/json', headers: bearer(desk.keys.read) })).toBe(200);
    desk.clock.set('2026-03-03T13:01:01Z');
    expect((await guess('x')).statusCode).toBe(401);
  });

  it('cannot choose another address by a header', async () => {
    const { server } = await attacked();
    const statuses: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const headers = {
        ...bearer('x'),
        'x-forwarded-for': `203.0.113.${turn}`,
        forwarded: `for=203.0.113.${turn}`,
      };
      statuses.push(await status(server, { url: '/json', headers }));
    }
    expect(statuses).toEqual([401, 401, 401, 429]);
  });

  it('has one address behind a trusted proxy, and a /64 of IPv6 counts as one', async () => {
    const { server } = await attacked({ WEB_TRUST_PROXY: 'yes' });
    const from = (address: string) =>
      status(server, { url: '/json', headers: { ...bearer('x'), 'x-forwarded-for': address } });
    for (const end of ['1', '2', '3']) expect(await from(`2001:db8::${end}`)).toBe(401);
    expect(await from('2001:db8::4')).toBe(429);
    expect(await from('203.0.113.9')).toBe(401);
  });

  it('leaves no key in the log, and no cookie', async () => {
    const { desk, server } = await attacked();
    const cookie = await signIn(server, desk.keys.read);
    await server.inject({ url: '/json', headers: bearer(desk.keys.read) });
    await server.inject({ url: '/json', headers: bearer(`dbk_0000000000_${'e'.repeat(64)}`) });
    const log = desk.log.lines.join('\n');
    expect(log).toContain('a key was refused');
    for (const secret of [desk.keys.read, 'e'.repeat(64), cookie.split('=')[1] ?? '?'])
      expect(log).not.toContain(secret);
  });
});

describe('an attacker on another site', () => {
  const foreign: readonly (readonly [string, InjectOptions['headers']])[] = [
    ['another origin', { origin: 'https://evil.example' }],
    ['the origin null', { origin: 'null' }],
    ['another port of this host', { origin: 'http://localhost:8081' }],
    ['https of this host', { origin: 'https://localhost' }],
    ['an origin that begins like this one', { origin: 'http://localhost.evil.example' }],
    ['a foreign origin and an own referer', { origin: 'https://evil.example', referer: `${OWN_ORIGIN}/` }],
    ['this server in the path of a referer', { referer: 'https://evil.example/http://localhost/' }],
    ['this server as the user of a referer', { referer: 'http://localhost@evil.example/' }],
    ['neither', {}],
    [
      'a forwarded host of its own',
      { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    ],
  ];

  it.each(foreign)('cannot write with %s', async (_, headers) => {
    const { desk, server, written } = await attacked();
    const cookie = await signIn(server, desk.keys.operate);
    const reply = await server.inject({ method: 'POST', url: '/page', headers: { ...headers, cookie } });
    expect([reply.statusCode, written]).toEqual([403, []]);
  });

  it.each(foreign)('cannot sign a browser in or out with %s', async (_, headers) => {
    const { desk, server } = await attacked();
    const cookie = await signIn(server, desk.keys.read);
    const form = { 'content-type': 'application/x-www-form-urlencoded', ...headers };
    const payload = `key=${desk.keys.operate}`;
    expect(await status(server, { method: 'POST', url: '/sign-in', headers: form, payload })).toBe(403);
    expect(await status(server, { method: 'POST', url: '/sign-out', headers: { ...headers, cookie } })).toBe(
      403,
    );
    expect(await status(server, { url: '/page', headers: { cookie } })).toBe(200);
  });

  it('cannot use the cookie of a browser with the API', async () => {
    const { desk, server, written } = await attacked();
    const cookie = await signIn(server, desk.keys.operate);
    const headers = { cookie, origin: OWN_ORIGIN };
    expect(await status(server, { method: 'POST', url: '/json', headers })).toBe(401);
    expect(written).toEqual([]);
  });

  it.each(['http://localhost', 'https://risk.example.com'])('is not the own page at %s', async (origin) => {
    const { desk, server, written } = await attacked({ WEB_URL: 'https://risk.example.com' });
    const cookie = await signIn(server, desk.keys.operate);
    const headers = { cookie, origin };
    expect(await status(server, { method: 'POST', url: '/page', headers })).toBe(200);
    expect(written).toEqual(['operate-key']);
  });

  it('cannot plant the cookie of a session', async () => {
    const { desk, server } = await attacked();
    const headers = {
      cookie: 'daybreak_session=planted',
      origin: OWN_ORIGIN,
      'content-type': 'application/x-www-form-urlencoded',
    };
    const payload = `key=${desk.keys.read}`;
    const reply = await server.inject({ method: 'POST', url: '/sign-in', headers, payload });
    expect(reply.cookies[0]?.value).toMatch(/^[\w-]{43}$/);
    expect(await status(server, { url: '/page', headers: { cookie: 'daybreak_session=planted' } })).toBe(303);
  });
});

describe('the page after sign-in', () => {
  it.each([
    ['/traders/NET001?day=1', '/traders/NET001?day=1'],
    ['//evil.example', '/'],
    ['/..//evil.example', '/'],
    ['/./..//evil.example/x', '/'],
    ['/\\evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['https://evil.example/', '/'],
    ['javascript:alert(1)', '/'],
    ['/a\r\nSet-Cookie: x=1', '/'],
    ['', '/'],
    [`/${'a'.repeat(2000)}`, '/'],
  ])('for %j is %s', (asked, opened) => {
    expect(ownPath(asked, '')).toBe(opened);
  });

  it.each([
    ['/desk/traders/T', '/desk/traders/T'],
    ['/desk/../admin', '/desk/'],
    ['/desk/%2e%2e/admin', '/desk/'],
    ['/deskother', '/desk/'],
    ['/', '/desk/'],
  ])('below a base path, for %j is %s', (asked, opened) => {
    expect(ownPath(asked, '/desk')).toBe(opened);
  });

  it('survives a repeated parameter', async () => {
    const { server } = await attacked();
    expect(await status(server, { url: '/sign-in?next=/a&next=//evil.example' })).toBe(200);
  });
});

describe('the cookie of a session', () => {
  it.each([
    ['plain, below the base path', { WEB_BASE_PATH: '/desk' }, {}, [false, '/desk']],
    [
      'Secure behind a trusted proxy',
      { WEB_TRUST_PROXY: 'yes' },
      { 'x-forwarded-proto': 'https' },
      [true, '/'],
    ],
    ['not Secure where anyone says https', {}, { 'x-forwarded-proto': 'https' }, [false, '/']],
    ['Secure at an https WEB_URL', { WEB_URL: 'https://localhost' }, {}, [true, '/']],
  ])('is %s', async (_, settings, headers, expected) => {
    const { desk, server } = await attacked(settings as unknown as Readonly<Record<string, string>>);
    const isHttps = expected[0] === true;
    const reply = await server.inject({
      method: 'POST',
      url: `${desk.ports.web.basePath}/sign-in`,
      headers: {
        ...headers,
        host: 'localhost',
        origin: isHttps ? 'https://localhost' : 'http://localhost',
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: `key=${desk.keys.read}`,
    });
    const [cookie] = reply.cookies;
    expect([cookie?.secure ?? false, cookie?.path]).toEqual(expected);
    expect([cookie?.httpOnly, cookie?.sameSite, cookie?.domain]).toEqual([true, 'Strict', undefined]);
    expect(cookie?.expires?.toISOString()).toBe('2026-03-04T01:00:00.000Z');
    expect(reply.headers['strict-transport-security'] !== undefined).toBe(isHttps);
  });

  it('is stored as a hash', async () => {
    const { desk, server } = await attacked();
    const cookie = await signIn(server, desk.keys.read);
    const rows = await desk.withStores(({ database }) =>
      database.queries.selectFrom('web_session').selectAll().execute(),
    );
    expect(rows.length).toBe(1);
    expect(JSON.stringify(rows)).not.toContain(cookie.split('=')[1]);
  });
});

describe('odd requests', () => {
  it.each([
    ['a body that is too large', { payload: 'x'.repeat(1_100_000), type: 'application/json' }, 413],
    ['a content type of another kind', { payload: '<a/>', type: 'application/xml' }, 415],
    ['broken JSON', { payload: '{', type: 'application/json' }, 400],
    ['a poisoned prototype', { payload: '{"__proto__":{"a":1}}', type: 'application/json' }, 400],
  ])('get problem+json for %s', async (_, { payload, type }, expected) => {
    const { desk, server, written } = await attacked();
    const headers = { ...bearer(desk.keys.answer), 'content-type': type };
    const reply = await server.inject({ method: 'POST', url: '/json', headers, payload });
    expect([reply.statusCode, written]).toEqual([expected, []]);
    expect(reply.headers['content-type']).toContain('application/problem+json');
    expect(reply.json()).toMatchObject({
      status: expected,
      code: expect.any(String),
      hint: expect.any(String),
    });
  });

  it('read nothing of the body of a stranger', async () => {
    const { server } = await attacked();
    const payload = '{';
    const headers = { 'content-type': 'application/json' };
    expect(await status(server, { method: 'POST', url: '/json', headers, payload })).toBe(401);
  });

  it('with HEAD need a key as GET does, and OPTIONS shows nothing', async () => {
    const { desk, server } = await attacked();
    expect(await status(server, { method: 'HEAD', url: '/json' })).toBe(401);
    expect(await status(server, { method: 'HEAD', url: '/page' })).toBe(303);
    expect(await status(server, { method: 'HEAD', url: '/json', headers: bearer(desk.keys.read) })).toBe(200);
    expect(await status(server, { method: 'OPTIONS', url: '/json' })).toBe(404);
  });

  it('have the security headers on every answer, and none is stored', async () => {
    const { server } = await attacked();
    for (const url of ['/sign-in', '/json', '/page', '/none', '/health']) {
      const { headers } = await server.inject({ url });
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'same-origin',
        'x-robots-tag': 'noindex, nofollow',
        'x-content-type-options': 'nosniff',
      });
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("form-action 'self'");
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    }
  });
});

describe('the rate limits', () => {
  it('count requests without a valid key by address, and those with one by key', async () => {
    const { desk, server } = await attacked({ WEB_RATE_LIMIT: '5' });
    const strangers: number[] = [];
    for (let turn = 0; turn < 6; turn += 1) strangers.push(await status(server, { url: '/json' }));
    expect(strangers).toEqual([401, 401, 401, 401, 401, 429]);
    const owners: number[] = [];
    for (let turn = 0; turn < 6; turn += 1)
      owners.push(await status(server, { url: '/json', headers: bearer(desk.keys.read) }));
    expect(owners).toEqual([200, 200, 200, 200, 200, 429]);
    const other = await server.inject({ url: '/json', headers: bearer(desk.keys.answer) });
    expect(other.statusCode).toBe(200);
    const refused = await server.inject({ url: '/json', headers: bearer(desk.keys.read) });
    expect(refused.json()).toMatchObject({ code: 'too_many_requests', status: 429 });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('are off where WEB_RATE_LIMIT is 0, and wrong keys are counted still', async () => {
    const { server } = await attacked({ WEB_RATE_LIMIT: '0' });
    for (let turn = 0; turn < 70; turn += 1) expect(await status(server, { url: '/json' })).toBe(401);
    const statuses: number[] = [];
    for (let turn = 0; turn < 4; turn += 1)
      statuses.push(await status(server, { url: '/json', headers: bearer('x') }));
    expect(statuses).toEqual([401, 401, 401, 429]);
  });
});

describe('a desk without a database', () => {
  it('is answered with 503, without the path of the database', async () => {
    const { desk } = await attacked();
    const stores = () => Promise.reject(noDatabase({ dbPath: '/secret/daybreak.db', databaseUrl: null }));
    const door = { stores, writing: stores, version: stores, close: async () => undefined };
    const server = await createWebServer(createWebPorts(desk.world, door, { isDemo: false }));
    server.get('/json', { config: { access: 'read', answersWith: 'json' } }, async () => ({}));
    for (const url of ['/health', '/json']) {
      const reply = await server.inject({ url, headers: bearer(desk.keys.read) });
      expect([reply.statusCode, reply.body.includes('no_database')]).toEqual([503, true]);
      expect(reply.body).not.toContain('/secret');
    }
    expect(await status(server, { url: '/sign-in' })).toBe(200);
    await server.close();
  });
});
