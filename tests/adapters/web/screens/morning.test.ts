import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { htmlProblems } from '../../../support/htmlProblems.ts';
import { lineOf, TODAY } from '../../../support/limitDesk.ts';
import { OWN_ORIGIN, webDesk } from '../../../support/webDesk.ts';

let desk: Awaited<ReturnType<typeof webDesk>>;

beforeEach(async () => {
  desk = await webDesk({ LIMITS_PROFILES: 'generic' });
});

afterEach(() => desk.close());

async function get(url: string, scope: 'read' | 'answer' | 'operate' = 'answer') {
  return desk.server.inject({ url, headers: { cookie: await desk.signedIn(scope) } });
}

async function post(
  url: string,
  fields: Readonly<Record<string, string>>,
  scope: 'read' | 'answer' = 'answer',
) {
  return desk.server.inject({
    method: 'POST',
    url,
    headers: {
      cookie: await desk.signedIn(scope),
      origin: OWN_ORIGIN,
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: new URLSearchParams(fields).toString(),
  });
}

const answerUrl = `/mornings/${TODAY}/answer`;

async function answers() {
  const events = await desk.withStores(({ limits }) => limits.events(TODAY));
  return events
    .filter(({ kind, sessionDate }) => kind !== 'mailed' && sessionDate === TODAY)
    .map(({ kind, trader, dollars, reason, by, through }) => ({
      kind,
      trader,
      dollars,
      reason,
      by,
      through,
    }));
}

describe('the screen of a morning', () => {
  it('names the changes to make in its heading, and is valid HTML', async () => {
    const reply = await get('/');
    expect(reply.body).toMatch(/<h1>Tue 3 Mar: 2 changes to make<\/h1>/);
    expect(await htmlProblems(reply.body)).toEqual([]);
  });

  it('has buttons for those who may answer only', async () => {
    expect((await get('/')).body).toMatch(/Set<span[^>]*> NET002 to \$2,500/);
    expect((await get('/', 'read')).body).not.toMatch(/<form method="post" action="\/mornings/);
  });

  it('records "Set", says so once, and shows who answered', async () => {
    const reply = await post(answerUrl, { trader: 'NET002', asked: '2500', choice: 'applied' });
    expect([reply.statusCode, reply.headers.location]).toEqual([
      303,
      expect.stringMatching(new RegExp(`^/mornings/${TODAY}\\?note=[\\w-]{12}$`)),
    ]);
    expect(await answers()).toEqual([
      { kind: 'applied', trader: 'NET002', dollars: 2500, reason: null, by: 'answer-key', through: 'page' },
    ]);
    const page = await get(String(reply.headers.location));
    expect(page.body).toContain('1 of 2 changes to make');
    expect(page.body).toMatch(/Set to \$2,500 · 08:00 EST by answer-key, on the page/);
  });

  it('offers to undo an answer, with the reason filled in, and records nothing before it is sent', async () => {
    const reply = await post(answerUrl, { trader: 'NET002', asked: '2500', choice: 'applied' });
    const undo = `${answerUrl}?trader&#x3D;NET002&amp;as&#x3D;undo`;
    const { body } = await get(String(reply.headers.location));
    expect(body.split(undo)).toHaveLength(3);
    const form = await get(`${answerUrl}?trader=NET002&as=undo`);
    expect(form.body).toContain('value="not-applied" checked');
    expect(form.body).toContain('value="answered by mistake"');
    expect(await htmlProblems(form.body)).toEqual([]);
    expect(await answers()).toHaveLength(1);
  });

  it('leads from another limit to the form of an override', async () => {
    const reply = await post(answerUrl, {
      trader: 'NET002',
      asked: '2500',
      choice: 'different',
      dollars: '3000',
    });
    const { body } = await get(String(reply.headers.location));
    expect(body).toContain('href="/overrides/new?trader&#x3D;NET002">Give an override of NET002<');
  });

  it('shows a notice to the key that made it, and once', async () => {
    const cookie = await desk.signedIn('answer');
    const reply = await post(answerUrl, { trader: 'NET002', asked: '2500', choice: 'applied' });
    const url = String(reply.headers.location);
    const notice = 'Recorded: NET002 is set as mailed; $2,500 is in force.';
    expect((await get(url, 'operate')).body).not.toContain(notice);
    expect((await desk.server.inject({ url, headers: { cookie } })).body).toContain(notice);
    expect((await desk.server.inject({ url, headers: { cookie } })).body).not.toContain(notice);
  });

  it('records another limit and a reason, escaped where it is shown', async () => {
    await post(answerUrl, { trader: 'NET001', asked: '5000', choice: 'different', dollars: '$4,500' });
    await post(answerUrl, {
      trader: 'NET002',
      asked: '2500',
      choice: 'not-applied',
      reason: '<b>hedged</b>',
    });
    expect((await answers()).map(({ kind, dollars, reason }) => ({ kind, dollars, reason }))).toEqual([
      { kind: 'different', dollars: 4500, reason: null },
      { kind: 'not-applied', dollars: null, reason: '<b>hedged</b>' },
    ]);
    const { body } = await get('/');
    expect(body).toContain('All 2 changes are answered');
    expect(body).toContain('Not set today: &lt;b&gt;hedged&lt;/b&gt;');
  });

  it.each([
    [{ choice: '' }, 'choice-problem', 'Choose what was done on the platform.'],
    [{ choice: 'different', dollars: '5.000' }, 'dollars-problem', '5.000 may mean 5,000 or 5'],
    [{ choice: 'different', dollars: '0' }, 'dollars-problem', 'a plain number of dollars'],
    [{ choice: 'not-applied', reason: ' ' }, 'reason-problem', 'Give a reason'],
  ])('shows the form again with %o, and records nothing', async (fields, id, problem) => {
    const reply = await post(answerUrl, { trader: 'NET002', asked: '2500', ...fields });
    expect(reply.statusCode).toBe(422);
    const shown = new RegExp(`role="alert" id="${id}">([^<]*)<`).exec(reply.body)?.[1];
    expect(shown).toContain(problem);
    if ('dollars' in fields) expect(reply.body).toContain(`value="${fields.dollars}"`);
    expect(await htmlProblems(reply.body)).toEqual([]);
    expect(await answers()).toEqual([]);
  });

  it('sets the unanswered changes only with "All set"', async () => {
    await post(answerUrl, { trader: 'NET001', asked: '5000', choice: 'different', dollars: '4500' });
    const reply = await post(`/mornings/${TODAY}/answer-all`, { revision: '0' });
    expect(reply.statusCode).toBe(303);
    expect((await answers()).map(({ trader, dollars }) => [trader, dollars])).toEqual([
      ['NET001', 4500],
      ['NET002', 2500],
    ]);
  });

  it('refuses an answer to a limit that was corrected since the page was loaded', async () => {
    await desk.mail(
      TODAY,
      [
        lineOf('NET001', { limitInForce: 5000, target: 5000, change: 'stay', recommendedLimit: 5000 }),
        lineOf('NET002', { limitInForce: 2500, target: 2000, change: 'lower', recommendedLimit: 2000 }),
      ],
      1,
    );
    const reply = await post(answerUrl, { trader: 'NET002', asked: '2500', choice: 'applied' });
    expect(reply.statusCode).toBe(409);
    expect(reply.body).toContain('it was $2,500, now it is $2,000');
    expect((await post(`/mornings/${TODAY}/answer-all`, { revision: '0' })).statusCode).toBe(303);
    expect(await answers()).toEqual([]);
    const { body } = await get('/');
    expect(body).toContain('was $2,500, now $2,000');
    // The correction repeats the line of NET001 without asking: the first mail's change has still to be made.
    expect(body).toContain('2 changes to make');
  });

  it('refuses a write with a read key, and from another origin', async () => {
    const form = { trader: 'NET002', asked: '2500', choice: 'applied' };
    expect((await post(answerUrl, form, 'read')).statusCode).toBe(403);
    const foreign = await desk.server.inject({
      method: 'POST',
      url: answerUrl,
      headers: { cookie: await desk.signedIn('answer'), origin: 'https://evil.example' },
      payload: form,
    });
    expect([foreign.statusCode, await answers()]).toEqual([403, []]);
  });

  it('shows an unconfirmed answer, and counts it once somebody confirms it', async () => {
    await desk.ports.unconfirmed.add([
      {
        sessionDate: TODAY,
        trader: 'NET002',
        answer: { kind: 'applied' },
        revision: 0,
        by: 'ann@desk',
        at: new Date(`${TODAY}T12:30:00Z`),
        because: 'it came without an origin',
      },
    ]);
    const { body } = await get('/');
    expect(body).toContain('2 changes to make');
    expect(body).toMatch(/Not confirmed:<\/b> Set to \$2,500 · 07:30 EST by the link of ann@desk/);
    expect(await htmlProblems(body)).toEqual([]);
    await post(answerUrl, { trader: 'NET002', asked: '2500', choice: 'applied', dollars: '', reason: '' });
    expect((await get('/')).body).not.toContain('Not confirmed:');
  });

  it('sorts and filters the table of traders without script', async () => {
    const names = ({ body }: { readonly body: string }) =>
      [...body.matchAll(/<th scope="row"><a href="\/traders\/(\w+)"/g)].map(([, name]) => name);
    expect(names(await get('/?sort=limit&dir=asc'))).toEqual(['NET002', 'NET001', 'NET003']);
    expect(names(await get('/?sort=limit&dir=desc'))[2]).toBe('NET002');
    expect(names(await get('/?q=net003'))).toEqual(['NET003']);
    expect(names(await get('/?show=cut'))).toEqual(['NET002']);
    expect((await get('/?q=<script>')).body).not.toContain('<script>"');
  });

  it('offers limits.csv and the files of each profile', async () => {
    const csv = await get(`/mornings/${TODAY}/files/limits.csv`);
    expect(csv.headers['content-disposition']).toBe(`attachment; filename="limits-${TODAY}.csv"`);
    expect(csv.body.split('\n')[0]).toContain('session_date,trader');
    const file = await get(`/mornings/${TODAY}/files/generic/today`);
    expect([file.statusCode, file.headers['content-type']]).toEqual([
      200,
      expect.stringContaining('text/csv'),
    ]);
    expect((await get(`/mornings/${TODAY}/files/none/today`)).statusCode).toBe(404);
  });

  it('shows a past morning with a note, and an unknown one as not found', async () => {
    const past = await get('/mornings/2026-03-02');
    expect(past.body).toContain('This is the morning of Monday 2 March 2026.');
    expect((await get('/mornings/2026-02-02')).statusCode).toBe(404);
    expect((await get('/mornings/soon')).statusCode).toBe(404);
  });

  it('has a state that changes with an answer', async () => {
    const before = await get('/state');
    const tag = String(before.headers.etag);
    const headers = { cookie: await desk.signedIn('read'), 'if-none-match': tag };
    await post(answerUrl, { trader: 'NET002', asked: '2500', choice: 'applied' });
    const after = await desk.server.inject({ url: '/state', headers });
    expect(after.statusCode).toBe(200);
    const again = await desk.server.inject({
      url: '/state',
      headers: { ...headers, 'if-none-match': String(after.headers.etag) },
    });
    expect(again.statusCode).toBe(304);
  });
});
