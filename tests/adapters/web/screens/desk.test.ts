import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { facts } from '../../../support/facts.ts';
import { lot } from '../../../support/fills.ts';
import { htmlProblems } from '../../../support/htmlProblems.ts';
import { calendar, storeDay } from '../../../support/learningDesk.ts';
import { hasBrowser, screenProblems } from '../../../support/screenInBrowser.ts';
import { saveDay } from '../../../support/stores.ts';
import { webDesk } from '../../../support/webDesk.ts';

let desk: Awaited<ReturnType<typeof webDesk>>;

beforeEach(async () => {
  desk = await webDesk();
});

afterEach(() => desk.close());

const get = async (url = '/desk') =>
  desk.server.inject({ url, headers: { cookie: await desk.signedIn('read') } });

/** The page as a reader sees it: without tags. */
const textOf = (body: string) => body.replace(/<[^>]*>/g, '');

/** The rows of the table with a caption, each as the texts of its cells. */
function rowsOf(body: string, caption: string): readonly (readonly string[])[] {
  const table = body.split(/<table[^>]*>/).find((part) => part.includes(`<span>${caption}`)) ?? '';
  const [content = ''] = table.split('</table>');
  const rows = content.split('<tbody>')[1]?.match(/<tr>.*?<\/tr>/gs) ?? [];
  return rows.map((row) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => textOf(cell)),
  );
}

const mark = (runningPnl: number, secondOfDay: number) => ({
  runningPnl,
  totalPnl: runningPnl,
  secondOfDay,
  openNotional: 0,
});

/** On Monday NET001 had a limit of $3,000, passed it and went on to −$4,000. */
async function ignoredCut(): Promise<void> {
  await desk.withStores(async (stores) => {
    await storeDay(
      stores,
      facts({
        trader: 'NET001',
        sessionDate: '2026-03-02',
        netPnl: -4000,
        lastOpeningSecond: 50_000,
        lowWaterMarks: { realised: [mark(-3050, 42_120), mark(-4000, 50_000)], total: [] },
      }),
    );
    await storeDay(stores, facts({ trader: 'NET002', sessionDate: '2026-03-02', netPnl: 1500 }));
  });
}

/** Sixty sessions of NET001 to NET003: the first two move together. */
async function threeTraders(): Promise<void> {
  await desk.withStores(async (stores) => {
    let session = '2026-03-02';
    for (let day = 0; day < 60; day++) {
      const common = 100 * ((day * 7) % 11) - 500;
      const pnls = { NET001: common, NET002: 2 * common + (day % 2), NET003: 100 * ((day * 5) % 13) - 600 };
      for (const [trader, netPnl] of Object.entries(pnls))
        await storeDay(stores, facts({ trader, sessionDate: session, netPnl }));
      session = calendar.previousSession(session);
    }
  });
}

describe('the screen of the desk', () => {
  it('says on an empty desk what is missing, and how it comes', async () => {
    const { body, statusCode } = await get();
    expect(statusCode).toBe(200);
    expect(body).toContain('No trader-day is stored yet');
    expect(await htmlProblems(body)).toEqual([]);
  });

  it('begins with P&L, the sum of the limits, and what is open, in words', async () => {
    await ignoredCut();
    const { body } = await get();
    expect(textOf(body)).toContain('Net P&amp;L: Mon −$2,500, week −$2,500, month −$2,500');
    expect(body).toContain(
      'Sum of the limits for Tue 3 Mar: $12,500, base limits $15,000; 1 of 3 traders below base',
    );
    expect(body).toContain('Open overnight: nothing');
    expect(body).toMatch(/aria-current="page">Desk</);
    expect(await htmlProblems(body)).toEqual([]);
  });

  it('shows what a limit that was ignored would have left', async () => {
    await ignoredCut();
    const { body } = await get();
    expect(body).toContain('1 trader-day had a limit below the base limit in force; 1 reached it.');
    expect(body).toContain(
      '1 trader-day went on past the limit: stopped there, the desk would have made $950 more',
    );
    expect(rowsOf(body, 'Net P&amp;L of the desk')).toEqual([
      ['As it was', '−$2,500', '−$2,500', '−$2,500'],
      ['Without cuts', '−$2,500', '−$2,500', '−$2,500'],
      ['Cuts kept', '−$1,550', '−$1,550', '−$1,550'],
    ]);
    expect(rowsOf(body, 'Net P&amp;L by session')).toEqual([
      ['Mon 2 Mar', '−$2,500', '−$2,500', '−$1,550', '1', '0', '1'],
    ]);
  });

  it('shows one line where no limit changed a day', async () => {
    await desk.withStores(async (stores) => {
      for (const [sessionDate, netPnl] of [['2026-02-27', 400] as const, ['2026-03-02', -100] as const])
        await storeDay(stores, facts({ trader: 'NET002', sessionDate, netPnl }));
    });
    const { body } = await get();
    expect(body).toContain('The desk made $300 in 2 stored sessions. No limit below the base limit');
    expect(rowsOf(body, 'Net P&amp;L of the desk')).toEqual([['As it was', '+$300', '−$100', '−$100']]);
    expect(await htmlProblems(body)).toEqual([]);
  });

  it('lists open lots by symbol and trader, and what has no known value', async () => {
    const closingLots = [
      lot({ account: 'NET001', symbol: 'AAPL', quantity: 100, price: 9, lastPrice: 10 }),
      lot({ account: 'NET001', symbol: 'MSFT', quantity: -50, price: 20, lastPrice: null }),
      lot({ account: 'NET001', symbol: 'CLK6', quantity: 1, price: 80 }),
    ];
    const day = facts({ trader: 'NET001', sessionDate: '2026-03-02' });
    await desk.withStores((stores) =>
      saveDay(stores, 'NET001', '2026-03-02', { facts: day, closingLots, findings: [] }),
    );
    const { body } = await get();
    expect(body).toContain('Open overnight: $2,000 gross (long $1,000, short $1,000), net $0, in 2 symbols');
    expect(rowsOf(body, 'Open overnight by symbol')).toEqual([
      ['AAPL', '+$1,000', '$1,000', '50%', '$1,000', '$0'],
      ['MSFT', '−$1,000', '$1,000', '50%', '$0', '$1,000'],
      ['All', '$0', '$2,000', '100%', '$1,000', '$1,000'],
    ]);
    expect(body).toContain('the multiplier or the exchange rate is unknown: lots of CLK6');
    expect(body).toContain('By symbol it is not known: the fills of that session are no longer stored');
  });

  it('shows twelve symbols, and the rest as one row without a bar', async () => {
    const closingLots = Array.from({ length: 15 }, (_, at) =>
      lot({ account: 'NET001', symbol: `S${10 + at}`, quantity: 10 * (15 - at), price: 1 }),
    );
    const day = facts({ trader: 'NET001', sessionDate: '2026-03-02' });
    await desk.withStores((stores) =>
      saveDay(stores, 'NET001', '2026-03-02', { facts: day, closingLots, findings: [] }),
    );
    const rows = rowsOf((await get()).body, 'Open overnight by symbol');
    expect(rows).toHaveLength(14);
    expect(rows.slice(-2)).toEqual([
      ['3 more', '+$60', '$60', '5%', '$60', '$0'],
      ['All', '+$1,200', '$1,200', '100%', '$1,200', '$0'],
    ]);
  });

  it('names the pairs of traders above 0.7, and draws a map of a small desk', async () => {
    await threeTraders();
    const { body } = await get();
    expect(body).toContain('1 of 3 pairs is above 0.7');
    expect(rowsOf(body, 'The highest of 3 pairs')[0]).toEqual(['NET001', 'NET002', '▲ 1.00', '60']);
    expect(body).toContain('id="correlation-map-wide-title"');
    expect(await htmlProblems(body)).toEqual([]);
  });

  it('shows 120 or 250 sessions, and 120 for anything else', async () => {
    await ignoredCut();
    const chosen = async (query: string) =>
      (await get(`/desk${query}`)).body.match(/<option value="(\d+)" selected/)?.[1];
    expect(await chosen('')).toBe('120');
    expect(await chosen('?sessions=250')).toBe('250');
    expect(await chosen('?sessions=%3Cscript%3E')).toBe('120');
  });

  it('shows what was stored after it was read', async () => {
    expect((await get()).body).toContain('No trader-day is stored yet');
    await ignoredCut();
    expect(textOf((await get()).body)).toContain('Net P&amp;L: Mon −$2,500');
  });

  it('escapes names of traders and symbols', async () => {
    const trader = 'A/B <script>';
    const closingLots = [lot({ account: 'NET001', symbol: '<b>X</b>' })];
    await desk.withStores(async (stores) => {
      await stores.roster.set({ trader, baseLimit: 5000 });
      const day = facts({ trader, sessionDate: '2026-03-02' });
      await saveDay(stores, trader, '2026-03-02', { facts: day, closingLots, findings: [] });
    });
    const { body } = await get();
    expect(body).toContain('A/B &lt;script&gt;');
    expect(body).toContain('&lt;b&gt;X');
    expect(body).not.toMatch(/<script>|<b>X/);
    expect(await htmlProblems(body)).toEqual([]);
  });

  it('needs a key', async () => {
    expect((await desk.server.inject({ url: '/desk' })).statusCode).not.toBe(200);
  });
});

it.skipIf(!hasBrowser)(
  'the screen of the desk passes axe and fits 375 pixels, with everything open, in both colour schemes',
  async () => {
    await threeTraders();
    expect(await screenProblems(desk.server, desk.keys.read, '/desk')).toEqual([]);
  },
  60_000,
);
