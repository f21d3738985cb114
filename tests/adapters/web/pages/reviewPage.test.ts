import { chromium } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { backtestPage } from '../../../../src/adapters/web/pages/backtestPage.ts';
import { reviewPage } from '../../../../src/adapters/web/pages/reviewPage.ts';
import type { BacktestResult } from '../../../../src/domain/evaluation/backtestResult.ts';
import type { MonthlyReview } from '../../../../src/domain/evaluation/reviewResult.ts';
import { SCENARIOS } from '../../../../src/domain/risk/stress/scenario.ts';
import { stress } from '../../../../src/domain/risk/stress/stressResult.ts';
import { monthlyReview, traderMonthOf } from '../../../support/backtestResult.ts';
import { bannedWordsIn } from '../../../support/comments.ts';
import { htmlProblems } from '../../../support/htmlProblems.ts';
import { reviewedMonth } from '../../../support/reviewedMonth.ts';
import { BROWSER, hasBrowser } from '../../../support/screenInBrowser.ts';
import { reviewedShadow } from '../../../support/shadowComparisons.ts';
import { stressInput, stressTrader } from '../../../support/stressInputs.ts';

const HOSTILE = '<script>alert("x")</script>';
const stressed = stress(stressInput({ traders: [stressTrader('NET002')] }), SCENARIOS);

function page(changed: Partial<MonthlyReview> = {}, gate: Partial<BacktestResult['gate']> = {}): string {
  const whole = reviewedMonth(changed);
  const result = { ...whole, gate: { ...whole.gate, ...gate } };
  const { review } = result;
  if (review === null) throw new Error('the month has a review');
  return reviewPage({
    result,
    review,
    stress: stressed,
    compliance: { refused: 'no morning of the month was mailed.' },
  });
}

const textOf = (html: string) => html.replace(/<style[\s\S]*?<\/style>|<[^>]+>/g, ' ');

describe('the page of a monthly review', () => {
  it('leads with what was mailed, and is in the order in which a head of risk asks', async () => {
    const html = page({ shadows: [reviewedShadow()] });
    expect([...html.matchAll(/<h2>([^<]+)<\/h2>/g)].map(([, heading]) => heading)).toEqual([
      'What was mailed and what became of it',
      'Worst days of 250 sessions, without cuts → with the backtest&#x27;s cuts',
      'Three traders to talk about',
      'Overrides against Daybreak&#x27;s own limits',
      'Data problems',
      'The model in four lines',
      'In the appendix',
    ]);
    expect(await htmlProblems(html)).toEqual([]);
    expect(bannedWordsIn(textOf(html))).toEqual([]);
  });

  it('leaves out groups that have nothing to say, but says that there is no data problem', () => {
    const html = page({
      tail: null,
      discuss: [],
      decided: { ...monthlyReview().decided, overrides: [] },
      data: {
        withoutTrading: [],
        withheld: { days: 0, traders: [] },
        unjudgedDays: 0,
        closedDays: { traderDays: 0, netPnl: 0 },
      },
    });
    expect(html).not.toMatch(/to talk about|Overrides against|Worst days/);
    expect(textOf(html)).toMatch(/Data problems\s+None\./);
  });

  it('keeps stress, sizing, compliance, drift and shadow strategies in its appendix', () => {
    const result = reviewedMonth({ shadows: [reviewedShadow()] });
    const appendix = backtestPage(result, stressed, { refused: 'no morning of the month was mailed.' });
    for (const id of ['stress', 'replay', 'sizing', 'compliance', 'drift', 'shadows', 'decided'])
      expect(appendix).toContain(`<section id="${id}">`);
  });

  it('names the sessions on which cuts were switched off', () => {
    const text = textOf(page({}, { ridgeSessions: 12, rulesSessions: 4, noCutSessions: 3 }));
    expect(text).toContain('The model on 12 sessions, the rules on 4; cuts were switched off on 3.');
    expect(textOf(page())).not.toContain('switched off');
  });

  it('shows hostile names as plain text', () => {
    expect(page({ discuss: [traderMonthOf(HOSTILE, {})] })).not.toContain('<script');
  });

  it.skipIf(!hasBrowser)(
    'fits a phone, and prints on two sheets of A4 at most',
    async () => {
      const browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox'] });
      onTestFinished(() => browser.close());
      const tab = await browser.newPage({ viewport: { width: 375, height: 800 } });
      const shadows = ['one', 'two', 'three'].map((name) => reviewedShadow({ name }));
      await tab.setContent(page({ shadows }));
      expect(await tab.evaluate<number>('document.documentElement.scrollWidth')).toBe(375);
      const pdf = await tab.pdf({ format: 'A4' });
      expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length).toBeLessThanOrEqual(2);
    },
    60_000,
  );
});
