import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const USAGE =
  'usage: node --import tsx scripts/screenshot.ts IN.html OUT.png [--width 375] [--height 812] [--dark] [--fold]';

/** Takes a screenshot of a mail: the whole page, or with --fold only the first screen. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      width: { type: 'string', default: '1200' },
      height: { type: 'string', default: '812' },
      dark: { type: 'boolean', default: false },
      fold: { type: 'boolean', default: false },
      browser: { type: 'string', default: '/usr/bin/chromium' },
    },
  });
  const [input, output] = positionals;
  if (input === undefined || output === undefined) throw new Error(USAGE);
  const browser = await chromium.launch({ executablePath: values.browser, args: QUIET });
  try {
    const page = await browser.newPage({
      viewport: { width: Number(values.width), height: Number(values.height) },
      colorScheme: values.dark ? 'dark' : 'light',
    });
    await page.goto(`file://${resolve(input)}`);
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
    await page.screenshot({ path: output, fullPage: !values.fold });
    process.stdout.write(
      `${output}: ${overflow > 0 ? `${overflow} px wider than the screen` : 'fits the width'}\n`,
    );
  } finally {
    await browser.close();
  }
}

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

await main();
