import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiDesk, apiDesk } from '../../../support/apiDesk.ts';
import { cut } from '../../../support/report.ts';

let desk: ApiDesk;
beforeEach(async () => {
  desk = await apiDesk();
});
afterEach(() => desk.close());

const LATEST = '/v1/mornings/latest';
const etagOf = async (url = LATEST) => String((await desk.get(url)).headers.etag);
const statusWith = async (etag: string, url = LATEST) =>
  (await desk.get(url, { 'if-none-match': etag })).statusCode;

describe('a morning of the API', () => {
  it('is the newest decided one, with its revision and the answers so far', async () => {
    await desk.post('/v1/mornings/2026-03-03/answers', {
      trader: 'NET002',
      answer: 'not-applied',
      reason: 'platform is down',
    });
    expect((await desk.get(LATEST)).json()).toMatchObject({
      sessionDate: '2026-03-03',
      revision: 0,
      decidedAt: '2026-03-03T10:00:00.000Z',
      answers: [
        {
          trader: 'NET002',
          answer: 'not-applied',
          dollars: null,
          reason: 'platform is down',
          by: 'answer-key',
          through: 'api',
          revision: 0,
        },
      ],
      delivery: { status: 'sent', recipients: [{ address: 'ann@desk', status: 'sent' }] },
    });
  });

  it('has indicators only where they are asked for', async () => {
    const [without] = (await desk.get(LATEST)).json().traders;
    const [whole] = (await desk.get(`${LATEST}?include=indicators`)).json().traders;
    expect(without).not.toHaveProperty('indicators');
    expect(whole).toEqual({ ...without, indicators: {} });
  });

  it('is 304 for its ETag until a correction, and for the tag of a list, a strong tag, and any', async () => {
    const etag = await etagOf();
    expect(etag).toMatch(/^W\/"2026-03-03\.r0\./);
    for (const known of [etag, `"other", ${etag}`, etag.replace('W/', ''), '*'])
      expect(await statusWith(known)).toBe(304);
    expect(await statusWith('"other"')).toBe(200);
    await desk.correct();
    expect(await statusWith(etag)).toBe(200);
    expect((await desk.get(LATEST)).json()).toMatchObject({ revision: 1 });
  });

  it('has a new ETag after an answer of this server and after one of another process', async () => {
    const first = await etagOf();
    await desk.post('/v1/mornings/2026-03-03/answers', { trader: 'NET001', answer: 'applied' });
    const second = await etagOf();
    await desk.withStores(({ limits }) =>
      limits.record([
        {
          kind: 'applied',
          trader: 'NET002',
          sessionDate: '2026-03-03',
          recordedAt: new Date('2026-03-03T13:10:00Z'),
          dollars: 2500,
          baseLimit: 5000,
          revision: 0,
          reason: null,
          by: 'ann',
          through: 'command',
        },
      ]),
    );
    const third = await etagOf();
    expect(new Set([first, second, third]).size).toBe(3);
    expect(await statusWith(third)).toBe(304);
  });

  it('keeps its ETag when something else is stored', async () => {
    const etag = await etagOf();
    await desk.withStores(({ roster }) => roster.set({ trader: 'NET009' }));
    expect(await statusWith(etag)).toBe(304);
  });

  it('is sent as gzip or brotli to a client that takes it', async () => {
    const plain = (await desk.get(LATEST)).rawPayload;
    const zipped = await desk.get(LATEST, { 'accept-encoding': 'gzip, deflate' });
    const brotli = await desk.get(LATEST, { 'accept-encoding': 'gzip, br' });
    const refused = await desk.get(LATEST, { 'accept-encoding': 'gzip;q=0, br;q=0.0' });
    expect([zipped, brotli, refused].map(({ headers }) => headers['content-encoding'])).toEqual([
      'gzip',
      'br',
      undefined,
    ]);
    expect(gunzipSync(zipped.rawPayload)).toEqual(plain);
    expect(brotliDecompressSync(brotli.rawPayload)).toEqual(plain);
    expect(zipped.headers.vary).toContain('accept-encoding');
  });

  it('can be asked for without its body', async () => {
    const reply = await desk.send({ method: 'HEAD', url: LATEST });
    expect([reply.statusCode, reply.body, reply.headers.etag]).toEqual([200, '', await etagOf()]);
  });

  it.each([
    ['a Sunday', '2026-03-01', 404, 'no_such_session'],
    ['a session still to come', '2026-03-04', 404, 'no_such_session'],
    ['a session before the first morning', '2026-02-27', 404, 'no_morning'],
    ['a date that does not exist', '2026-02-30', 400, 'bad_request'],
    ['a year without a calendar', '9999-01-04', 400, 'bad_request'],
    ['no date', 'today', 400, 'bad_request'],
    ['SQL', "2026-03-03'%20OR%201=1--", 400, 'bad_request'],
    ['a path', '..%2F..%2Fetc', 400, 'bad_request'],
  ])('is named clearly for %s', async (_, session, status, code) => {
    const reply = await desk.get(`/v1/mornings/${session}`);
    expect([reply.statusCode, reply.json().code]).toEqual([status, code]);
    expect(reply.json().hint).not.toBe('');
  });
});

describe('a session that is due and not decided', () => {
  beforeEach(() => desk.goOn());

  it('is 409 with the state of the morning and when to ask again', async () => {
    desk.clock.set('2026-03-04T09:50:00Z');
    const reply = await desk.get('/v1/mornings/2026-03-04');
    expect(reply.statusCode).toBe(409);
    expect(reply.headers['content-type']).toContain('application/problem+json');
    expect(reply.headers['retry-after']).toBe('630');
    expect(reply.json()).toMatchObject({
      code: 'no_decision',
      state: 'not-begun',
      step: null,
      beginsAt: '2026-03-04T10:00:00.000Z',
      askAgainAt: '2026-03-04T10:00:30.000Z',
    });
  });

  it('says which step runs, which one failed, and that the deadline has passed', async () => {
    const at = new Date('2026-03-04T10:01:00Z');
    desk.clock.set(at.toISOString());
    const state = async () => (await desk.get('/v1/mornings/2026-03-04')).json();
    await desk.withStores(async ({ runs }) => {
      const got = await runs.acquire('2026-03-04', 'host:1', at, new Date('2026-03-04T10:05:00Z'));
      if (got.kind !== 'acquired') throw new Error('held by another');
      await runs.begin(got.lease, 'fetch', at);
      expect(await state()).toMatchObject({ state: 'running', step: 'fetch' });
      await runs.failed(got.lease, 'fetch', at, 'password wrong');
    });
    const failed = await state();
    expect(failed).toMatchObject({ state: 'failed', step: 'fetch' });
    expect(JSON.stringify(failed)).not.toContain('password');
    desk.clock.set('2026-03-04T15:00:00Z');
    expect(await state()).toMatchObject({ state: 'over', step: 'fetch' });
  });

  it('does not hide the newest decided one', async () => {
    expect((await desk.get(LATEST)).json().sessionDate).toBe('2026-03-03');
  });
});

describe('one trader of a morning', () => {
  it('comes with the evidence, the P&L and its own answers only', async () => {
    await desk.correct();
    expect((await desk.get(`${LATEST}/traders/NET010`)).json()).toMatchObject({
      sessionDate: '2026-03-03',
      revision: 1,
      trader: { trader: 'NET010', warningEvidence: [{ code: 'HIGH_VOLATILITY' }, {}, {}] },
      pnl: { yesterday: -1534, fiveSessions: -2849, monthToDate: -1534 },
      alerts: [{ code: 'REPEATED_HIGH_RISK', trader: 'NET010' }],
      answers: [],
    });
  });

  it.each(['NE/T', 'Ångström 東京', '<script>alert(1)</script>', "x' OR 1=1--", '%41', '__proto__', ' '])(
    'may be called %s',
    async (trader) => {
      const decision = cut(trader, 20);
      await desk.mail('2026-03-03', [decision], 2);
      const reply = await desk.get(`${LATEST}/traders/${encodeURIComponent(trader)}`);
      expect([reply.statusCode, reply.json().trader?.trader]).toEqual([200, trader]);
    },
  );

  it('is 404 under another name, which is repeated as text only', async () => {
    const reply = await desk.get(`${LATEST}/traders/${encodeURIComponent('<b>')}`);
    expect([reply.statusCode, reply.json().code]).toEqual([404, 'unknown_trader']);
    expect(reply.headers['content-type']).toContain('application/problem+json');
    expect(reply.headers['x-content-type-options']).toBe('nosniff');
  });
});
