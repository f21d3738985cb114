import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firstModel } from '../../../../src/domain/engines/model/trainedModel.ts';
import type { StressDocument } from '../../../../src/domain/report/stressDocument.ts';
import { facts } from '../../../support/facts.ts';
import { lot } from '../../../support/fills.ts';
import { htmlProblems } from '../../../support/htmlProblems.ts';
import { learnedSession } from '../../../support/learnedSessions.ts';
import { calendar } from '../../../support/learningDesk.ts';
import { TODAY } from '../../../support/limitDesk.ts';
import { hasBrowser, screenProblems } from '../../../support/screenInBrowser.ts';
import { saveDay } from '../../../support/stores.ts';
import { webDesk } from '../../../support/webDesk.ts';

let desk: Awaited<ReturnType<typeof webDesk>>;

beforeEach(async () => {
  desk = await webDesk();
});

afterEach(() => desk.close());

const get = async (url: string) =>
  desk.server.inject({ url, headers: { cookie: await desk.signedIn('read') } });
const textOf = (body: string) => body.replace(/<[^>]*>/g, '').replaceAll('&#x27;', "'");

/** NET001 has 61 days, $100,000 net long at worst, and 200 KLMN overnight; 61 sessions are learned. */
async function tradedDesk(): Promise<void> {
  await desk.withStores(async (stores) => {
    let session = calendar.previousSession(TODAY);
    for (let day = 0; day < 61; day++) {
      const openExposure = {
        largestNetLong: day === 5 ? 100_000 : 40_000,
        largestNetShort: 0,
        largestGross: 100_000,
        steps: [
          { step: 120, net: 40_000, gross: 40_000 },
          { step: 180, net: 0, gross: 0 },
        ],
      };
      await saveDay(stores, 'NET001', session, {
        facts: facts({ trader: 'NET001', sessionDate: session, netPnl: 100 - 10 * day, openExposure }),
        closingLots: [lot({ account: 'NET001', symbol: 'KLMN', quantity: 200, price: 9, lastPrice: 10 })],
        findings: [],
      });
      session = calendar.previousSession(session);
    }
    for (let day = 0; day < 61; day++) {
      session = calendar.nextSession(session);
      const learned = { residuals: Float64Array.of(day % 10 === 0 ? -2 : 0.3), residualTraders: ['NET001'] };
      await stores.learning.save(learnedSession(session, learned), firstModel);
    }
    const forecast = { meanPnl: 0, deviation: 1_000, valueAtRisk95: 1_700, expectedShortfall95: 2_300 };
    await stores.learning.keep(firstModel, TODAY, [{ trader: 'NET001', ...forecast }]);
  });
}

describe('stress on the screens', () => {
  it('is on the screen of the desk: in its first lines, by scenario, and in replay', async () => {
    await tradedDesk();
    const { body } = await get('/desk');
    const text = textOf(body);
    expect(text).toContain(
      'If everyone has their worst day of 250 at once: −$500; the limits allow −$12,500.',
    );
    expect(text).toContain('Overnight KLMN loses most, $600. It is held by NET001 ($2,000)');
    expect(text).toContain('ES 95 in force');
    expect(text).toContain('Not modelled');
    expect(await htmlProblems(body)).toEqual([]);
  });

  it('is on the screen of a trader, with what was open within a day', async () => {
    await tradedDesk();
    const { body } = await get('/traders/NET001');
    const text = textOf(body);
    expect(text).toContain(
      '$2,000 gross at the close of Monday 2 March 2026. Within a day at most $100,000 net long and $0 net short over 60 traded days; on the median day $40,000 and $0.',
    );
    expect(body).toContain('What each scenario would cost this trader');
    expect(await htmlProblems(body)).toEqual([]);
  });

  it('is the same over the API, and changes with what is stored', async () => {
    await tradedDesk();
    const ask = async () =>
      (await desk.asKey('read', { url: '/v1/stress?scenario=market_crash' })).json<StressDocument>();
    const made = await ask();
    expect(made).toMatchObject({ session: '2026-03-02', sumOfLimits: 12_500 });
    const [crash] = made.scenarios;
    // 2,000 · 0.3 overnight, 100,000 · (0.3 + 0.0005) within the day.
    expect(crash).toMatchObject({ deskPnl: -30_650, overnightPnl: -600, level: 'CRITICAL' });
    expect(crash?.withoutLimits).toEqual({ valueAtRisk95: 6_000, expectedShortfall95: 6_000 });
    expect(crash?.expectedShortfall95).toBeCloseTo(5_050, 6);
    await desk.withStores((stores) =>
      saveDay(stores, 'NET001', '2026-03-02', {
        facts: facts({ trader: 'NET001', sessionDate: '2026-03-02', netPnl: -9_000 }),
        closingLots: [],
        findings: [],
      }),
    );
    const later = await ask();
    expect(later.summary).toContain('−$9,000');
    expect(later.scenarios[0]?.overnightPnl).toBe(0);
    expect(later.notes[0]).toContain('No position was open at the close of 2026-03-02');
  });

  it('is missing on an empty desk, which has no close to stress', async () => {
    const { body } = await get('/desk');
    expect(body).toContain('No trader-day is stored yet');
    const { statusCode, body: problem } = await desk.asKey('read', { url: '/v1/stress' });
    expect([statusCode, JSON.parse(problem).code]).toEqual([404, 'session_without_days']);
  });
});

it.skipIf(!hasBrowser).each(['/desk', '/traders/NET001'])(
  'the screen %s with a stress test passes axe and fits 375 pixels, with everything open',
  async (path) => {
    await tradedDesk();
    expect(await screenProblems(desk.server, desk.keys.read, path)).toEqual([]);
  },
  120_000,
);
