import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import { z } from 'zod';

interface Picture {
  readonly name: string;
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly isDark?: boolean;
}

/** The pictures of docs/desk-page.md. TRADER is the first trader that the morning lists. */
const pictures: readonly Picture[] = [
  { name: 'desk-morning', path: '', width: 1200, height: 1100 },
  { name: 'desk-morning-phone', path: '', width: 375, height: 812 },
  { name: 'desk-morning-dark', path: '', width: 1200, height: 700, isDark: true },
  { name: 'desk-trader', path: 'traders/TRADER', width: 1200, height: 1100 },
  { name: 'desk-desk', path: 'desk', width: 1200, height: 1100 },
  { name: 'desk-model', path: 'model', width: 1200, height: 1100 },
  { name: 'desk-history', path: 'history', width: 1200, height: 800 },
  { name: 'desk-overrides', path: 'overrides', width: 1200, height: 800 },
  { name: 'desk-operations', path: 'ops', width: 1200, height: 800 },
];

/** With --every: each page whole, at both widths and on both backgrounds, to look at. */
const looks: readonly Picture[] = pictures
  .filter(({ name }) => !/-(phone|dark)$/.test(name))
  .flatMap((picture) =>
    [375, 1200].flatMap((width) =>
      [false, true].map((isDark) => ({
        ...picture,
        name: `${picture.name}-${width}-${isDark ? 'dark' : 'light'}`,
        width,
        isDark,
      })),
    ),
  );

/**
 * Serves the demo desk, signs in, and takes the pictures of the desk page:
 * `node --import tsx scripts/desk-pictures.ts [--folder docs/pictures] [--browser FILE] [--every]`.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string', default: 'docs/pictures' },
      browser: { type: 'string', default: '/usr/bin/chromium' },
      every: { type: 'boolean', default: false },
    },
  });
  mkdirSync(values.folder, { recursive: true });
  const data = mkdtempSync(join(tmpdir(), 'daybreak-pictures-'));
  const server = serveDemo(data);
  try {
    const { url, signInKey } = await announced(server);
    const browser = await chromium.launch({ executablePath: values.browser, args: ['--no-sandbox'] });
    try {
      for (const picture of values.every ? looks : pictures)
        await take(
          browser,
          { url, signInKey },
          picture,
          join(values.folder, `${picture.name}.png`),
          values.every,
        );
    } finally {
      await browser.close();
    }
  } finally {
    server.kill('SIGTERM');
    await once(server, 'close');
    rmSync(data, { recursive: true, force: true });
  }
}

function serveDemo(data: string): ChildProcess {
  return spawn(
    process.execPath,
    ['--import', 'tsx', 'src/main.ts', 'serve', '--demo', '--port', '0', '--json'],
    {
      env: {
        ...process.env,
        DB_PATH: join(data, 'daybreak.db'),
        WEB_RATE_LIMIT: '0',
        BACKUP_DIR: '/var/backups/daybreak',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
}

const announcement = z.object({ url: z.string(), signInKey: z.string() });

async function announced(server: ChildProcess): Promise<z.infer<typeof announcement>> {
  let text = '';
  for await (const chunk of server.stdout ?? []) {
    text += String(chunk);
    if (text.trimEnd().endsWith('}')) return announcement.parse(JSON.parse(text));
  }
  throw new Error(`serve --demo ended before it listened; it printed: ${text}`);
}

async function take(
  browser: Browser,
  { url, signInKey }: z.infer<typeof announcement>,
  { path, width, height, isDark = false }: Picture,
  file: string,
  isWhole: boolean,
): Promise<void> {
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: isDark ? 'dark' : 'light',
  });
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await signIn(page, url, signInKey);
  if (path !== '') await page.goto(url + path.replace('TRADER', await firstTrader(page)));
  const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
  if (overflow > 0) problems.push(`${overflow} px wider than the screen`);
  await page.screenshot({ path: file, fullPage: isWhole });
  process.stdout.write(`${file}: ${problems.length === 0 ? 'no problem' : problems.join('; ')}\n`);
  await page.close();
}

async function signIn(page: Page, url: string, key: string): Promise<void> {
  await page.goto(`${url}sign-in`);
  await page.fill('#key', key);
  await page.click('main button');
  await page.waitForURL(url);
}

async function firstTrader(page: Page): Promise<string> {
  const link = await page.locator('#trader-table tbody th a').first().getAttribute('href');
  return link?.split('/').at(-1) ?? '';
}

await main();
