import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { htmlProblems } from '../../../support/htmlProblems.ts';
import { TODAY } from '../../../support/limitDesk.ts';
import { leaseOf } from '../../../support/morningDesk.ts';
import { execute } from '../../../support/statements.ts';
import { temporaryFolder } from '../../../support/stores.ts';
import { webDesk } from '../../../support/webDesk.ts';

let desk: Awaited<ReturnType<typeof webDesk>>;

afterEach(() => desk.close());

async function open(settings: Readonly<Record<string, string>> = {}) {
  desk = await webDesk({ HEALTH_PORT: '0', BACKUP_DIR: `${temporaryFolder()}/backups`, ...settings });
}

async function page() {
  const reply = await desk.server.inject({ url: '/ops', headers: { cookie: await desk.signedIn('read') } });
  expect(reply.statusCode).toBe(200);
  return reply.body;
}

/** The text of the page without its tags. */
const textOf = (html: string) => html.replace(/<[^>]+>/g, '').replace(/&#x27;/g, "'");

/** A stand-in for the health port of a daemon. */
async function daemonThatSays(health: object): Promise<string> {
  const server = createServer((_, reply) => reply.end(JSON.stringify(health)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return String((server.address() as AddressInfo).port);
}

describe('the screen of operations', () => {
  it('is valid HTML, marks itself in the navigation, and needs the scope read only', async () => {
    await open();
    const body = await page();
    expect(await htmlProblems(body)).toEqual([]);
    expect(body.match(/aria-current="page">([^<]+)</)?.[1]).toBe('Operations');
  });

  it('says of each check whether it is to fix, and what to do', async () => {
    await open();
    const text = textOf(await page());
    expect(text).toMatch(/Operations: nothing to fix, \d notes? to read/);
    expect(text).toMatch(/! note Backups\nnone in .*\nWhat to do: Run npm run backup, best once a day\./);
    expect(text).toContain('HEALTH_PORT is 0; mornings run only if the daemon, cron or a timer starts them');
    expect(text).toMatch(/✓ ok Disk/);
  });

  it('names a failed step, its error and the reds first', async () => {
    await open();
    await desk.withStores(async (stores) => {
      const lease = await leaseOf(stores, TODAY);
      const at = (second: number) => new Date(Date.UTC(2026, 2, 3, 10, 0, second));
      await stores.runs.begin(lease, 'fetch', at(0));
      await stores.runs.done(lease, 'fetch', at(42));
      await stores.runs.begin(lease, 'decide', at(42));
      await stores.runs.failed(lease, 'decide', at(43), 'no <b>disk</b> for ann.lee@desk.example');
      await stores.runs.release(lease);
    });
    const body = await page();
    const text = textOf(body);
    expect(text).toContain('Operations: 1 check to fix');
    expect(text).toMatch(/✗ fix Last run\nmorning of Tuesday 3 March 2026 failed at decide/);
    expect(text).toContain('Morning of Tuesday 3 March 2026: failed at decide');
    expect(text).toContain('42 s');
    expect(body).toContain('no &lt;b&gt;disk&lt;/b&gt; for a…e@desk.example');
    expect(body).not.toContain('ann.lee@');
    expect(await htmlProblems(body)).toEqual([]);
  });

  it('lists the mails that wait or were refused with the last reply, and shortens every address', async () => {
    await open();
    await desk.withStores(async (stores) => {
      const lease = await leaseOf(stores, TODAY);
      await stores.runs.begin(lease, 'send', new Date(`${TODAY}T10:00:00Z`));
      await stores.runs.release(lease);
      const { database } = stores;
      await execute(
        database,
        `INSERT INTO outbox (session_date, kind, recipient, message_id, bytes, status, attempts, response, expires_at, queued_at, next_attempt_at)
             VALUES ('2026-01-05', 'reminder', 'Bob <bob@desk.example>', '<1>', x'00', 'pending', 3, '451 try <again>, carol.long@desk.example', '2026-03-03T14:00:00Z', '2026-03-03T12:00:00Z', '2026-03-03T13:05:00Z')`,
      );
    });
    const body = await page();
    const text = textOf(body);
    expect(text).toContain('1 mail accepted, 1 waiting, 0 not accepted or uncertain');
    expect(text).toMatch(/Mon 5 JanReminderb…@desk\.example! waits to be sentnext try Tue 3 Mar 08:05 EST3/);
    expect(body).toContain('451 try &lt;again&gt;, c…g@desk.example');
    expect(body).not.toMatch(/bob@|carol\.long@|ann@desk/);
  });

  it('shows what the daemon says of itself', async () => {
    const port = await daemonThatSays({
      live: true,
      ready: true,
      version: '0.7.0',
      state: 'watching',
      why: 'the next run is tomorrow',
      morning: { state: 'failing', isTrouble: true },
      nextRunAt: '2026-03-04T10:00:00.000Z',
      backlog: 2,
      undelivered: 1,
    });
    await open({ HEALTH_PORT: port });
    const text = textOf(await page());
    expect(text).toContain('runs, and waits for the next action (the next run is tomorrow); version 0.7.0');
    expect(text).toContain("Today's morningfailing");
    expect(text).toContain('2 to be sent, 1 mail undelivered');
    expect(text).toContain('Wed 4 Mar 05:00 EST');
  });

  it('checks again after half a minute, not at each look', async () => {
    await open();
    const first = await desk.ports.screens.operations.state();
    expect(await desk.ports.screens.operations.state()).toBe(first);
    desk.clock.set(`${TODAY}T13:01:00Z`);
    const later = await desk.ports.screens.operations.state();
    expect(later.checkedAt).toEqual(new Date(`${TODAY}T13:01:00Z`));
  });

  it('needs no morning, no mail and no fills', async () => {
    await open();
    await desk.withStores(({ database }) => execute(database, 'DELETE FROM run_step', 'DELETE FROM outbox'));
    const body = await page();
    expect(body).toContain('No morning has run yet. A dry run is not recorded.');
    expect(body).toContain('No mail was queued yet');
    expect(await htmlProblems(body)).toEqual([]);
  });

  it('sends a stranger to the sign-in form', async () => {
    await open();
    const reply = await desk.server.inject({ url: '/ops' });
    expect([reply.statusCode, reply.headers.location]).toEqual([303, '/sign-in?next=%2Fops']);
  });
});
