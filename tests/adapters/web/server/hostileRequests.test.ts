import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWebServer } from '../../../../src/adapters/web/server/webServer.ts';
import { processorTime } from '../../../support/processorTime.ts';
import { OWN_ORIGIN, webDesk } from '../../../support/webDesk.ts';

let desk: Awaited<ReturnType<typeof webDesk>>;
beforeEach(async () => {
  desk = await webDesk();
});
afterEach(() => desk.close());

const MORNING = '/mornings/2026-03-03';

describe('an address that the router cannot read', () => {
  it.each([
    ['a broken percent-encoding', '/a/%ff'],
    ['half a percent-encoding', '/v1/mornings/%zz?a=%'],
    ['a link of 3,000 letters', `/a/${'x'.repeat(3000)}`],
    ['an unknown path of 3,000 letters', `/nowhere/${'x'.repeat(3000)}`],
  ])('is an unknown one, with every header: %s', async (_, url) => {
    const reply = await desk.server.inject({ url });
    expect(reply.statusCode).toBe(404);
    expect(reply.headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(reply.body).not.toMatch(/xxxx|%ff|%zz|FST_/);
  });

  it('counts as a request of its address', async () => {
    const server = await createWebServer({ ...desk.ports, web: { ...desk.ports.web, rateLimit: 2 } });
    const statuses = [];
    for (const url of ['/%ff', '/a/%zz', '/v1/%']) statuses.push((await server.inject({ url })).statusCode);
    await server.close();
    expect(statuses).toEqual([404, 404, 429]);
  });
});

describe('fields that come twice', () => {
  it('name no change in the address of an answer', async () => {
    const cookie = await desk.signedIn('read');
    const url = `${MORNING}/answer?trader=NET001&trader=NET002`;
    expect((await desk.server.inject({ url, headers: { cookie } })).statusCode).toBe(404);
  });

  it.each([
    ['a revision that came twice', 'application/x-www-form-urlencoded', 'revision=0&revision=1'],
    ['a body that is no form', 'text/plain', 'revision=0'],
  ])('record nothing in the form of all answers: %s', async (_, type, payload) => {
    const cookie = await desk.signedIn('answer');
    const headers = { cookie, origin: OWN_ORIGIN, 'content-type': type };
    const reply = await desk.server.inject({
      method: 'POST',
      url: `${MORNING}/answer-all`,
      headers,
      payload,
    });
    expect(reply.statusCode).toBe(303);
    const events = await desk.withStores(({ limits }) => limits.events('2026-03-03'));
    expect(events.filter(({ kind }) => kind !== 'mailed')).toEqual([]);
  });
});

describe('a text for the API', () => {
  const post = (note: string) =>
    desk.asKey('answer', {
      method: 'POST',
      url: '/v1/overrides',
      payload: { trader: 'NET002', dollars: 4000, reason: 'other', note },
    });

  it('of 900,000 letters and a line break is refused at once', async () => {
    const spent = processorTime();
    const reply = await post(`${'a'.repeat(900_000)}\n`);
    expect([reply.statusCode, reply.json().code]).toEqual([400, 'bad_request']);
    expect(spent()).toBeLessThan(5000);
  });

  it('is one line without control characters', async () => {
    const refused = ['\u0000', 'before\u001b[31mafter', '\u2028', ' \u00a0 ', 'a\u0085b', 'two\nlines'];
    for (const note of refused) expect([note, (await post(note)).statusCode]).toEqual([note, 400]);
    const accepted = ['x', ' y ', 'short calls', '空', '=1+1'];
    for (const note of accepted) expect([note, (await post(note)).statusCode]).toEqual([note, 201]);
  });
});

describe('links that are guessed', () => {
  it('count by site where the addresses are IPv6: a /64 has more than anyone can count', async () => {
    const web = { ...desk.ports.web, rateLimit: 600, url: 'http://localhost' };
    const server = await createWebServer({ ...desk.ports, web });
    const statuses = new Map<number, number>();
    for (let guess = 0; guess < 70; guess++) {
      const remoteAddress = `2001:db8:1:2::${guess.toString(16)}`;
      const { statusCode } = await server.inject({
        url: `/a/${'A'.repeat(40)}${guess + 10_000_000}`,
        remoteAddress,
      });
      statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
    }
    await server.close();
    expect(statuses).toEqual(
      new Map([
        [404, 60],
        [429, 10],
      ]),
    );
  });
});

describe('slow clients', () => {
  it('are looked for every two seconds, so that 10 s for the headers are not 40 s', () => {
    expect(desk.server.server).toMatchObject({
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      connectionsCheckingInterval: 2_000,
    });
  });
});

describe('the session cookie behind TLS', () => {
  const signInBehindTls = async (basePath: string) => {
    const web = { ...desk.ports.web, url: 'https://risk.example.com', basePath };
    const server = await createWebServer({ ...desk.ports, web });
    const own = { host: 'risk.example.com', origin: 'https://risk.example.com' };
    const post = (url: string, form: Record<string, string>, cookie = '') =>
      server.inject({
        method: 'POST',
        url: `${basePath}${url}`,
        headers: { ...own, cookie, 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams(form).toString(),
      });
    const [cookie] = (await post('/sign-in', { key: desk.keys.read })).cookies;
    const statusWith = async (sent: string) =>
      (await server.inject({ url: `${basePath}/ops`, headers: { ...own, cookie: sent } })).statusCode;
    return { server, post, cookie, statusWith };
  };

  it('is one that no other site of the domain can plant', async () => {
    const { server, post, cookie, statusWith } = await signInBehindTls('');
    expect(cookie).toMatchObject({ name: '__Host-daybreak_session', path: '/', secure: true });
    expect(cookie).not.toHaveProperty('domain');
    const session = `__Host-daybreak_session=${cookie?.value}`;
    // The browser sends a planted cookie first, because its path is longer.
    expect(await statusWith(`daybreak_session=planted; ${session}`)).toBe(200);
    expect(await statusWith(`daybreak_session=${cookie?.value}`)).toBe(303);
    const signedOut = await post('/sign-out', {}, session);
    expect(signedOut.cookies).toMatchObject([
      { name: '__Host-daybreak_session', value: '', path: '/', secure: true },
    ]);
    expect(await statusWith(session)).toBe(303);
    await server.close();
  });

  it('below a base path is one of that path', async () => {
    const { server, cookie, statusWith } = await signInBehindTls('/risk');
    expect(cookie).toMatchObject({ name: 'daybreak_session', path: '/risk', secure: true });
    expect(await statusWith(`daybreak_session=${cookie?.value}`)).toBe(200);
    await server.close();
  });
});

describe('a form of a stranger', () => {
  const post = async (url: string, type: string, payload: string) =>
    (
      await desk.server.inject({
        method: 'POST',
        url,
        headers: { origin: OWN_ORIGIN, 'content-type': type },
        payload,
      })
    ).statusCode;

  it('has at most 8 KB at sign-in and sign-out', async () => {
    const fields = Array.from({ length: 2_000 }, (_, index) => `k${index}=1`).join('&');
    for (const url of ['/sign-in', '/sign-out'])
      expect(await post(url, 'application/x-www-form-urlencoded', fields)).toBe(413);
  });

  it('is not read where the link is not valid', async () => {
    // A body of this type would be refused with 415 if it were read.
    expect(await post(`/a/${'A'.repeat(48)}`, 'application/xml', '<a/>')).toBe(404);
  });
});
