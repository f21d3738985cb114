import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiDesk, apiDesk } from '../../../support/apiDesk.ts';

let desk: ApiDesk;
beforeEach(async () => {
  desk = await apiDesk();
});
afterEach(() => desk.close());

const ANSWERS = '/v1/mornings/2026-03-03/answers';
const events = () => desk.withStores(({ limits }) => limits.events('2026-03-03'));
const given = async () => (await events()).filter(({ through }) => through === 'api');
const override = { trader: 'NET002', dollars: 4000, reason: 'hedged' };
const withKey = (key: string) => ({ 'idempotency-key': key });

describe('answers over the API', () => {
  it('record what was set, by the owner of the key', async () => {
    const reply = await desk.post(ANSWERS, { trader: 'NET002', answer: 'different', dollars: 2600.5 });
    expect([reply.statusCode, reply.json()]).toEqual([
      200,
      {
        sessionDate: '2026-03-03',
        recorded: 1,
        refused: 0,
        results: [
          {
            outcome: 'recorded',
            trader: 'NET002',
            status: 200,
            mailed: 2500,
            limitInForce: 2600.5,
            source: 'answered',
            since: '2026-03-03',
          },
        ],
      },
    ]);
    expect(await given()).toMatchObject([{ trader: 'NET002', kind: 'different', by: 'answer-key' }]);
  });

  it('are refused one by one: an unknown trader, and a limit that the mail left as it was', async () => {
    const reply = await desk.post(ANSWERS, {
      answers: [
        { trader: 'T99', answer: 'applied' },
        { trader: 'NET001', answer: 'applied' },
        { trader: 'NET003', answer: 'not-applied', reason: 'no change' },
        { trader: 'NET002', answer: 'applied' },
      ],
    });
    const { recorded, refused, results } = reply.json();
    expect([reply.statusCode, recorded, refused]).toEqual([200, 2, 2]);
    expect(
      results.map((each: { status: number; error?: { code: string } }) => each.error?.code ?? 200),
    ).toEqual(['unknown_trader', 200, 'nothing_to_answer', 200]);
    expect((await given()).map(({ trader }) => trader)).toEqual(['NET001', 'NET002']);
  });

  it('of a single trader fail as the request', async () => {
    const reply = await desk.post(ANSWERS, { trader: 'T99', answer: 'applied' });
    expect([reply.statusCode, reply.json().code]).toEqual([404, 'unknown_trader']);
    expect(reply.json().hint).toContain('GET /v1/traders');
  });

  it('may concern every change of the mail', async () => {
    const reply = await desk.post(ANSWERS, { all: true, answer: 'applied' });
    expect(reply.json()).toMatchObject({ recorded: 2 });
  });

  it.each([
    ['2026-03-01', 404, 'no_such_session'],
    ['2026-03-04', 404, 'no_such_session'],
    ['2026-02-27', 409, 'nothing_to_answer'],
    ['latest', 400, 'bad_request'],
  ])('of %s are refused whole', async (session, status, code) => {
    const reply = await desk.post(`/v1/mornings/${session}/answers`, { trader: 'NET001', answer: 'applied' });
    expect([reply.statusCode, reply.json().code]).toEqual([status, code]);
  });

  it.each<[string, object | string]>([
    ['nothing', {}],
    ['no object', '[]'],
    ['a text', '"applied"'],
    ['no JSON', '{'],
    ['a number as trader', { trader: 7, answer: 'applied' }],
    ['an unknown answer', { trader: 'NET001', answer: 'maybe' }],
    ['a limit as text', { trader: 'NET001', answer: 'different', dollars: '3000' }],
    ['no limit', { trader: 'NET001', answer: 'different' }],
    ['a limit of 0', { trader: 'NET001', answer: 'different', dollars: 0 }],
    ['half a cent', { trader: 'NET001', answer: 'different', dollars: 100.005 }],
    ['no reason', { trader: 'NET001', answer: 'not-applied' }],
    ['an empty reason', { trader: 'NET001', answer: 'not-applied', reason: '  ' }],
    ['a reason of two lines', { trader: 'NET001', answer: 'not-applied', reason: 'a\nb' }],
    ['an unknown key', { trader: 'NET001', answer: 'applied', limit: 5 }],
    ['a prototype', '{"trader":"NET001","answer":"applied","__proto__":{"isAdmin":true}}'],
    ['a constructor', '{"trader":"NET001","answer":"applied","constructor":{"prototype":{}}}'],
    ['no answers', { answers: [] }],
    [
      '10,000 answers',
      { answers: Array.from({ length: 10_000 }, () => ({ trader: 'NET001', answer: 'applied' })) },
    ],
    ['deep JSON', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
  ])('are refused with 400 for %s, and nothing is recorded', async (_, payload) => {
    const reply = await desk.post(ANSWERS, payload);
    expect([reply.statusCode, reply.json().code]).toEqual([400, 'bad_request']);
    expect(reply.body.length).toBeLessThan(1500);
    expect(await given()).toEqual([]);
  });

  it('name the part of the body that is wrong', async () => {
    const reply = await desk.post(ANSWERS, { answers: [{ trader: 'NET001', answer: 'different' }] });
    expect(reply.json().detail).toContain('answers.0.dollars');
  });

  it('are refused with 413 for a body of more than a megabyte', async () => {
    const reply = await desk.post(ANSWERS, { trader: 'x'.repeat(1_100_000), answer: 'applied' });
    expect(reply.statusCode).toBe(413);
  });

  it('as a form are refused with a hint', async () => {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const reply = await desk.post(ANSWERS, 'trader=NET001&answer=applied', type);
    expect([reply.statusCode, reply.json().code]).toEqual([415, 'json_expected']);
    expect(reply.json().hint).toContain('Content-Type: application/json');
  });
});

describe('a key with the scope read', () => {
  it.each([
    ['POST', ANSWERS],
    ['POST', '/v1/overrides'],
    ['POST', '/v1/overrides/1/approval'],
    ['DELETE', '/v1/overrides/1'],
    ['DELETE', '/v1/overrides?trader=NET002'],
  ] as const)('cannot %s %s', async (method, url) => {
    const payload = method === 'POST' ? { trader: 'NET001', answer: 'applied' } : undefined;
    const reply = await desk.send({ method, url, ...(payload === undefined ? {} : { payload }) });
    expect([reply.statusCode, reply.json().code]).toEqual([403, 'wrong_scope']);
    expect(await given()).toEqual([]);
  });
});

describe('overrides over the API', () => {
  it('are given, listed, and ended', async () => {
    const made = await desk.post('/v1/overrides', override);
    expect([made.statusCode, made.json()]).toMatchObject([
      201,
      { id: 1, firstSession: '2026-03-03', lastSession: '2026-03-03', status: 'in-force', by: 'answer-key' },
    ]);
    expect((await desk.get('/v1/overrides?trader=NET002')).json().overrides).toHaveLength(1);
    expect((await desk.get('/v1/overrides?status=ended')).json().overrides).toEqual([]);
    const ended = await desk.send({ scope: 'answer', method: 'DELETE', url: '/v1/overrides?trader=NET002' });
    expect(ended.json().overrides).toMatchObject([{ id: 1, status: 'ended', endedBy: 'answer-key' }]);
  });

  it('are ended without a body: a type of JSON without one is refused in words', async () => {
    const { id } = (await desk.post('/v1/overrides', override)).json();
    const end = { scope: 'answer', method: 'DELETE', url: `/v1/overrides/${id}` } as const;
    const empty = await desk.send({ ...end, headers: { 'content-type': 'application/json' } });
    expect([empty.statusCode, empty.json()]).toMatchObject([
      400,
      { code: 'bad_request', hint: expect.stringContaining('Leave the header Content-Type out') },
    ]);
    expect((await desk.send(end)).statusCode).toBe(200);
    const again = await desk.send(end);
    expect([again.statusCode, again.json().hint]).toEqual([
      422,
      expect.stringContaining('GET /v1/overrides shows what is pending or in force.'),
    ]);
  });

  it('above the base limit wait for the key of someone else', async () => {
    await desk.post('/v1/overrides', { ...override, dollars: 9000 });
    const approve = (scope: 'answer' | 'operate') =>
      desk.send({ scope, method: 'POST', url: '/v1/overrides/1/approval' });
    expect((await approve('answer')).json()).toMatchObject({ status: 409, code: 'override_approval' });
    expect((await approve('operate')).json()).toMatchObject({
      status: 'in-force',
      approvedBy: 'operate-key',
    });
  });

  it.each([
    [{ ...override, reason: 'because' }, 400, 'bad_request'],
    [{ ...override, reason: 'other' }, 422, 'bad_override'],
    [{ ...override, lastSession: '2026-03-07' }, 422, 'not_a_session'],
    [{ ...override, lastSession: '2026-03-31' }, 422, 'bad_override'],
    [{ ...override, firstSession: '2026-03-02' }, 422, 'bad_override'],
    [{ ...override, trader: 'T99' }, 404, 'unknown_trader'],
    [{ ...override, dollars: 1e300 }, 400, 'bad_request'],
    [{ ...override, by: 'ann' }, 400, 'bad_request'],
  ])('are refused: %o', async (payload, status, code) => {
    const reply = await desk.post('/v1/overrides', payload);
    expect([reply.statusCode, reply.json().code]).toEqual([status, code]);
  });
});

describe('Idempotency-Key', () => {
  it('repeats the stored answer, and does the write once', async () => {
    const first = await desk.post('/v1/overrides', override, withKey('a'));
    const again = await desk.post('/v1/overrides', override, withKey('a'));
    expect([again.statusCode, again.body]).toEqual([first.statusCode, first.body]);
    expect([first, again].map(({ headers }) => headers['idempotency-replayed'])).toEqual([undefined, 'true']);
    expect((await desk.get('/v1/overrides')).json().overrides).toHaveLength(1);
  });

  it('does concurrent repeats once', async () => {
    const all = await Promise.all([1, 2, 3, 4].map(() => desk.post('/v1/overrides', override, withKey('b'))));
    expect(all.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201, 201]);
    expect(new Set(all.map(({ body }) => body)).size).toBe(1);
  });

  it('of another request is refused', async () => {
    await desk.post('/v1/overrides', override, withKey('c'));
    const other = await desk.post('/v1/overrides', { ...override, dollars: 3900 }, withKey('c'));
    expect([other.statusCode, other.json().code]).toEqual([422, 'idempotency_conflict']);
  });

  it('of another key of the API is another one', async () => {
    await desk.post('/v1/overrides', override, withKey('d'));
    const reply = await desk.send({
      scope: 'operate',
      method: 'POST',
      url: '/v1/overrides',
      payload: { ...override, dollars: 3800, reason: 'event-day' },
      headers: withKey('d'),
    });
    expect([reply.statusCode, reply.json().dollars]).toEqual([201, 3800]);
  });

  it('is not kept for a write that failed, and ends after a day', async () => {
    const wrong = { ...override, reason: 'other' };
    expect((await desk.post('/v1/overrides', wrong, withKey('e'))).statusCode).toBe(422);
    expect((await desk.post('/v1/overrides', override, withKey('e'))).statusCode).toBe(201);
    desk.clock.set('2026-03-04T13:00:01Z');
    expect((await desk.post(ANSWERS, { trader: 'NET001', answer: 'applied' }, withKey('e'))).statusCode).toBe(
      200,
    );
  });

  it.each(['', 'a b', 'x'.repeat(201), 'é'])('has to be visible ASCII: %s', async (key) => {
    expect((await desk.post('/v1/overrides', override, withKey(key))).statusCode).toBe(400);
  });
});
