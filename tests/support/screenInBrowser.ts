import { existsSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { FastifyInstance } from 'fastify';
import { chromium } from 'playwright-core';
import { onTestFinished } from 'vitest';

const BROWSER = '/usr/bin/chromium';
const NARROW_PIXELS = 375;

/** Whether this machine has the browser. */
export const hasBrowser = existsSync(BROWSER);

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
    const page = await (await browser.newContext({ viewport, colorScheme })).newPage();
    await page.goto(`${address}/sign-in`);
    await page.fill('input[name=key]', key);
    await page.click('main button');
    await page.goto(`${address}${path}`);
    await page.evaluate('document.querySelectorAll("main details").forEach((each) => { each.open = true; })');
    const { violations } = await new AxeBuilder({ page }).analyze();
    found.push(...violations.map(({ id }) => `${colorScheme}: ${id}`));
    const width = await page.evaluate('document.documentElement.scrollWidth');
    if (width !== NARROW_PIXELS) found.push(`${colorScheme}: ${width} pixels wide`);
  }
  return found;
}
