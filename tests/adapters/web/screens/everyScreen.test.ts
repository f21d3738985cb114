import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWebServer } from '../../../../src/adapters/web/server/webServer.ts';
import { prepareDemo } from '../../../../src/commands/web/demoServe.ts';
import { createDeskDoor } from '../../../../src/commands/web/deskDoor.ts';
import { createWebPorts } from '../../../../src/commands/web/webPorts.ts';
import { TODAY } from '../../../support/limitDesk.ts';
import { linkDesk } from '../../../support/linkDesk.ts';
import { keyboardProblems, looksOf, sidewaysScroll } from '../../../support/pageInspection.ts';
import { BROWSER, hasBrowser, signedInContext } from '../../../support/screenInBrowser.ts';
import { sourceFiles } from '../../../support/sourceFiles.ts';
import { temporaryFolder } from '../../../support/stores.ts';
import { addKeys } from '../../../support/webDesk.ts';
import { fakeWorld } from '../../../support/world.ts';

const SESSION = '2026-11-19';
const PAST = '2026-11-18';
const folder = temporaryFolder(afterAll);
const linkFolder = temporaryFolder(afterAll);

/** What the addresses of the demo desk are made of. */
interface Names {
  readonly trader: string;
  readonly change: string;
  readonly mail: string;
}

interface ScreenPage {
  /** The route as the source writes it. */
  readonly route: string;
  readonly path: (names: Names) => string;
  /** What a reader does there before the page is looked at. */
  readonly act?: (page: Page, names: Names) => Promise<void>;
  /** The status of the page that is looked at, where it is none of success. */
  readonly status?: number;
}

const at = (route: string, path = route): ScreenPage => ({ route, path: () => path });

const pages: readonly ScreenPage[] = [
  at('/'),
  at('/', '/?q=nobody'),
  at('/mornings/:session', `/mornings/${PAST}`),
  {
    route: '/mornings/:session/answer',
    path: ({ change }) => `/mornings/${SESSION}/answer?trader=${change}`,
  },
  {
    route: '/mornings/:session/answer',
    path: ({ change }) => `/mornings/${SESSION}/answer?trader=${change}`,
    act: (page) => page.click('text=Record the answer'),
    status: 422,
  },
  { route: '/traders/:trader', path: ({ trader }) => `/traders/${trader}` },
  { ...at('/traders/:trader', '/traders/none'), status: 404 },
  at('/overrides'),
  at('/overrides/new'),
  {
    ...at('/overrides/new'),
    act: (page) => page.click('text=Show what it does'),
    status: 422,
  },
  {
    route: '/overrides/new',
    path: ({ trader }) => `/overrides/new?trader=${trader}`,
    async act(page) {
      await page.fill('#dollars', '50,000');
      await page.selectOption('#reason', 'event-day');
      await page.click('text=Show what it does');
    },
  },
  at('/readback'),
  { ...at('/readback'), act: (page) => upload(page, 'account,limit\nA,0\n'), status: 422 },
  {
    ...at('/readback'),
    act: (page, { trader }) => upload(page, `account,limit\n${trader},4000\nOLD9,700\n`),
  },
  at('/desk'),
  at('/model'),
  at('/history'),
  at('/history', '/history?month=2020-01'),
  at('/history/:session', `/history/${SESSION}`),
  { route: '/history/mails/:id', path: ({ mail }) => `/history/mails/${mail}` },
  { route: '/history/mails/:id', path: ({ mail }) => `/history/mails/${mail}?as=text` },
  at('/history/search'),
  { route: '/history/search', path: ({ trader }) => `/history/search?trader=${trader}` },
  at('/history/audit'),
  at('/history/audit/:sequence', '/history/audit/1'),
  at('/ops'),
  at('/compliance'),
  { ...at('a page that does not exist', '/nowhere'), status: 404 },
];

/** Addresses that are no pages: files, the content of a frame, and what the script asks. */
const noPages = [
  '/mornings/:session/files/limits.csv',
  '/mornings/:session/files/:profile/:kind',
  '/history/mails/:id/content',
  '/history/mails/:id/message.eml',
  '/state',
];

async function upload(page: Page, text: string): Promise<void> {
  await page.setInputFiles('#file', { name: 'export.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.click('text=Compare and store');
}

/** The demo desk of SESSION at 09:00 in New York, on a port of its own. */
async function serveDemo() {
  const { world } = fakeWorld(
    { DB_PATH: join(folder, 'daybreak.db'), WEB_RATE_LIMIT: '0', LIMITS_PROFILES: 'generic' },
    `${SESSION}T14:00:00Z`,
  );
  const demo = await prepareDemo(world);
  const door = createDeskDoor(demo.files);
  const ports = createWebPorts(world, door, { isDemo: true });
  const server = await createWebServer(ports);
  const stores = await door.writing();
  const keys = await addKeys(stores);
  const lines = await stores.decisions.decisions(SESSION, SESSION);
  const [mail] = (await ports.screens.pastMornings.session(SESSION))?.mails ?? [];
  return {
    server,
    key: keys.operate,
    address: await server.listen({ port: 0, host: '127.0.0.1' }),
    names: {
      trader: lines[0]?.trader ?? '',
      change: lines.find(({ limit }) => limit?.change !== 'stay')?.trader ?? '',
      mail: String(mail?.id),
    },
    async close() {
      await server.close();
      await door.close();
      demo.release();
    },
  };
}

/** What the console of a page says, but for the status of the page itself. */
function consoleOf(page: Page): string[] {
  const said: string[] = [];
  page.on('pageerror', (error) => said.push(error.message));
  page.on('console', (message) => {
    const isOwnStatus = message.location().url === page.url();
    if (message.type() === 'error' && !isOwnStatus) said.push(message.text());
  });
  return said;
}

describe('the routes of the screens', () => {
  it('are each looked at by this test', () => {
    const routes = sourceFiles('src/adapters/web/screens').flatMap(({ text }) =>
      [...text.matchAll(/server\.get\(\s*'([^']+)'/g)].map(([, route = '']) => route),
    );
    const known = new Set([...pages.map(({ route }) => route), ...noPages]);
    expect(routes.length).toBeGreaterThan(15);
    expect(routes.filter((route) => !known.has(route))).toEqual([]);
  });
});

if (!hasBrowser) process.stderr.write(`no browser at ${BROWSER}: the pages are not looked at in a browser\n`);

describe.skipIf(!hasBrowser)('in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  /** Every page is looked at, and then walked through with Tab as it was loaded. */
  async function inspect(page: Page, load: () => Promise<unknown>): Promise<readonly string[]> {
    const said = consoleOf(page);
    await load();
    const keyboard = await keyboardProblems(page);
    return [...keyboard, ...(await looksOf(page)), ...said];
  }

  it.each([
    ['an image without a text', '<img src="">', '375 light: image-alt'],
    [
      'a grey on grey',
      '<p class="grey">grey</p><style>.grey{color:#999;background:#888}</style>',
      '1200 dark: color-contrast',
    ],
    ['a line that is too long', `<pre>${'x'.repeat(400)}</pre>`, '375: scrolls sideways'],
    ['an order of its own', '<a href="/b">b</a><a href="/a" tabindex="1">a</a>', 'stop'],
    ['a focus that is not seen', '<a href="/" style="outline:none">a</a>', 'the focus is not seen'],
  ])('the inspection reports %s', async (_, content, problem) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const found = await inspect(page, () =>
      page.setContent(
        `<html lang="en"><title>t</title><a class="skip" href="#main">Skip</a><main id="main" tabindex="-1"><h1>t</h1>${content}</main></html>`,
      ),
    );
    await context.close();
    expect(found.join()).toContain(problem);
  });

  describe('every screen of the demo desk', () => {
    let demo: Awaited<ReturnType<typeof serveDemo>>;
    let context: BrowserContext;
    beforeAll(async () => {
      demo = await serveDemo();
      context = await signedInContext(browser, demo);
    });
    afterAll(() => demo.close());

    it.each(pages.map((each, place) => [`${place}: ${each.route}`, each] as const))(
      'has no finding of axe, no sideways scroll, no error, and works by keyboard: %s',
      async (_, { path, act, status = 200 }) => {
        const page = await context.newPage();
        const found = await inspect(page, async () => {
          let last = 0;
          page.on('response', (reply) => {
            if (reply.request().isNavigationRequest() && reply.frame() === page.mainFrame())
              last = reply.status();
          });
          await page.goto(demo.address + path(demo.names));
          await act?.(page, demo.names);
          await page.waitForLoadState('load');
          expect([last, new URL(page.url()).pathname]).toEqual([
            status,
            expect.not.stringMatching('/sign-in'),
          ]);
        });
        await page.close();
        expect(found).toEqual([]);
      },
    );

    it('names every screen of the navigation', async () => {
      const page = await context.newPage();
      await page.goto(demo.address);
      const links = await page.evaluate<string[]>(
        `[...document.querySelectorAll('nav a')].map((each) => each.getAttribute('href'))`,
      );
      await page.close();
      expect(links.filter((link) => !pages.some(({ route }) => route === link))).toEqual([]);
    });

    it('fits a phone where Swagger UI describes the API, with operations open', async () => {
      // Its markup is that of another project, with findings of axe that a style cannot mend.
      const page = await context.newPage();
      const said = consoleOf(page);
      await page.setViewportSize({ width: 375, height: 900 });
      await page.goto(`${demo.address}/docs`);
      const operations = page.locator('.opblock-summary-control');
      for (const place of [0, 1, 2]) await operations.nth(place).click();
      await page.locator('.responses-table').nth(2).waitFor();
      expect([...(await sidewaysScroll(page)), ...said]).toEqual([]);
      await page.close();
    });
  });

  describe('the pages that need no sign-in', () => {
    let desk: Awaited<ReturnType<typeof linkDesk>>;
    let context: BrowserContext;
    let address: string;
    beforeAll(async () => {
      context = await browser.newContext();
      desk = await linkDesk({}, linkFolder);
      address = await desk.server.listen({ port: 0, host: '127.0.0.1' });
    });
    afterAll(() => desk.close());

    const answer = async (page: Page) => {
      await page.check('input[value=different]');
      await page.fill('input[name=amount]', '3.000');
      await page.click('button:has-text("Save")');
    };
    it.each<[string, () => string, ((page: Page) => Promise<void>)?]>([
      ['the form that takes a key', () => '/sign-in'],
      [
        'the form with a wrong key',
        () => '/sign-in',
        async (page) => {
          await page.fill('#key', 'dbk_0000000000_wrong');
          await page.click('main button');
        },
      ],
      ['the answer to one change', () => desk.pathOf('NET002')],
      ['the answer with a wrong amount', () => desk.pathOf('NET002'), answer],
      ['the answer to every change', () => desk.pathOf(null)],
      ['a link that has expired', () => desk.pathOf('NET002', { expiresAt: new Date(`${TODAY}T11:00:00Z`) })],
      [
        'the confirmation in the first minute',
        () => {
          desk.clock.set(`${TODAY}T10:00:20Z`);
          return desk.pathOf('NET002');
        },
        async (page) => {
          await page.check('input[value=set]');
          await page.click('button:has-text("Save")');
          await page.getByText('please choose once more').waitFor();
        },
      ],
      ['a link that is not valid', () => '/a/forged'],
    ])('have no finding: %s', async (_, path, act) => {
      const page = await context.newPage();
      const found = await inspect(page, async () => {
        await page.goto(address + path());
        await act?.(page);
        await page.waitForLoadState('load');
      });
      await page.close();
      expect(found).toEqual([]);
    });
  });
});
