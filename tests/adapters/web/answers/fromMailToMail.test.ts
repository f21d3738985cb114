import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { chromium } from 'playwright-core';
import { expect, it, onTestFinished, vi } from 'vitest';
import { fakeClock } from '../../../../scripts/simulation/fakes.ts';
import { createAnswerLinks } from '../../../../src/adapters/web/answers/signing/answerLinks.ts';
import { createWebServer } from '../../../../src/adapters/web/server/webServer.ts';
import { createDeskDoor } from '../../../../src/commands/web/deskDoor.ts';
import { deskSigningKeys } from '../../../../src/commands/web/signingKeys.ts';
import { createWebPorts } from '../../../../src/commands/web/webPorts.ts';
import type { SealedMail } from '../../../../src/ports/mail.ts';
import { fakeSource, trade } from '../../../support/desk.ts';
import { accepted, history, morningPorts, request, runOwn, storePast } from '../../../support/morningDesk.ts';
import { temporaryFolder, temporaryStores } from '../../../support/stores.ts';
import { fakeWorld } from '../../../support/world.ts';

vi.setConfig({ testTimeout: 120_000 });

/** A desk that mails Tuesday's morning at 05:00 in New York, and its web server at 05:00:20. */
async function mailedDesk() {
  const path = join(temporaryFolder(), 'daybreak.db');
  const stores = await temporaryStores(path);
  const fills = history();
  await storePast(stores, fills);
  const desk = fakeWorld(
    {
      DB_PATH: path,
      WEB_URL: 'https://risk.example.com',
      WEB_RATE_LIMIT: '0',
      EMAIL_FROM: 'Daybreak <risk@desk.example>',
      EMAIL_RECIPIENTS: request.recipients.join(','),
      SMTP_HOST: 'localhost',
    },
    '2026-03-03T10:00:20Z',
  );
  const { config, log } = desk.world;
  const answerLinks = createAnswerLinks(config.web, deskSigningKeys(config), log);
  const morning = async (sessionDate: string, source: ReturnType<typeof history>) => {
    const sent: SealedMail[] = [];
    const send = async (mail: SealedMail) => {
      sent.push(mail);
      return accepted;
    };
    const clock = fakeClock(`${sessionDate}T10:00:00Z`);
    const [begins, deadline] = [new Date(`${sessionDate}T10:00:00Z`), new Date(`${sessionDate}T14:25:00Z`)];
    const closesAt = new Date(`${sessionDate}T21:00:00Z`);
    const ports = { ...morningPorts(stores, fakeSource(source), send, clock), answerLinks };
    await runOwn(ports, { sessionDate, begins, deadline, lateAt: deadline, closesAt });
    const [mail] = sent;
    return simpleParser(mail?.bytes ?? Buffer.alloc(0));
  };
  const door = createDeskDoor(config);
  const server = await createWebServer(createWebPorts(desk.world, door, { isDemo: false }));
  onTestFinished(async () => {
    await server.close();
    await door.close();
  });
  return { ...desk, stores, fills, morning, server };
}

const BROWSER = '/usr/bin/chromium';

it.skipIf(!existsSync(BROWSER))(
  'a browser that clicks everything changes nothing, and a risk manager answers with two taps more',
  async () => {
    const { stores, fills, morning, server, clock } = await mailedDesk();
    const mail = await morning('2026-03-03', fills);
    const links = [...(mail.html || '').matchAll(/href="https:\/\/risk\.example\.com(\/a\/[^"]+)"/g)];
    const [one = '', all = ''] = links.map(([, path]) => path ?? '');
    expect(links).toHaveLength(2);
    for (const [, path] of links) expect(mail.text).toContain(`https://risk.example.com${path}\n`);
    const events = async () =>
      (await stores.limits.events('9999-12-31')).map(({ kind, by }) => `${kind} ${by}`);
    const before = await events();

    const address = await server.listen({ port: 0, host: '127.0.0.1' });
    const browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox'] });
    onTestFinished(() => browser.close());
    const scanner = await browser.newPage({ viewport: { width: 375, height: 812 } });
    for (const time of ['2026-03-03T10:00:20Z', '2026-03-03T10:20:00Z'])
      for (const path of [one, all]) {
        clock.set(time);
        await scanner.goto(`${address}${path}`);
        await scanner.locator('button').first().click();
        await scanner.waitForLoadState();
        expect(await scanner.textContent('main')).toContain('choose what you did');
      }
    expect(await events()).toEqual(before);

    clock.set('2026-03-03T10:00:40Z');
    const page = await browser.newPage({ viewport: { width: 375, height: 812 } });
    await page.goto(`${address}${one}`);
    await page.getByLabel('Different: it holds another limit').check();
    await page.getByLabel('That limit, in dollars').fill('4,500');
    await page.getByRole('button', { name: 'Save' }).click();
    expect(await page.textContent('h1')).toBe('Confirm: another limit, $4,500?');
    expect(await events()).toEqual(before);
    await page.getByLabel('Yes: another limit, $4,500').check();
    await page.getByRole('button', { name: 'Confirm' }).click();
    expect(await page.textContent('main')).toContain('Recorded');
    expect(await events()).toEqual([...before, 'different ann@desk.example']);

    const next = await morning('2026-03-04', [
      ...fills,
      ...trade('STEADY', '2026-03-03', 120),
      ...trade('STREAK', '2026-03-03', -50),
    ]);
    expect(next.text).toMatch(/STREAK {2}\$4,500 → \$/);
  },
);
