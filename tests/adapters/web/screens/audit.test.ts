import Driver from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendAudit } from '../../../../src/adapters/database/store/auditTrail.ts';
import { htmlProblems } from '../../../support/htmlProblems.ts';
import { rowsOf } from '../../../support/tableRows.ts';
import { OWN_ORIGIN, webDesk } from '../../../support/webDesk.ts';

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

const verify = (headers: Readonly<Record<string, string>> = { origin: OWN_ORIGIN }) =>
  desk.server.inject({ method: 'POST', url: '/history/audit/verify', headers: { cookie, ...headers } });

/** Waits until the check under way has ended. */
async function verified() {
  for (;;) {
    const state = await desk.ports.screens.audit.verification();
    if (state.progress === null) return state;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function record(
  count: number,
  subject = 'NET001',
  body: object = { by: 'ann' },
  at = '2026-03-03T12:00:00Z',
) {
  await desk.withStores(({ database }) =>
    database.transaction(async (open) => {
      for (let entry = 0; entry < count; entry += 1)
        await appendAudit(open, 'gate', subject, { entry, ...body }, new Date(at));
    }),
  );
}

const numbers = (html: string) => rowsOf(html).map(([number]) => Number(number));

describe('the audit trail on the desk page', () => {
  it('lists the newest entries in words, with author and hash, as valid HTML', async () => {
    const { body } = await get('/history/audit');
    expect(await htmlProblems(body)).toEqual([]);
    const rows = rowsOf(body);
    const about = (kind: string) => rows.find((row) => row[2] === kind);
    expect(about('Limit')?.slice(3, 6)).toEqual([
      'NET002',
      'mailed $2,500 for Tue 3 Mar, by way of: mail',
      'daybreak',
    ]);
    expect(about('Mail')?.[4]).toBe('Morning of Tue 3 Mar to ann@desk, sent: 250');
    expect(rows.filter((row) => row[2] === 'Access').map((row) => row[5])).toContain('operator');
    for (const row of rows) expect(row[6]).toMatch(/^[0-9a-f]{12}$/);
  });

  it('shows everything of one entry that its hash covers', async () => {
    const [first] = (await desk.ports.records.audit(0, 1)).entries;
    const { body } = await get('/history/audit/1');
    expect(await htmlProblems(body)).toEqual([]);
    expect(body).toContain(first?.hash ?? 'none');
    expect(body).toContain('0'.repeat(64));
    expect(body).toContain('SHA-256 of the hash before');
  });

  it.each(['0', '99999', 'x', '-3', '1.5', '9999999999999999999999'])(
    'answers 404 for the entry %s',
    async (entry) => {
      expect((await get(`/history/audit/${entry}`)).statusCode).toBe(404);
    },
  );

  it('goes from page to page without a gap or a repeat, down to the first entry', async () => {
    await record(120);
    const seen: number[] = [];
    let url: string | undefined = '/history/audit';
    while (url !== undefined) {
      const { body } = await get(url);
      seen.push(...numbers(body));
      url = /<a href="([^"]+)">Older entries/
        .exec(body)?.[1]
        ?.replaceAll('&#x3D;', '=')
        .replaceAll('&amp;', '&');
    }
    const head = (await desk.ports.records.audit(0, 1)).head.sequence;
    expect(seen).toEqual(Array.from({ length: head }, (_, place) => head - place));
  });

  it('keeps the filter on the way to older entries', async () => {
    await record(60, 'NET009', { by: 'a&b "c"' });
    const first = await get(`/history/audit?kind=gate&author=${encodeURIComponent('a&b "c"')}`);
    const [, older = ''] = /<a href="([^"]+)">Older entries/.exec(first.body) ?? [];
    const { body } = await get(older.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&'));
    expect(rowsOf(body)).toHaveLength(10);
    expect(body).toContain('value="a&amp;b &quot;c&quot;"');
    expect(await htmlProblems(body)).toEqual([]);
  });

  it.each([
    ['kind=gate', 3],
    ['trader=NET009', 2],
    ['trader=NET00', 0],
    ['trader=NET010', 1],
    ['author=bob', 1],
    ['author=bo', 0],
    ['kind=gate&author=ann&trader=NET009', 1],
    ['kind=nothing', 0],
  ])('filters by %s', async (query, count) => {
    await record(1, 'NET009', { by: 'ann' });
    await record(1, 'NET009', { by: 'bob' });
    await record(1, '2026-03-03', { by: 'ann', traders: ['NET010'] });
    const { body } = await get(`/history/audit?${query}`);
    expect(rowsOf(body)).toHaveLength(count);
    if (count === 0) expect(body).toContain('No entry matches.');
  });

  it('filters by days of the market, both included', async () => {
    await record(1, 'late', {}, '2026-04-02T03:59:00Z');
    await record(1, 'next', {}, '2026-04-02T04:00:00Z');
    const about = async (query: string) =>
      rowsOf((await get(`/history/audit?${query}`)).body).map((row) => row[3]);
    expect(await about('from=2026-04-01&to=2026-04-01')).toEqual(['late']);
    expect(await about('from=2026-04-02&kind=gate')).toEqual(['next']);
    expect(await about('from=2026-04-31&to=2026-04-01&kind=gate')).toEqual(['late']);
  });

  it('escapes what is stored', async () => {
    await record(1, '<img src=x>', { by: '<b>ann</b>', note: '<script>alert(1)</script>' });
    const { body } = await get('/history/audit');
    expect(body).toContain('&lt;script&gt;');
    expect(body).not.toMatch(/<img src=x|<b>ann|<script>/);
    const [sequence] = numbers(body);
    expect((await get(`/history/audit/${sequence}`)).body).not.toMatch(/<img src=x|<b>ann|<script>/);
  });

  it('verifies the chain on request, and keeps the result with its time', async () => {
    expect((await get('/history/audit')).body).toContain('Not verified since this server was started.');
    const reply = await verify();
    expect([reply.statusCode, reply.headers.location]).toEqual([303, '/history/audit#verification']);
    const { last } = await verified();
    const { body, headers } = await get('/history/audit');
    expect(body).toContain(`✓ The chain holds: verified Tue 3 Mar 08:00 EST, ${last?.entries} entries in`);
    expect(headers.refresh).toBeUndefined();
    expect(await htmlProblems(body)).toEqual([]);
  });

  it('names the first bad entry', async () => {
    await record(300);
    const driver = new Driver(desk.path);
    const triggers = driver
      .prepare<[], string>(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'",
      )
      .pluck();
    for (const trigger of triggers.all()) driver.exec(`DROP TRIGGER ${trigger}`);
    driver.exec("UPDATE audit_entry SET subject = 'NET777' WHERE sequence = 250");
    driver.close();
    await verify();
    await verified();
    const { body } = await get('/history/audit');
    expect(body).toContain('✗ The chain is broken at entry 250');
    expect(body).toContain('card grave');
  });

  it('answers other requests while it verifies, and says how far it is', async () => {
    await record(1500);
    await verify();
    const { body, headers } = await get('/history/audit');
    expect(body).toMatch(/Verifying: \d+ of \d+ entries\.|Verifying\./);
    expect(headers.refresh).toBe('2');
    expect(await htmlProblems(body)).toEqual([]);
    await verified();
  });

  it('is read with the scope read, and verified from the page only', async () => {
    expect((await desk.server.inject({ url: '/history/audit' })).statusCode).toBe(303);
    expect((await verify({ origin: 'https://evil.example' })).statusCode).toBe(403);
    expect((await verify({})).statusCode).toBe(403);
  });
});
