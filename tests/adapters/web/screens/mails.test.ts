import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import {
  answerLinksIn,
  withoutAnswerLinks,
} from '../../../../src/adapters/web/answers/signing/hiddenLinks.ts';
import { htmlProblems } from '../../../support/htmlProblems.ts';
import { mailedDesk } from '../../../support/mailedDesk.ts';
import { addKeys, signIn } from '../../../support/webDesk.ts';

const SESSION = '2026-03-03';
const LINK = /https:\/\/risk\.example\.com\/a\/([A-Za-z0-9_-]{48})/g;

/** A morning with links that was really mailed, and a reader of the desk page at 06:00. */
async function readDesk() {
  const desk = await mailedDesk();
  const mail = await desk.morning(SESSION, desk.fills);
  const keys = await addKeys(desk.stores);
  desk.clock.set(`${SESSION}T11:00:00Z`);
  const cookie = await signIn(desk.server, keys.read);
  const get = (url: string) => desk.server.inject({ url, headers: { cookie } });
  const tokens = [...`${mail.html || ''}${mail.text}`.matchAll(LINK)].map(([, token = '']) => token);
  const [stored] = (await desk.ports.screens.pastMornings.session(SESSION))?.mails ?? [];
  return { ...desk, get, keys, cookie, mail, tokens: [...new Set(tokens)], id: stored?.id ?? 0 };
}

it('shows a mail as it was mailed, and no reader gets a link that answers for its recipient', async () => {
  const { get, mail, tokens, id } = await readDesk();
  expect(tokens).toHaveLength(2);
  const pages = [`/history/mails/${id}`, `/history/mails/${id}?as=text`, `/history/mails/${id}/content`];
  for (const url of pages) {
    const { body, statusCode } = await get(url);
    expect(statusCode).toBe(200);
    for (const token of tokens) expect(body).not.toContain(token);
    expect(body).not.toContain('/a/');
  }
  const html = (await get(`/history/mails/${id}/content`)).body;
  expect(html).toContain('Change 1 of');
  expect(html.match(/<a aria-label="Answer/g)).toHaveLength(
    (mail.html || '').match(/aria-label="Answer/g)?.length ?? 0,
  );
  const page = await get(`/history/mails/${id}`);
  expect(page.body).toContain('The links that answer are left out');
  expect(page.body).toContain('a…@desk.example');
  expect(page.body).not.toContain('ann@desk.example');
  expect(await htmlProblems(page.body)).toEqual([]);
  const text = await get(`/history/mails/${id}?as=text`);
  expect(text.body).toContain('(the link of the recipient, not shown)');
  expect(await htmlProblems(text.body)).toEqual([]);
});

it('gives the file of a mail, unchanged, only once its links no longer answer', async () => {
  const { get, clock, server, keys, stores, tokens, id } = await readDesk();
  const url = `/history/mails/${id}/message.eml`;
  const refused = await get(url);
  expect(refused.statusCode).toBe(409);
  expect(refused.body).toContain('still answer in the name of its recipient');
  expect((await get(`/history/mails/${id}`)).body).not.toContain('message.eml');
  clock.set(`${SESSION}T21:00:01Z`);
  const cookie = await signIn(server, keys.read);
  const file = await server.inject({ url, headers: { cookie } });
  expect([file.statusCode, file.headers['content-type'], file.headers['content-disposition']]).toEqual([
    200,
    'message/rfc822',
    `attachment; filename="morning-${SESSION}-${id}.eml"`,
  ]);
  const trail = await stores.database.connection.value<string>(
    "SELECT json_extract(body, '$.sha256') FROM audit_entry WHERE kind = 'mail' LIMIT 1",
  );
  expect(createHash('sha256').update(file.rawPayload).digest('hex')).toBe(trail);
  // The links in it are over: they answer no one.
  expect((await server.inject({ url: `/a/${tokens[0]}` })).statusCode).toBe(410);
});

it('sends the content with a policy of its own: no script, no form, nothing loaded, an origin of its own', async () => {
  const { get, id } = await readDesk();
  const { headers } = await get(`/history/mails/${id}/content`);
  expect(headers['content-security-policy']).toBe(
    "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
  );
});

it.each(['999999', '0', 'x', '1e400', '-1'])('answers 404 for the mail %s', async (id) => {
  const { get } = await readDesk();
  for (const url of [
    `/history/mails/${id}`,
    `/history/mails/${id}/content`,
    `/history/mails/${id}/message.eml`,
  ])
    expect((await get(url)).statusCode).toBe(404);
});

it('needs a key', async () => {
  const { server, id } = await readDesk();
  for (const url of [
    `/history/mails/${id}`,
    `/history/mails/${id}/content`,
    `/history/mails/${id}/message.eml`,
  ])
    expect((await server.inject({ url })).statusCode).toBe(303);
});

it('shows stored text escaped, and a message that is no mail as text', async () => {
  const { get, stores } = await readDesk();
  const insert = (bytes: string, sequence = 0) =>
    stores.database.connection.value<number>(
      `INSERT INTO outbox (session_date, kind, sequence, recipient, message_id, bytes, status, expires_at, queued_at, response)
             VALUES ('2026-03-03', 'alert', ?, 'op@desk.example', '<9>', ?, 'refused', '2026-03-03T14:00:00Z', '2026-03-03T12:00:00Z', '550 <script>') RETURNING id`,
      sequence,
      Buffer.from(bytes),
    );
  const id = await insert(
    'Subject: <script>alert(1)</script>\r\n\r\n<script>alert(2)</script> to bob@desk.example',
  );
  const { body } = await get(`/history/mails/${id}`);
  expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(body).toContain('&lt;script&gt;alert(2)&lt;/script&gt; to bob@desk.example');
  expect(body).not.toMatch(/<script>/);
  const content = await get(`/history/mails/${id}/content`);
  expect(content.headers['content-type']).toBe('text/plain; charset=utf-8');
  expect((await get(`/history/mails/${await insert('', 1)}`)).statusCode).toBe(200);
});

it.skipIf(!existsSync('/usr/bin/chromium'))(
  'a browser shows the mail inside the page at 375 px, without links',
  async () => {
    const { server, cookie, id } = await readDesk();
    const address = await server.listen({ port: 0, host: '127.0.0.1' });
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
    onTestFinished(() => browser.close());
    const context = await browser.newContext({ viewport: { width: 375, height: 812 } });
    const [name = '', value = ''] = cookie.split('=');
    await context.addCookies([{ name, value, url: address, sameSite: 'Strict', httpOnly: true }]);
    const page = await context.newPage();
    await page.goto(`${address}/history/mails/${id}`);
    const frame = page.frameLocator('iframe');
    expect(await frame.locator('h1').textContent()).toContain('Change 1 of');
    expect(await frame.locator('a[href]').count()).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  },
);

it('finds links in every form, and leaves pictures alone', () => {
  const token = 'A'.repeat(48);
  const other = 'b-_9'.repeat(8);
  const picture = `<img src="data:image/png;base64,iVBO/a/${'Q'.repeat(40)}==">`;
  const html = `${picture}<a class="x" href="https://x.example/desk/a/${token}?y=1">Set</a><a href='https://x.example/a/${other}'>All</a><a href="https://x.example/about">x</a>`;
  expect(withoutAnswerLinks(html)).toBe(
    `${picture}<a class="x">Set</a><a>All</a><a href="https://x.example/about">x</a>`,
  );
  expect(withoutAnswerLinks(`Answer:\nhttps://x.example/a/${token}\nwww.x.example/a/${token}`)).toBe(
    'Answer:\n(the link of the recipient, not shown)\nwww.x.example(the link of the recipient, not shown)',
  );
  expect(answerLinksIn(html)).toEqual({ count: 2, lastUntil: null });
  expect(answerLinksIn(picture)).toEqual({ count: 0, lastUntil: null });
});
