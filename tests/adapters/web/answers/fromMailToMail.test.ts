import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { trade } from '../../../support/desk.ts';
import { mailedDesk } from '../../../support/mailedDesk.ts';

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
