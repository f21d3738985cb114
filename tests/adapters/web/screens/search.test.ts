import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addDays } from '../../../../src/domain/session/isoDate.ts';
import { htmlProblems } from '../../../support/htmlProblems.ts';
import { lineOf, TODAY } from '../../../support/limitDesk.ts';
import { limitEvent } from '../../../support/limits.ts';
import { decision } from '../../../support/report.ts';
import { execute } from '../../../support/statements.ts';
import { rowsOf } from '../../../support/tableRows.ts';
import { webDesk } from '../../../support/webDesk.ts';

let desk: Awaited<ReturnType<typeof webDesk>>;
let cookie: string;

beforeEach(async () => {
  desk = await webDesk();
  cookie = await desk.signedIn('read');
});

afterEach(() => desk.close());

async function get(url: string) {
  return desk.server.inject({ url, headers: { cookie } });
}

/** `2026-03-03 NET001` of each row. */
const found = (html: string) =>
  [...html.matchAll(/href="\/mornings\/([\d-]+)".*?href="\/traders\/([^"]+)"/gs)].map(
    ([, session, trader]) => `${session} ${trader}`,
  );

const linkIn = (html: string, words: string) =>
  new RegExp(`<a href="([^"]+)">${words}`)
    .exec(html)?.[1]
    ?.replaceAll('&#x3D;', '=')
    .replaceAll('&amp;', '&');

const EVERY = [
  `${TODAY} NET001`,
  `${TODAY} NET002`,
  `${TODAY} NET003`,
  '2026-03-02 NET001',
  '2026-03-02 NET002',
];

describe('the search of decisions', () => {
  it('shows what was decided, asked, why, and what was answered, as valid HTML', async () => {
    await desk.withStores(({ limits }) =>
      limits.record([
        limitEvent({
          kind: 'not-applied',
          trader: 'NET002',
          dollars: null,
          reason: '<b>hedged</b>',
          recordedAt: new Date(`${TODAY}T12:30:00Z`),
        }),
      ]),
    );
    const { body } = await get('/history/search');
    expect(await htmlProblems(body)).toEqual([]);
    const [first, second, third] = rowsOf(body);
    expect(first?.slice(0, 7)).toEqual([
      'Tue 3 Mar2026',
      'NET001',
      'keep',
      '$3,000',
      '$5,000',
      '$5,000',
      '▲ raise',
    ]);
    expect(second?.slice(1, 7)).toEqual(['NET002', 'cut', '$5,000', '$2,500', '$5,000', '▼ lower']);
    expect(second?.[8]).toBe(
      'Not set today: &lt;b&gt;hedged&lt;/b&gt; · 07:30 EST by ann, on the command line',
    );
    expect([first?.[8], third?.[8]]).toEqual(['not answered', '–']);
  });

  it.each([
    ['', EVERY],
    ['trader=NET001', [EVERY[0], EVERY[3]]],
    ['trader=net002', [EVERY[1], EVERY[4]]],
    ['trader=NET', []],
    ['trader=%25', []],
    ['action=lower', [EVERY[1], EVERY[3]]],
    ['action=raise', [EVERY[0]]],
    ['action=changed', [EVERY[0], EVERY[1], EVERY[3]]],
    ['action=cut', [EVERY[1], EVERY[3]]],
    ['action=keep', [EVERY[0], EVERY[2], EVERY[4]]],
    ['action=withheld', []],
    ['from=2026-03-03', EVERY.slice(0, 3)],
    ['to=2026-03-02&trader=NET001', [EVERY[3]]],
    ['from=2026-03-02&to=2026-03-02&action=changed', [EVERY[3]]],
    ['action=other&from=2026-02-31&after=x', EVERY],
  ])('finds by %s', async (query, expected) => {
    const { body, statusCode } = await get(`/history/search?${query}`);
    expect(statusCode).toBe(200);
    expect(found(body)).toEqual(expected);
    if (expected.length === 0) expect(body).toContain('No decision matches.');
    expect(await htmlProblems(body)).toEqual([]);
  });

  it('goes from page to page without a gap or a repeat, and keeps the filter', async () => {
    const traders = Array.from({ length: 70 }, (_, place) => `NET${String(place).padStart(3, '0')}`);
    for (const sessionDate of ['2026-02-26', '2026-02-27'])
      await desk.mail(
        sessionDate,
        traders.map((trader) => lineOf(trader)),
      );
    const seen: string[] = [];
    let url: string | undefined = '/history/search?to=2026-02-27';
    const pages: number[] = [];
    while (url !== undefined) {
      const { body } = await get(url);
      expect(body).toContain('name="to" type="date" value="2026-02-27"');
      seen.push(...found(body));
      pages.push(found(body).length);
      url = linkIn(body, 'Older decisions');
    }
    expect(pages).toEqual([50, 50, 40]);
    expect(seen).toEqual(
      ['2026-02-27', '2026-02-26'].flatMap((day) => traders.map((trader) => `${day} ${trader}`)),
    );
  });

  it('says that older sessions were not searched where it found nothing in a year of them', async () => {
    await desk.withStores(async ({ database }) => {
      const copy = `INSERT INTO morning_report SELECT ?, report, decided_at FROM morning_report WHERE session_date = '${TODAY}'`;
      for (let day = 1; day <= 260; day += 1)
        await database.connection.run(copy, addDays('2026-02-27', -day));
      await execute(
        database,
        `INSERT INTO decision SELECT '2025-06-13', 'NET003', engine, 'review', tier, base_limit, new_limit, reduction_pct, confidence, detail, decided_at, revision
             FROM decision WHERE session_date = '${TODAY}' AND trader = 'NET003'`,
      );
    });
    const { body } = await get('/history/search?action=review');
    expect(body).toContain('Older sessions were not searched yet.');
    expect(found((await get(linkIn(body, 'Older decisions') ?? '')).body)).toEqual(['2025-06-13 NET003']);
  });

  it('escapes the names of traders, and links to them', async () => {
    const name = '<i>A/B</i>';
    await desk.mail('2026-02-27', [decision({ trader: name })]);
    const { body } = await get(`/history/search?trader=${encodeURIComponent(name)}`);
    expect(body).toContain('href="/traders/%3Ci%3EA%2FB%3C%2Fi%3E"');
    expect(body).not.toContain('<i>');
    expect(body).toContain('value="&lt;i&gt;A/B&lt;/i&gt;"');
  });

  it('needs a key', async () => {
    expect((await desk.server.inject({ url: '/history/search' })).statusCode).toBe(303);
  });
});
