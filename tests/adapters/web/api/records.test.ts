import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiDesk, apiDesk } from '../../../support/apiDesk.ts';

let desk: ApiDesk;
beforeEach(async () => {
  desk = await apiDesk({ LIMITS_PROFILES: 'generic' });
});
afterEach(() => desk.close());

const json = async (url: string) => (await desk.get(url)).json();

describe('trader-days', () => {
  it('are read page by page, each day once', async () => {
    const found: string[] = [];
    let url: string | null = '/v1/traders/NET001/days?limit=2';
    while (url !== null) {
      const page: { days: { sessionDate: string }[]; nextCursor: string | null } = await json(url);
      found.push(...page.days.map(({ sessionDate }) => sessionDate));
      url =
        page.nextCursor === null
          ? null
          : `/v1/traders/NET001/days?limit=2&cursor=${encodeURIComponent(page.nextCursor)}`;
    }
    expect(found).toEqual(['2026-02-24', '2026-02-25', '2026-02-26', '2026-02-27', '2026-03-02']);
  });

  it('are refused with a parameter that the route does not know', async () => {
    const reply = await desk.get('/v1/traders/NET001/days?form=2026-03-01');
    expect([reply.statusCode, reply.json()]).toMatchObject([
      400,
      { code: 'bad_request', detail: 'query · Unrecognized key: "form"' },
    ]);
  });

  it('of a range have the limit that was in force', async () => {
    const { days } = await json('/v1/traders/NET001/days?from=2026-02-27&to=2026-03-02');
    expect(days).toMatchObject([
      { sessionDate: '2026-02-27', netPnl: 250, limitInForce: null, limitSource: 'base' },
      { sessionDate: '2026-03-02', netPnl: 250, limitInForce: 3000, limitSource: 'assumed' },
    ]);
  });

  it.each([
    'limit=0',
    'limit=501',
    'limit=1e3',
    'limit=99999999999999999999',
    'from=2026-02-30',
    'from=2026-03-02&to=2026-03-01',
    'cursor=abc',
    'cursor=%00',
    "cursor=' OR 1=1",
  ])('are refused with 400 for %s', async (query) => {
    const reply = await desk.get(`/v1/traders/NET001/days?${encodeURI(query)}`);
    expect([reply.statusCode, reply.json().code]).toEqual([400, 'bad_request']);
  });
});

describe('the roster', () => {
  it('has the limit in force after mails and answers', async () => {
    await desk.post('/v1/mornings/2026-03-03/answers', {
      trader: 'NET002',
      answer: 'different',
      dollars: 2600,
    });
    const { dueSession, traders } = await json('/v1/traders');
    expect(dueSession).toBe('2026-03-03');
    expect(traders).toMatchObject([
      { trader: 'NET001', limitInForce: 5000, source: 'assumed', active: true },
      { trader: 'NET002', limitInForce: 2600, source: 'answered', by: 'answer-key' },
      { trader: 'NET003', limitInForce: 5000, source: 'base' },
      { trader: 'NET004', limitInForce: null, source: null, active: false },
    ]);
  });
});

describe('the limits file', () => {
  it('is limits.csv, or the file of a profile, for today and to restore', async () => {
    await desk.withStores(({ roster }) =>
      roster.setAll(
        ['NET001', 'NET002', 'NET003'].map((trader) => ({ trader, accounts: [`A-${trader}`] })),
        [],
      ),
    );
    const csv = await desk.get('/v1/mornings/latest/limits');
    expect(csv.headers['content-disposition']).toBe('attachment; filename="limits-2026-03-03.csv"');
    expect(csv.body.split('\n')[1]).toContain('2026-03-03,NET002');
    const today = await desk.get('/v1/mornings/latest/limits?profile=generic');
    const restore = await desk.get('/v1/mornings/latest/limits?profile=generic&restore=true');
    expect(today.body).toContain('A-NET002,2500');
    expect(restore.body).toContain('A-NET002,5000');
    expect(restore.headers['content-disposition']).toContain('restore');
  });

  it('is refused whole where a profile cannot express a limit', async () => {
    await desk.withStores(({ roster }) => roster.setAll([{ trader: 'NET002', accounts: ['=1+1'] }], []));
    const reply = await desk.get('/v1/mornings/latest/limits?profile=generic');
    expect([reply.statusCode, reply.json().code]).toEqual([422, 'limits_file_refused']);
  });

  it('names the profiles that exist', async () => {
    const reply = await desk.get('/v1/mornings/latest/limits?profile=../../etc/passwd');
    expect([reply.statusCode, reply.json().code]).toEqual([404, 'unknown_profile']);
    expect(reply.json().detail).toContain('expected one of generic');
  });
});

describe('the audit trail', () => {
  it('can be verified from its pages alone', async () => {
    let previous = '0'.repeat(64);
    let after: number | null = 0;
    let last = '';
    while (after !== null) {
      const page: {
        entries: { sequence: number; previousHash: string; hash: string; canonical: string; body: object }[];
        nextAfter: number | null;
        head: { hash: string };
      } = await json(`/v1/audit?after=${after}&limit=3&include=canonical`);
      for (const { previousHash, hash, canonical, body } of page.entries) {
        expect(previousHash).toBe(previous);
        expect(hash).toBe(
          createHash('sha256')
            .update(previousHash + canonical)
            .digest('hex'),
        );
        expect(JSON.parse(canonical).body).toEqual(body);
        previous = hash;
      }
      last = page.head.hash;
      after = page.nextAfter;
    }
    expect(previous).toBe(last);
  });

  it('has the author of a write over the API, and no secret', async () => {
    await desk.post('/v1/mornings/2026-03-03/answers', { trader: 'NET002', answer: 'applied' });
    const reply = await desk.get('/v1/audit?limit=1000');
    expect(reply.json().entries.at(-1)).toMatchObject({
      kind: 'limit',
      subject: 'NET002',
      body: { by: 'answer-key', event: 'applied', through: 'api' },
    });
    for (const key of Object.values(desk.keys)) expect(reply.body).not.toContain(key.split('_')[2]);
    expect(reply.body).not.toContain('secret');
  });

  it.each(['after=-1', 'limit=1001', 'limit=', 'after=1;drop table audit_entry'])(
    'is refused with 400 for %s',
    async (query) => {
      expect((await desk.get(`/v1/audit?${encodeURI(query)}`)).statusCode).toBe(400);
    },
  );
});

describe('the newest backtest', () => {
  it('is 404 with a hint where there is none, and else what the command wrote', async () => {
    expect(await json('/v1/backtests/latest')).toMatchObject({ status: 404, code: 'no_backtest' });
    await desk.backtest();
    expect(await json('/v1/backtests/latest')).toMatchObject({
      kind: 'backtest',
      summary: { sessions: 250, durationMs: 12 },
    });
  });

  it.each(['{', '[]', '{"sessions":1}'])('is 422 where its file has %s', async (text) => {
    await desk.backtest(text);
    expect(await json('/v1/backtests/latest')).toMatchObject({ status: 422, code: 'file_unreadable' });
  });
});

describe('the alias of the earlier system', () => {
  const ask = async (url: string, payload: object) => {
    const reply = await desk.send({ method: 'POST', url, payload });
    return { status: reply.statusCode, ...reply.json() };
  };

  it('has its fields, from the stored decision', async () => {
    await desk.correct();
    expect(await ask('/signals/generate', { trader_id: 'NET010', signal_date: '2026-03-03' })).toEqual({
      status: 200,
      trader_id: 'NET010',
      signal_date: '2026-03-03',
      risk_level: 2,
      risk_label: 'High Risk',
      confidence: 0.191011,
      recommendation: 'Lower the daily loss limit from $4,000 to $3,200.',
      features: null,
    });
    expect(await ask('/signals/generate', { trader_id: 'NET002', include_features: true })).toMatchObject({
      risk_level: 1,
      risk_label: 'Neutral',
      confidence: 0.83,
      recommendation: 'Keep the daily loss limit at $5,000.',
      features: {},
    });
  });

  it('answers for each trader of a batch, in their order', async () => {
    const { status, results } = await ask('/signals/batch', { trader_ids: ['T99', 'NET002'] });
    expect([status, results]).toMatchObject([
      200,
      [
        { status: 'error', trader_id: 'T99', error: { code: 'unknown_trader' } },
        { status: 'ok', trader_id: 'NET002' },
      ],
    ]);
  });

  it.each([
    [{ trader_id: 'T99' }, 404, 'unknown_trader'],
    [{ trader_id: 'NET002', signal_date: '2026-03-01' }, 404, 'no_such_session'],
    [{ trader_id: 'NET002', signal_date: 'today' }, 400, 'bad_request'],
    [{ trader: 'NET002' }, 400, 'bad_request'],
  ])('refuses %o', async (payload, status, code) => {
    expect(await ask('/signals/generate', payload)).toMatchObject({ status, code });
  });
});
