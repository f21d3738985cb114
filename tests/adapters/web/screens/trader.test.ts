import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forecastDays } from '../../../../src/adapters/web/screens/trader/riskSection.ts';
import type { TraderSession } from '../../../../src/ports/screens/traderHistories.ts';
import { facts } from '../../../support/facts.ts';
import { htmlProblems } from '../../../support/htmlProblems.ts';
import { storeDay } from '../../../support/learningDesk.ts';
import { leaseOf } from '../../../support/morningDesk.ts';
import { decision, report } from '../../../support/report.ts';
import { webDesk } from '../../../support/webDesk.ts';

let desk: Awaited<ReturnType<typeof webDesk>>;

beforeEach(async () => {
  desk = await webDesk();
  await desk.withStores((stores) =>
    storeDay(
      stores,
      facts({
        trader: 'NET001',
        sessionDate: '2026-03-02',
        netPnl: -3050,
        roundTrips: 7,
        worstRunningPnl: -3050,
        lastOpeningSecond: 42_000,
        lowWaterMarks: { realised: [mark(-1200, 40_000), mark(-3050, 42_120)], total: [] },
      }),
    ),
  );
});

afterEach(() => desk.close());

const mark = (runningPnl: number, secondOfDay: number) => ({
  runningPnl,
  totalPnl: runningPnl,
  secondOfDay,
  openNotional: 0,
});

async function get(url: string) {
  return desk.server.inject({ url, headers: { cookie: await desk.signedIn('read') } });
}

describe('the screen of a trader', () => {
  it('shows a day that the limit in force stopped, and the path of the day', async () => {
    const { body, statusCode } = await get('/traders/NET001');
    expect(statusCode).toBe(200);
    expect(body).toContain('stopped at it at 11:42');
    expect(body).toContain('2 new lows; the lowest is −$3,050 at 11:42');
    expect(await htmlProblems(body)).toEqual([]);
  });

  it('lists what was mailed, and the decision of each morning', async () => {
    const { body } = await get('/traders/NET001');
    expect(body.match(/daybreak, the mail/g)).toHaveLength(2);
    expect(body).toContain('What every morning decided');
  });

  it('says why someone should talk to the trader on this morning, and nothing without a reason', async () => {
    const alerts = [
      { code: 'CAPITAL_AT_RISK', trader: 'NET002', text: 'lost 62% of the risk capital' },
      { code: 'NOT_PROVEN', trader: 'NET001', text: 'is not proven' },
    ];
    await desk.withStores(async (stores) => {
      const decided = report({
        sessionDate: '2026-03-03',
        dataThrough: '2026-03-02',
        decisions: [decision({ trader: 'NET001' }), decision({ trader: 'NET002' })],
        revision: 1,
        alerts,
      });
      const decidedAt = new Date('2026-03-03T11:00:00Z');
      await stores.decisions.save(await leaseOf(stores, '2026-03-03'), { report: decided, decidedAt }, []);
    });
    expect((await get('/traders/NET002')).body).toContain(
      '<dt>Talk to the trader</dt><dd>lost 62% of the risk capital</dd>',
    );
    expect((await get('/traders/NET001')).body).not.toContain('Talk to the trader');
  });

  it('needs no day and no decision', async () => {
    const { body, statusCode } = await get('/traders/NET004');
    expect(statusCode).toBe(200);
    expect(body).toContain('The trader is no longer active');
  });

  it('says which trader was probably meant', async () => {
    const { body, statusCode } = await get('/traders/NET00l');
    expect(statusCode).toBe(404);
    expect(body).toContain('did you mean NET001');
    expect(body).toContain('The morning lists every trader, with a link to each.');
    expect(body).not.toContain('npm run');
  });

  it('escapes a name, and takes any character of one in its address', async () => {
    const trader = 'A/B <script>';
    await desk.withStores(({ roster }) => roster.set({ trader, baseLimit: 5000 }));
    const { body, statusCode } = await get(`/traders/${encodeURIComponent(trader)}`);
    expect(statusCode).toBe(200);
    expect(body).toContain('A/B &lt;script&gt;');
    expect(body).not.toContain('<script>');
  });

  it('shows the last day where the asked one is no date', async () => {
    expect((await get('/traders/NET001?day=%3Cx')).body).toContain('The path of Monday 2 March 2026');
  });
});

describe('the breaches of the VaR', () => {
  const session = (sessionDate: string, scoredPnl: number | null): TraderSession => ({
    sessionDate,
    day: null,
    limit: null,
    kind: 'free',
    reachedSecond: null,
    scoredPnl,
  });
  const forecast = (sessionDate: string, valueAtRisk95: number | null) => ({
    ...decision({ trader: 'NET001', valueAtRisk95 }),
    sessionDate,
    engine: 'ridge' as const,
  });

  it('are losses larger than the forecast of the same session', () => {
    const history = {
      sessions: [
        session('2026-03-02', -1000),
        session('2026-03-03', -1001),
        session('2026-03-04', null),
        session('2026-03-05', -9000),
      ],
      decisions: [
        forecast('2026-03-02', 1000),
        forecast('2026-03-03', 1000),
        forecast('2026-03-04', 1000),
        forecast('2026-03-05', null),
      ],
    };
    const found = forecastDays(history);
    expect(found.map(({ sessionDate, isBreach }) => [sessionDate, isBreach])).toEqual([
      ['2026-03-02', false],
      ['2026-03-03', true],
      ['2026-03-04', false],
    ]);
  });
});
