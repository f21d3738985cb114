import Driver from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { htmlProblems } from '../../../support/htmlProblems.ts';
import { hasBrowser, screenProblems } from '../../../support/screenInBrowser.ts';
import { webDesk } from '../../../support/webDesk.ts';

const PERIOD = 'from=2026-03-02&to=2026-03-03';

let desk: Awaited<ReturnType<typeof webDesk>>;
beforeEach(async () => {
  desk = await webDesk();
});
afterEach(() => desk.close());

async function get(url: string) {
  return desk.server.inject({ url, headers: { cookie: await desk.signedIn('read') } });
}

/** Changes an entry as another program could. */
function tamper(): void {
  const driver = new Driver(desk.path);
  driver.exec('DROP TRIGGER audit_entry_never_changes');
  driver.exec("UPDATE audit_entry SET body = replace(body, '5000', '6000') WHERE sequence = 1");
  driver.close();
}

describe('the compliance report on the desk page', () => {
  it('asks for a period first, and suggests the month so far', async () => {
    const { body, statusCode } = await get('/compliance');
    expect(statusCode).toBe(200);
    expect(body).toContain('name="from" type="date" value="2026-03-01"');
    expect(body).toContain('name="to" type="date" value="2026-03-02"');
    expect(body).not.toContain('Statement of controls');
    expect(await htmlProblems(body)).toEqual([]);
  });

  it('shows controls, changes and exceptions of a period, with the head of the trail', async () => {
    const { body, statusCode } = await get(`/compliance?${PERIOD}`);
    expect(statusCode).toBe(200);
    expect(body).toContain('Evidence for the firm&#x27;s annual review under SEC 15c3-5; not legal advice.');
    for (const heading of [
      'Result',
      'Statement of controls',
      'Findings',
      'Changes of limits',
      'Data lineage',
    ])
      expect(body).toContain(`<h2>${heading}</h2>`);
    expect(body.match(/the last one has the hash [0-9a-f]{64}/g)).toHaveLength(2);
    expect(await htmlProblems(body)).toEqual([]);
  });

  it('explains a period that ends before it begins, and one without a decision', async () => {
    const backwards = await get('/compliance?from=2026-03-03&to=2026-03-02');
    expect([backwards.statusCode, backwards.body]).toEqual([
      200,
      expect.stringContaining('exchange the two'),
    ]);
    const early = await get('/compliance?from=2025-01-02&to=2025-01-31');
    const text = early.body.replace(/<[^>]+>/g, '');
    expect(text).toContain('The trail has decisions of 2026-03-02 to 2026-03-03.');
    expect(early.body).toContain('value="2025-01-31"');
  });

  it.skipIf(!hasBrowser)(
    'has no problem in a browser on a phone, in light and dark',
    async () => {
      const path = `/compliance?${PERIOD}`;
      expect(await screenProblems(desk.server, desk.keys.read, path)).toEqual([]);
    },
    60_000,
  );

  it('refuses a trail that another program changed, on the page and in the API', async () => {
    expect((await get(`/compliance?${PERIOD}`)).statusCode).toBe(200);
    tamper();
    const page = await get(`/compliance?${PERIOD}`);
    expect([page.statusCode, page.body]).toEqual([503, expect.not.stringContaining('Statement of controls')]);
    const api = await desk.asKey('read', { url: `/v1/compliance?${PERIOD}` });
    expect([api.statusCode, api.json().code]).toEqual([503, 'audit_broken']);
  });
});
