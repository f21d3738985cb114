import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyTables } from '../../../../src/adapters/database/store/verifyTables.ts';
import type { KeyScope } from '../../../../src/ports/accessKeys.ts';
import { htmlProblems } from '../../../support/htmlProblems.ts';
import { load } from '../../../support/linkPage.ts';
import { OWN_ORIGIN, webDesk } from '../../../support/webDesk.ts';

let desk: Awaited<ReturnType<typeof webDesk>>;

beforeEach(async () => {
  desk = await webDesk();
});
afterEach(() => desk.close());

async function get(url: string, scope: KeyScope = 'answer') {
  return desk.server.inject({ url, headers: { cookie: await desk.signedIn(scope) } });
}

async function post(
  url: string,
  fields: Readonly<Record<string, string>> = {},
  { scope = 'answer', origin = OWN_ORIGIN }: { readonly scope?: KeyScope; readonly origin?: string } = {},
) {
  const type = 'application/x-www-form-urlencoded';
  return desk.server.inject({
    method: 'POST',
    url,
    headers: { cookie: await desk.signedIn(scope), origin, 'content-type': type },
    payload: new URLSearchParams(fields).toString(),
  });
}

const overrides = () => desk.withStores(({ limits }) => limits.overrides());

const EVERY_OVERRIDE = {
  before: null,
  kind: 'override',
  author: null,
  trader: null,
  from: null,
  until: null,
  most: 10,
};

const form = {
  trader: 'NET002',
  dollars: '$4,000',
  first: '2026-03-03',
  last: '2026-03-04',
  reason: 'hedged',
  note: '',
};
const above = { ...form, dollars: '9,000' };

describe('the screen of overrides', () => {
  it('says in words that there is none, and is valid HTML', async () => {
    const { body } = await get('/overrides');
    expect(body).toContain('No override waits for approval.');
    expect(body).toContain('No override is in force.');
    expect(body).toContain('No override has ended yet.');
    expect(await htmlProblems(body)).toEqual([]);
  });

  it('shows what waits, what is in force and what has ended, and is valid HTML', async () => {
    await post('/overrides', above);
    await post('/overrides', { ...form, trader: 'NET001' });
    await post('/overrides', { ...form, trader: 'NET003', first: '2026-03-04', last: '' });
    await post('/overrides', { ...form, trader: 'NET001', reason: 'event-day' });
    await post('/overrides/2/end');
    const { body } = await get('/overrides', 'operate');
    const page = load(await get('/overrides', 'operate'));
    expect(page.text).toContain('NET002 waits for approval $9,000 Tue 3 Mar to Wed 4 Mar');
    expect(page.text).toContain('NET003 from Wed 4 Mar $4,000 Wed 4 Mar only');
    expect(page.text).toContain('the position is hedged given 08:00 EST by answer-key');
    expect(page.text).toContain('day of an event · renewal 1');
    expect(page.text).toContain('ended by answer-key');
    expect(await htmlProblems(body)).toEqual([]);
  });

  it('has no button and no form for a key that only reads', async () => {
    await post('/overrides', above);
    const { body } = await get('/overrides', 'read');
    expect(body).not.toMatch(/action="\/overrides/);
    expect((await get('/overrides/new', 'read')).body).not.toContain('action="/overrides/new"');
  });
});

describe('giving an override on the page', () => {
  it('offers active traders and sessions, the trader of the link chosen', async () => {
    const { body } = await get('/overrides/new?trader=NET002');
    expect(body).toContain('<option value="NET002" selected>NET002: $2,500 in force, base $5,000</option>');
    expect(body).toContain('<option value="2026-03-03">Tue 3 Mar, the session due now</option>');
    expect(body).not.toContain('value="2026-03-07"');
    expect(body).not.toContain('NET004');
    expect(await htmlProblems(body)).toEqual([]);
  });

  it('shows what it does, and stores nothing before it is confirmed', async () => {
    const reply = await post('/overrides/new', above);
    const page = load(reply);
    expect(page.text).toContain('From $2,500 to $9,000 for 2 sessions; above base $5,000: needs approval.');
    expect(page.text).toContain("Daybreak's own $2,500");
    expect(page.hidden).toEqual(above);
    expect(await htmlProblems(reply.body)).toEqual([]);
    expect(await overrides()).toEqual([]);
  });

  it('says where no approval is needed', async () => {
    expect(load(await post('/overrides/new', { ...form, last: '' })).text).toContain(
      'From $2,500 to $4,000 for 1 session; not above base $5,000: needs no approval.',
    );
  });

  it('goes back to the form with what was typed', async () => {
    const { body } = await post('/overrides/new', { ...form, edit: 'yes' });
    expect(body).toContain('value="$4,000"');
    expect(body).toContain('<option value="hedged" selected>');
  });

  it('stores it in the name of the key, once, and in the audit trail', async () => {
    const reply = await post('/overrides', form);
    expect([reply.statusCode, reply.headers.location]).toEqual([
      303,
      expect.stringMatching(/^\/overrides\?note=[\w-]{12}$/),
    ]);
    await post('/overrides', form);
    expect(await overrides()).toMatchObject([
      {
        trader: 'NET002',
        dollars: 4000,
        firstSession: '2026-03-03',
        lastSession: '2026-03-04',
        reason: 'hedged',
        note: null,
        by: 'answer-key',
        renewals: 0,
      },
    ]);
    expect((await get(String(reply.headers.location))).body).toContain(
      'Recorded: NET002 $4,000, Tue 3 Mar to Wed 4 Mar.',
    );
    const trail = await desk.ports.screens.audit.entries(EVERY_OVERRIDE);
    expect(trail.entries[0]?.body).toMatchObject({ change: 'given', by: 'answer-key', dollars: 4000 });
    await desk.withStores(async ({ database }) =>
      expect((await verifyTables(database)).findings).toEqual([]),
    );
  });

  it.each([
    ['trader', { trader: '' }, 'Choose a trader'],
    ['dollars', { dollars: '5.000' }, '5.000 may mean 5,000 or 5'],
    ['first', { first: '2026-03-02' }, 'This session is over'],
    ['first', { first: 'soon' }, 'Choose a session of the list'],
    ['last', { first: '2026-03-04', last: '2026-03-03' }, 'the first session or a later one'],
    ['last', { last: '2026-03-10' }, 'At most 5 sessions: through Mon 9 Mar or earlier'],
    ['reason', { reason: '' }, 'Choose a reason'],
    ['reason', { reason: 'because' }, 'Choose a reason of the list'],
    ['note', { reason: 'other' }, 'Say in the note'],
    ['note', { note: 'x'.repeat(501) }, 'At most 500 characters'],
  ])('names the problem at the field %s for %o, and stores nothing', async (field, changes, problem) => {
    for (const url of ['/overrides/new', '/overrides']) {
      const reply = await post(url, { ...form, ...changes });
      expect(reply.statusCode).toBe(422);
      const shown = new RegExp(`role="alert" id="${field}-problem">([^<]*)<`).exec(reply.body)?.[1];
      expect(shown).toContain(problem);
      expect(await htmlProblems(reply.body)).toEqual([]);
    }
    expect(await overrides()).toEqual([]);
  });

  it.each([
    [{ trader: 'T99' }, 404, 'found no trader T99'],
    [{ last: '2026-03-07' }, 422, 'on which the market is closed'],
  ])('refuses %o with the reason', async (changes, status, problem) => {
    const reply = await post('/overrides', { ...form, ...changes });
    expect([reply.statusCode, load(reply).text]).toEqual([status, expect.stringContaining(problem)]);
    expect(await overrides()).toEqual([]);
  });

  it('asks a renewal for a new reason', async () => {
    await post('/overrides', form);
    const again = { ...form, first: '2026-03-05', last: '' };
    expect((await post('/overrides', again)).body).toContain('This renews override 1');
    expect((await post('/overrides', { ...again, note: 'hedged again in March' })).statusCode).toBe(303);
    expect((await overrides()).map(({ renewals }) => renewals)).toEqual([0, 1]);
  });

  it('escapes a note', async () => {
    await post('/overrides', { ...form, note: '<b>calls</b>' });
    expect((await get('/overrides')).body).toContain('&lt;b&gt;calls&lt;/b&gt;');
  });
});

describe('the second approval on the page', () => {
  beforeEach(async () => {
    await post('/overrides', above);
  });

  it('is not offered to the giver, and refused', async () => {
    expect((await get('/overrides')).body).not.toContain('Approve $9,000');
    const reply = await post('/overrides/1/approve');
    expect([reply.statusCode, load(reply).text]).toEqual([
      409,
      expect.stringContaining('answer-key gave override 1 · expected someone else to approve it'),
    ]);
    expect(await overrides()).toMatchObject([{ approvedBy: null }]);
  });

  it('puts it in force when someone else approves it, once', async () => {
    expect((await get('/overrides', 'operate')).body).toContain('Approve $9,000');
    expect((await post('/overrides/1/approve', {}, { scope: 'operate' })).statusCode).toBe(303);
    expect(await overrides()).toMatchObject([{ approvedBy: 'operate-key' }]);
    expect(load(await get('/overrides')).text).toContain('by answer-key, approved by operate-key');
    const again = await post('/overrides/1/approve', {}, { scope: 'operate' });
    expect([again.statusCode, load(again).text]).toEqual([409, expect.stringContaining('none is')]);
  });

  it('is announced on the morning until it is approved or ended', async () => {
    expect(load(await get('/')).text).toContain('1 override waits for approval. Approve or end');
    await post('/overrides/1/end');
    expect(load(await get('/')).text).not.toContain('waits for approval');
    expect(load(await get('/overrides')).text).toContain(
      'ended by answer-key; never approved, so without effect',
    );
  });

  it('cannot be ended twice, and an unknown one not at all', async () => {
    await post('/overrides/1/end');
    expect((await post('/overrides/1/end')).statusCode).toBe(422);
    expect((await post('/overrides/7/end')).statusCode).toBe(422);
    expect((await post('/overrides/x/end')).statusCode).toBe(404);
  });
});

describe('writes of overrides', () => {
  it.each(['/overrides', '/overrides/new', '/overrides/1/approve', '/overrides/1/end'])(
    'need a key that may answer, and the own origin: %s',
    async (url) => {
      expect((await post(url, form, { scope: 'read' })).statusCode).toBe(403);
      expect((await post(url, form, { origin: 'https://evil.example' })).statusCode).toBe(403);
      expect(await overrides()).toEqual([]);
    },
  );
});

describe('links to the form', () => {
  it('stand on the morning for those who may use them, and on the screen of the trader', async () => {
    expect((await get('/')).body).toContain('href="/overrides/new?trader&#x3D;NET002"');
    expect((await get('/', 'read')).body).not.toContain('/overrides/new');
    expect((await get('/traders/NET002')).body).toContain('href="/overrides/new?trader&#x3D;NET002"');
    expect((await get('/traders/NET004')).body).not.toContain('/overrides/new');
  });
});
