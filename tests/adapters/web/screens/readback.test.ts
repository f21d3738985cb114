import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeyScope } from '../../../../src/ports/accessKeys.ts';
import { htmlProblems } from '../../../support/htmlProblems.ts';
import { load } from '../../../support/linkPage.ts';
import { OWN_ORIGIN, webDesk } from '../../../support/webDesk.ts';

let desk: Awaited<ReturnType<typeof webDesk>>;

/** The accounts of NET001 to NET003 have the names of their traders. */
async function openDesk(settings: Readonly<Record<string, string>> = {}) {
  desk = await webDesk(settings);
  await desk.withStores(async ({ roster }) => {
    for (const trader of ['NET001', 'NET002', 'NET003'])
      await roster.set({ trader, baseLimit: 5000, accounts: [trader] });
  });
}

beforeEach(() => openDesk());
afterEach(() => desk.close());

const BOUNDARY = 'limits-of-the-platform';

/** The body that a browser sends for the form; `null` for a form without a chosen file. */
function formBody(content: string | null, profile = 'generic', name = 'export.csv'): string {
  const part = (header: string, text: string) =>
    `--${BOUNDARY}\r\nContent-Disposition: form-data; ${header}\r\n\r\n${text}\r\n`;
  const file = `name="file"; filename="${content === null ? '' : name}"\r\nContent-Type: text/csv`;
  return `${part('name="profile"', profile)}${part(file, content ?? '')}--${BOUNDARY}--\r\n`;
}

interface Sent {
  readonly scope?: KeyScope;
  readonly headers?: Readonly<Record<string, string>>;
}

async function send(payload: string, { scope = 'answer', headers = { origin: OWN_ORIGIN } }: Sent = {}) {
  return desk.server.inject({
    method: 'POST',
    url: '/readback',
    headers: {
      ...('cookie' in headers ? {} : { cookie: await desk.signedIn(scope) }),
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      ...headers,
    },
    payload,
  });
}

async function stored() {
  const events = await desk.withStores(({ limits }) => limits.events('9999-12-31'));
  return events
    .filter(({ kind }) => kind === 'readback')
    .map(({ trader, dollars, by, through, reason }) => ({ trader, dollars, by, through, reason }));
}

describe('the form that reads limits back', () => {
  it('names its profiles, and is valid HTML', async () => {
    const { body } = await desk.server.inject({
      url: '/readback',
      headers: { cookie: await desk.signedIn('answer') },
    });
    expect(body).toContain('<option selected>generic</option>');
    expect(await htmlProblems(body)).toEqual([]);
  });

  it('stands next to the files of the morning, for those who may use it', async () => {
    const morning = async (scope: KeyScope) =>
      (await desk.server.inject({ url: '/', headers: { cookie: await desk.signedIn(scope) } })).body;
    expect(await morning('answer')).toContain('href="/readback"');
    expect(await morning('read')).not.toContain('href="/readback"');
  });
});

describe('a file of the platform', () => {
  it('is compared with the mail account by account, and stored in the name of the key', async () => {
    const reply = await send(formBody('account,limit\nNET001,"$5,000"\nNET002,5000\nOLD9,700\n'));
    const { text } = load(reply);
    expect(reply.statusCode).toBe(200);
    expect(text).toContain('1 of 4 accounts in force as mailed');
    expect(text).toContain('compared with the mail of Tuesday 3 March 2026');
    expect(text).toContain('NET002 NET002 $5,000 $2,500 not yet: still the limit before the mail');
    expect(text).toContain('OLD9 – $700 – unknown account');
    expect(text).toContain('NET003 NET003 – $5,000 missing in the file');
    expect(text).toContain('Stored for 2 traders, by answer-key');
    expect(text).toContain('Nothing stored for 1 trader, because an account is missing in the file: NET003');
    expect(await htmlProblems(reply.body)).toEqual([]);
    const fact = { by: 'answer-key', through: 'file', reason: 'export.csv' };
    expect(await stored()).toEqual([
      { trader: 'NET001', dollars: 5000, ...fact },
      { trader: 'NET002', dollars: 5000, ...fact },
    ]);
  });

  it('that is sent again stores nothing new', async () => {
    const file = formBody('account,limit\nNET001,5000\nNET002,2500\nNET003,5000\n');
    expect(load(await send(file)).text).toContain('3 of 3 accounts in force as mailed');
    expect(load(await send(file)).text).toContain('Nothing was stored: no limit is new.');
    expect(await stored()).toHaveLength(3);
  });

  it('with bad lines is refused whole, and each bad line is named', async () => {
    const reply = await send(formBody('account,limit\nNET001,5000\nNET002,0\nNET003,lots\nNET001,4000\n'));
    const { text } = load(reply);
    expect(reply.statusCode).toBe(422);
    expect(text).toContain('export.csv is refused. Nothing was stored.');
    expect(text).toContain('line 3, limit: found "0"');
    expect(text).toContain('line 4, limit: found "lots"');
    expect(text).toContain('line 5: found account "NET001" again, after line 2');
    expect(await htmlProblems(reply.body)).toEqual([]);
    expect(await stored()).toEqual([]);
  });

  it.each([
    ['no file', formBody(null), 422, 'No file was chosen.'],
    ['an empty file', formBody(''), 422, 'is refused'],
    ['a spreadsheet', formBody('PK\u0003\u0004'), 422, 'a spreadsheet or zip archive'],
    ['another profile', formBody('account,limit\n', '/etc/profile.json'), 422, 'The profile is unknown.'],
    ['more than 5 MB', formBody('x'.repeat(5_300_000)), 413, 'The file is larger than 5 MB.'],
    ['two files', formBody('a').replace(/--\r\n$/, '\r\n') + formBody('b'), 413, 'larger'],
  ])('is refused with the reason in words: %s', async (_, payload, status, problem) => {
    const reply = await send(payload);
    expect([reply.statusCode, load(reply).text]).toEqual([status, expect.stringContaining(problem)]);
    expect(await htmlProblems(reply.body)).toEqual([]);
    expect(await stored()).toEqual([]);
  });

  it('that is no form with a file, or a broken one, is refused', async () => {
    const type = { origin: OWN_ORIGIN, 'content-type': 'application/x-www-form-urlencoded' };
    expect((await send('profile=generic', { headers: type })).statusCode).toBe(422);
    expect((await send(formBody('account,limit\n').slice(0, 120))).statusCode).toBe(400);
    expect(await stored()).toEqual([]);
  });

  it('lists 100 unknown accounts at most, and says how many more there are', async () => {
    const rows = Array.from({ length: 5_000 }, (_, index) => `X${index},5000`).join('\n');
    const reply = await send(formBody(`account,limit\n${rows}\nNET001,9000\n`));
    expect(reply.body.match(/unknown account: no active trader has it/g)).toHaveLength(100);
    expect(reply.body).toContain('4900 more unknown accounts not listed.');
    expect(reply.body).toContain('NET001');
    expect(await htmlProblems(reply.body)).toEqual([]);
  });

  it('escapes the name of a file and of an account', async () => {
    const reply = await send(formBody('account,limit\n<b>A</b>,700\n', 'generic', '<i>x</i>.csv'));
    expect(reply.body).toContain('&lt;b&gt;A&lt;/b&gt;');
    expect(reply.body).not.toMatch(/<b>A|<i>x/);
  });
});

describe('a file that someone else sends', () => {
  const file = formBody('account,limit\nNET001,9000\n');

  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['the origin null', { origin: 'null' }],
    ['no origin', {}],
  ])('is refused from %s, before it is read', async (_, headers) => {
    expect((await send(file, { headers })).statusCode).toBe(403);
    expect(await stored()).toEqual([]);
  });

  it('is refused with a key that only reads, and without one', async () => {
    expect((await send(file, { scope: 'read' })).statusCode).toBe(403);
    const stranger = await send(file, { headers: { origin: OWN_ORIGIN, cookie: '' } });
    expect([stranger.statusCode, await stored()]).toEqual([401, []]);
  });

  it('counts in the rate limit of the key', async () => {
    await desk.close();
    await openDesk({ WEB_RATE_LIMIT: '3' });
    const cookie = await desk.signedIn('answer');
    const statuses: number[] = [];
    for (let time = 0; time < 4; time++)
      statuses.push((await send(file, { headers: { origin: OWN_ORIGIN, cookie } })).statusCode);
    expect(statuses.slice(0, 3)).toEqual([200, 200, 200]);
    expect(statuses[3]).toBe(429);
  });
});
