import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMonthRecords } from '../../../../src/adapters/database/store/monthRecords.ts';
import { lineOf as limitLineOf } from '../../../../src/domain/report/limitLines.ts';
import { askedChanges } from '../../../../src/domain/report/screens/askedChanges.ts';
import { htmlProblems } from '../../../support/htmlProblems.ts';
import { lineOf, TODAY } from '../../../support/limitDesk.ts';
import { limitEvent } from '../../../support/limits.ts';
import { leaseOf } from '../../../support/morningDesk.ts';
import { execute } from '../../../support/statements.ts';
import { rowsOf } from '../../../support/tableRows.ts';
import { OWN_ORIGIN, webDesk } from '../../../support/webDesk.ts';

let desk: Awaited<ReturnType<typeof webDesk>>;

beforeEach(async () => {
  desk = await webDesk();
});

afterEach(() => desk.close());

async function get(url: string) {
  return desk.server.inject({ url, headers: { cookie: await desk.signedIn('read') } });
}

async function fail(sessionDate: string) {
  await desk.withStores(async ({ runs, ...stores }) => {
    const lease = await leaseOf({ runs, ...stores }, sessionDate);
    await runs.begin(lease, 'fetch', new Date(`${sessionDate}T10:00:00Z`));
    await runs.failed(
      lease,
      'fetch',
      new Date(`${sessionDate}T10:00:09Z`),
      'no <b>answer</b> for ann.lee@desk.example',
    );
    await runs.release(lease);
  });
}

describe('the history', () => {
  it('lists the mornings of the newest month with what they asked, mailed and got answered', async () => {
    await desk.withStores(({ limits }) =>
      limits.record([
        limitEvent({
          kind: 'applied',
          trader: 'NET002',
          sessionDate: TODAY,
          recordedAt: new Date(`${TODAY}T12:30:00Z`),
          dollars: 2500,
        }),
      ]),
    );
    const { body } = await get('/history');
    expect(await htmlProblems(body)).toEqual([]);
    expect(body).toContain('<h1>History: March 2026</h1>');
    expect(body).toContain('2 sessions, 2 mailed; 1 of 3 changes answered.');
    expect(rowsOf(body)).toEqual([
      [
        'Tue 3 Mar',
        '✓ mailed 05:00 EST to 1',
        '3',
        '1',
        '1',
        '1',
        '1 of 2',
        'none',
        '1 mail of Tue 3 Mar',
        'rules',
      ],
      [
        'Mon 2 Mar',
        '✓ mailed 05:00 EST to 1',
        '2',
        '1',
        '1',
        '0',
        '0 of 1',
        'none',
        '1 mail of Mon 2 Mar',
        'rules',
      ],
    ]);
    expect(body).toContain(`href="/mornings/${TODAY}"`);
    expect(body).toContain(`href="/history/${TODAY}"`);
  });

  it('counts corrections, and asks again for what a correction changed', async () => {
    await desk.withStores(({ limits }) =>
      limits.record([
        limitEvent({
          kind: 'applied',
          trader: 'NET002',
          sessionDate: TODAY,
          recordedAt: new Date(`${TODAY}T10:30:00Z`),
          dollars: 2500,
        }),
      ]),
    );
    await desk.mail(
      TODAY,
      [lineOf('NET002', { limitInForce: 2500, target: 2000, change: 'lower', recommendedLimit: 2000 })],
      1,
    );
    const [row] = rowsOf((await get('/history')).body);
    expect([row?.[6], row?.[7], row?.[8]]).toEqual(['0 of 2', '1', '2 mails of Tue 3 Mar']);
  });

  it('counts the same changes and answers as the screen of the morning', async () => {
    await desk.withStores(({ limits }) =>
      limits.record([
        limitEvent({
          kind: 'not-applied',
          trader: 'NET001',
          sessionDate: TODAY,
          recordedAt: new Date(`${TODAY}T11:00:00Z`),
          dollars: null,
          reason: 'hedged',
        }),
      ]),
    );
    for (const sessionDate of ['2026-03-02', TODAY]) {
      const stored = await desk.ports.screens.mornings.morning(sessionDate);
      const past = await desk.ports.screens.pastMornings.session(sessionDate);
      if (stored === null) throw new Error('no morning');
      const { report, replaced, events } = stored;
      const asked = askedChanges({ report, replaced, events, waiting: [] });
      expect([past?.asked, past?.answered]).toEqual([
        asked.length,
        asked.filter(({ given }) => given !== null).length,
      ]);
      const changes = report.decisions.map((decision) => limitLineOf(decision).change);
      expect([past?.decided?.lowered, past?.decided?.raised]).toEqual([
        changes.filter((change) => change === 'lower').length,
        changes.filter((change) => change === 'raise').length,
      ]);
    }
  });

  it('counts the decisions where the server may have taken the mail', async () => {
    await desk.withStores(({ database }) =>
      execute(
        database,
        `UPDATE outbox SET status = 'ambiguous' WHERE session_date = '${TODAY}'`,
        `DELETE FROM limit_event WHERE session_date = '${TODAY}'`,
      ),
    );
    const [row] = rowsOf((await get('/history')).body);
    expect([row?.[1], row?.[6]]).toEqual(['! mailed 05:00 EST to 1', '0 of 2']);
  });

  it('lists sessions on which nothing ran, and mornings that failed, with their error', async () => {
    await fail('2026-02-26');
    const { body } = await get('/history?month=2026-02');
    expect(rowsOf(body).map(([session, state]) => [session, state])).toEqual([
      ['Fri 27 Feb', '✗ NOT RUN: no process ran this morning'],
      ['Thu 26 Feb', '✗ FAILED at fetch: no &lt;b&gt;answer&lt;/b&gt; for a…e@desk.example'],
    ]);
    expect(await htmlProblems(body)).toEqual([]);
    expect((await get('/history/2026-02-26')).body).toContain('No mail of this session was queued.');
  });

  it('goes from month to month', async () => {
    await fail('2026-01-28');
    const { body } = await get('/history?month=2026-01');
    expect(body).toMatch(/<a href="\/history\?month&#x3D;2026-03">March 2026 →<\/a>/);
    expect((await get('/history')).body).toMatch(
      /<a href="\/history\?month&#x3D;2026-01">← January 2026<\/a>/,
    );
  });

  it.each(['2020-01', '2026-13', "x'--"])(
    'says what is missing for the month %s, or shows the newest',
    async (month) => {
      const { body, statusCode } = await get(`/history?month=${encodeURIComponent(month)}`);
      expect(statusCode).toBe(200);
      expect(body).toMatch(/No session of this month is between|History: March 2026/);
      expect(await htmlProblems(body)).toEqual([]);
    },
  );

  it('lists the mails of a session with masked recipients and links to each', async () => {
    const { body } = await get(`/history/${TODAY}`);
    expect(await htmlProblems(body)).toEqual([]);
    expect(rowsOf(body)).toEqual([
      ['Morning', 'a…@desk', '✓ accepted by the mail server', '05:00 EST', '250'],
    ]);
    expect(body).toMatch(/href="\/history\/mails\/\d+"/);
    expect(body).not.toContain('ann@desk');
  });

  it.each(['/history/2026-03-04', '/history/1999-01-01', '/history/2026-02-30', '/history/x'])(
    'answers 404 for %s',
    async (url) => {
      expect((await get(url)).statusCode).toBe(404);
    },
  );

  it('is linked from the screen of a past morning', async () => {
    expect((await get('/mornings/2026-03-02')).body).toContain(
      '<a href="/history/2026-03-02">As it was mailed</a>',
    );
  });

  it('says what is missing on a new desk', async () => {
    await desk.withStores(({ database }) =>
      execute(
        database,
        'DELETE FROM decision',
        'DELETE FROM morning_report',
        'DELETE FROM outbox',
        'DELETE FROM run_step',
      ),
    );
    const { body } = await get('/history');
    expect(body).toContain('No morning has run yet.');
    expect(await htmlProblems(body)).toEqual([]);
  });

  it('shows a write at once', async () => {
    expect((await get('/history')).body).toContain('0 of 3 changes answered');
    await desk.withStores(({ limits }) =>
      limits.record([
        limitEvent({
          kind: 'set',
          trader: 'NET001',
          sessionDate: TODAY,
          dollars: 4000,
          recordedAt: new Date(`${TODAY}T12:00:00Z`),
        }),
      ]),
    );
    expect((await get('/history')).body).toContain('1 of 3 changes answered');
  });

  it('compares a decision of an old version with its base limit', async () => {
    const decided = await desk.withStores(async ({ database }) => {
      await execute(
        database,
        `UPDATE decision SET detail = json_remove(detail, '$.limit') WHERE session_date = '${TODAY}'`,
      );
      return createMonthRecords(database).decided(TODAY, TODAY);
    });
    expect(decided).toEqual([
      {
        sessionDate: TODAY,
        engine: 'rules',
        traders: 3,
        cuts: 1,
        lowered: 1,
        raised: 0,
        set: 0,
        revision: 0,
      },
    ]);
  });
});

it('puts every link and form of history and operations below WEB_BASE_PATH', async () => {
  const below = await webDesk({ WEB_BASE_PATH: '/desk', HEALTH_PORT: '0' });
  const send = (url: string, fields: Readonly<Record<string, string>>, headers = {}) =>
    below.server.inject({
      method: 'POST',
      url,
      headers: { origin: OWN_ORIGIN, 'content-type': 'application/x-www-form-urlencoded', ...headers },
      payload: new URLSearchParams(fields).toString(),
    });
  const signedIn = await send('/desk/sign-in', { key: below.keys.read, next: '/' });
  const cookie = signedIn.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const [mail] = (await below.ports.screens.pastMornings.session(TODAY))?.mails ?? [];
  const pages = ['', `/${TODAY}`, `/mails/${mail?.id}`, '/search', '/audit', '/audit/2'];
  for (const url of [...pages.map((page) => `/desk/history${page}`), '/desk/ops']) {
    const { body, statusCode } = await below.server.inject({ url, headers: { cookie } });
    expect([url, statusCode]).toEqual([url, 200]);
    const links = [...body.matchAll(/ (?:href|action|src)="([^"#]+)"/g)].map(([, link]) => link);
    expect(links.filter((link) => !link?.startsWith('/desk/'))).toEqual([]);
  }
  const verifying = await send('/desk/history/audit/verify', {}, { cookie });
  expect(verifying.headers.location).toBe('/desk/history/audit#verification');
  await below.close();
});
