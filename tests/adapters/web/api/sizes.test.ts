import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiDesk, apiDesk } from '../../../support/apiDesk.ts';
import { storedFill } from '../../../support/fill.ts';
import { append } from '../../../support/stores.ts';

let desk: ApiDesk;
beforeEach(async () => {
  desk = await apiDesk();
});
afterEach(() => desk.close());

const size = async (payload: object) => {
  const reply = await desk.send({ method: 'POST', url: '/v1/size', payload });
  return { status: reply.statusCode, body: reply.json() };
};

describe('POST /v1/size', () => {
  it('answers with the rules alone where the history is short, and says so', async () => {
    expect(await size({ trader: 'NET001' })).toEqual({
      status: 200,
      body: {
        session: '2026-03-03',
        dataThrough: '2026-03-02',
        stale: false,
        trader: 'NET001',
        symbol: null,
        price: null,
        multiplier: 1,
        size: null,
        value: expect.any(Number),
        usual: null,
        usualValue: expect.any(Number),
        budget: null,
        expectedShortfall: null,
        confidence: 'low',
        riskLevel: 'LOW',
        boundBy: 'usual-size',
        reasons: [
          'There is no forecast of the worst days yet: the size follows the fixed rules, which cut nothing.',
        ],
      },
    });
  });

  it('reads again once the database has changed', async () => {
    const asked = { trader: 'NET001', symbol: 'AAPL', maxRisk: 0.1 };
    expect(await size(asked)).toMatchObject({ status: 404, body: { code: 'unknown_symbol' } });
    await desk.withStores(async (stores) => {
      await stores.roster.set({ trader: 'NET001', riskCapital: 50_000 });
      await append(stores, [storedFill({ sessionDate: '2026-03-02', price: 20, quantity: 300 })]);
    });
    const { body } = await size(asked);
    expect(body).toMatchObject({ price: 20, usual: 300, budget: 5_000, size: null });
    expect(body.reasons.join(' ')).toContain('no symbol of the desk has 20 sessions');
  });

  it('says which names and sessions are possible', async () => {
    const reply = await size({ trader: 'NET01' });
    expect(reply).toMatchObject({ status: 404, body: { code: 'unknown_trader' } });
    expect(reply.body.detail).toContain('did you mean NET001?');
    const early = await size({ trader: 'NET001', session: '2026-02-24' });
    expect(early).toMatchObject({ status: 422, body: { code: 'no_sessions' } });
    expect(early.body.detail).toContain('the stored sessions 2026-02-24 to 2026-03-02');
    expect(await size({ trader: 'NET001', session: '2026-03-01' })).toMatchObject({
      status: 422,
      body: { code: 'not_a_session' },
    });
  });

  it('needs a key', async () => {
    const reply = await desk.server.inject({
      method: 'POST',
      url: '/v1/size',
      payload: { trader: 'NET001' },
    });
    expect(reply.statusCode).toBe(401);
  });
});
