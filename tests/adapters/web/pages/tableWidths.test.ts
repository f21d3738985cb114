import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { busyQuarter, QUARTER, quarterSessions } from '../../../../scripts/simulation/complianceQuarter.ts';
import { backtestPage } from '../../../../src/adapters/web/pages/backtestPage.ts';
import { section, table, words } from '../../../../src/adapters/web/pages/blocks.ts';
import { compliancePage } from '../../../../src/adapters/web/pages/compliancePage.ts';
import { driftPage } from '../../../../src/adapters/web/pages/driftPage.ts';
import { renderPage } from '../../../../src/adapters/web/pages/pageTemplate.ts';
import { complianceReport } from '../../../../src/domain/compliance/complianceReport.ts';
import { backtestResult, emptyResult, longResult, monthlyReview } from '../../../support/backtestResult.ts';
import { brokenRules } from '../../../support/brokenRules.ts';
import { driftLookOf } from '../../../support/driftLooks.ts';
import { SHORTEN_TABLES } from '../../../support/pageInspection.ts';
import { BROWSER, hasBrowser } from '../../../support/screenInBrowser.ts';
import { reviewedShadow, youngShadow } from '../../../support/shadowComparisons.ts';
import { tableWidths } from '../../../support/tableWidths.ts';

const PHONE = 375;
const DESKTOP = 1200;

const shadows = [reviewedShadow(), youngShadow()];
const pages = {
  'a long backtest': () => backtestPage(backtestResult({ shadows })),
  'a first morning': () => backtestPage(emptyResult()),
  'a monthly review': () => backtestPage(longResult(60, 5, { review: monthlyReview({ shadows }) })),
  'a compliance report': () =>
    compliancePage(
      complianceReport(
        busyQuarter(12),
        { ...QUARTER, sessions: quarterSessions },
        { sequence: 1, hash: 'ab'.repeat(32) },
      ),
    ),
  'a drift report': () => driftPage(driftLookOf(), false),
} as const;

let browser: Browser;
beforeAll(async () => {
  if (hasBrowser) browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox'] });
});
afterAll(() => browser?.close());

async function opened(html: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.setContent(html);
  return page;
}

describe.skipIf(!hasBrowser).each(Object.entries(pages))('the tables of %s', (_name, html) => {
  it.each([PHONE, DESKTOP])('fit a screen of %i pixels without sideways scrolling', async (width) => {
    const found = await tableWidths(await opened(html()), width);
    expect(found).toEqual({ tables: expect.any(Number), tooWide: [], page: width });
  });

  it('break no rule of axe on a phone, on both backgrounds', async () => {
    const page = await opened(html());
    await tableWidths(page, PHONE);
    await page.evaluate(SHORTEN_TABLES);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await brokenRules(page)).toEqual([]);
    }
  });
});

describe.skipIf(!hasBrowser)('the measuring of tables', () => {
  it('names a table with a word that is wider than a phone', async () => {
    const wide = table('A wide word', words('Name', 'Value'), [['one', 'x'.repeat(80)]]);
    const narrow = table('A narrow word', words('Name', 'Value'), [['one', 'x']]);
    const html = renderPage({ title: 't', subtitle: 's', sections: [section('a', 'b', wide, narrow)] });
    expect(await tableWidths(await opened(html), PHONE)).toMatchObject({
      tables: 2,
      tooWide: ['A wide word'],
    });
  });
});
