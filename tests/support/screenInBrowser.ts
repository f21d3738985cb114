import { existsSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { brokenRules } from './brokenRules.ts';
import { SHORTEN_TABLES } from './pageInspection.ts';
import { signIn } from './webDesk.ts';

export const BROWSER = '/usr/bin/chromium';
const NARROW_PIXELS = 375;

/** Whether this machine has the browser. */
export const hasBrowser = existsSync(BROWSER);

/**
 * A browser in which the owner of a key is signed in. The cookie has no expiry: that of the server is one of
 * its test clock, and the browser has a clock of its own.
 */
export async function signedInContext(
  browser: Browser,
  served: { readonly server: FastifyInstance; readonly key: string; readonly address: string },
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const [name = '', value = ''] = (await signIn(served.server, served.key)).split('=');
  const context = await browser.newContext(options);
  await context.addCookies([{ name, value, url: served.address }]);
  return context;
}

/**
 * What is wrong with a page on a phone, with everything opened, in both colour schemes: rules of axe that it
 * breaks, and whether it scrolls sideways.
 */
export async function screenProblems(
  server: FastifyInstance,
  key: string,
  path: string,
): Promise<readonly string[]> {
  const address = await server.listen({ port: 0, host: '127.0.0.1' });
  const browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox'] });
  onTestFinished(() => browser.close());
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    const viewport = { width: NARROW_PIXELS, height: 812 };
    const context = await signedInContext(browser, { server, key, address }, { viewport, colorScheme });
    const page = await context.newPage();
    await page.goto(`${address}${path}`);
    if ((await page.locator('input[name=key]').count()) > 0) throw new Error(`${path} asks for a key`);
    await page.evaluate('document.querySelectorAll("main details").forEach((each) => { each.open = true; })');
    const width = await page.evaluate('document.documentElement.scrollWidth');
    if (width !== NARROW_PIXELS) found.push(`${colorScheme}: ${width} pixels wide`);
    await page.evaluate(SHORTEN_TABLES);
    found.push(...(await brokenRules(page)).map((rule) => `${colorScheme}: ${rule}`));
  }
  return found;
}
