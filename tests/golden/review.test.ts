import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LONGEST_HTML } from '../../src/adapters/email/fillTemplate.ts';
import { createMailRenderer } from '../../src/adapters/email/mailRenderer.ts';
import type { BacktestResult } from '../../src/domain/evaluation/backtestResult.ts';
import type { ReviewNotice } from '../../src/domain/report/notices.ts';
import { SCENARIOS } from '../../src/domain/risk/stress/scenario.ts';
import { stress } from '../../src/domain/risk/stress/stressResult.ts';
import type { MonthlyReview } from '../../src/domain/evaluation/reviewResult.ts';
import { mailedMonthOf, monthlyReview, nothing } from '../support/backtestResult.ts';
import { REVIEWED_SESSIONS, reviewedMonth } from '../support/reviewedMonth.ts';
import { reviewSumProblems } from '../support/reviewSums.ts';
import { BROWSER, hasBrowser } from '../support/screenInBrowser.ts';
import { reviewedShadow, youngShadow } from '../support/shadowComparisons.ts';
import { stressInput, stressTrader } from '../support/stressInputs.ts';

// UPDATE_GOLDEN=1 rewrites the golden files; read them before a commit. A missing file is a failure.
const folder = new URL('review/', import.meta.url);

function golden(file: string, content: string): string {
  const path = new URL(file, folder);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, content);
  }
  return existsSync(path) ? readFileSync(path, 'utf8') : `(no golden file ${file}; run with UPDATE_GOLDEN=1)`;
}

function notice(
  review: Partial<MonthlyReview> = {},
  override: Partial<BacktestResult> = {},
  compliance: ReviewNotice['compliance'] = { refused: 'no morning of the month was mailed.' },
): ReviewNotice {
  return {
    at: new Date('2025-12-01T15:00:00Z'),
    timezone: 'America/New_York',
    result: reviewedMonth(review, override),
    stress: stress(stressInput({ sessionDate: '2025-11-28', traders: [stressTrader('NET002')] }), SCENARIOS),
    compliance,
    page: '<!doctype html><title>the page</title>',
    appendix: '<!doctype html><title>the appendix</title>',
  };
}

const costly = {
  stops: { ...mailedMonthOf().stops, saved: 1_100, cost: 8_300, interval: [-11_000, -2_400], verdict: 'cost' },
} as const;
const { decided } = monthlyReview();
const notMailed: Partial<MonthlyReview> = {
  decided: {
    ...decided,
    sessions: 0,
    traderDays: 0,
    cuts: 0,
    agreeing: 0,
    differing: 0,
    differences: [],
    limit: nothing,
    estimatedDays: 0,
    overrides: [],
  },
  mailed: mailedMonthOf({
    mornings: 0,
    withoutMail: REVIEWED_SESSIONS,
    changes: { all: 0, lower: 0, raise: 0 },
    answers: { asMailed: 0, other: 0, notSet: 0, unanswered: 0 },
    cutDays: { all: 0, stopped: 0, ignored: 0, unclear: 0, notReached: 0, notApplied: 0 },
    stops: { estimated: 0, notKnown: 0, saved: 0, cost: 0, interval: null, verdict: 'not enough to tell' },
  }),
  discuss: [],
  data: { ...monthlyReview().data, withheld: { days: 0, traders: [] } },
  look: null,
};

const notices = [
  ['review', notice()],
  ['review-cost', notice({ mailed: mailedMonthOf(costly) })],
  ['review-shadows', notice({ shadows: [reviewedShadow(), youngShadow()] })],
  ['review-nothing', notice(notMailed)],
] as const;

describe.each(notices)('the mail %s', (name, facts) => {
  it('has the subject, text and HTML that were last read and approved, and the page attached', async () => {
    const { subject, text, html, attachments } = await createMailRenderer().review(facts);
    expect(`${subject}\n`).toBe(golden(`${name}.subject.txt`, `${subject}\n`));
    expect(text).toBe(golden(`${name}.txt`, text));
    expect(html).toBe(golden(`${name}.html`, html));
    expect(Buffer.byteLength(html)).toBeLessThan(LONGEST_HTML);
    expect(attachments.map(({ filename, content }) => [filename, content.toString()])).toEqual([
      ['review-2025-11.html', facts.page],
      ['review-2025-11-appendix.html', facts.appendix],
    ]);
  });

  it('has figures that add up', () => {
    expect(reviewSumProblems(facts.result)).toEqual([]);
  });

  it('has the same number of sessions and of trader-days wherever it names them', async () => {
    const { text } = await createMailRenderer().review(facts);
    const words = text.replace(/\s+/g, ' ');
    expect(words).toContain('19 sessions, 6 traders, 102 traded trader-days');
    const sums = [...words.matchAll(/Of (\d+) [^:]+: ([^.]+)\./g)];
    for (const [, whole, parts = ''] of sums)
      expect(sum([...parts.matchAll(/(?:^|, )(\d+) /g)].map(([, part]) => Number(part)))).toBe(Number(whole));
    expect(sums.length).toBe(facts.result.review?.decided.traderDays === 0 ? 0 : 2);
  });

  it('fits 75 lines in its text part', async () => {
    const { text } = await createMailRenderer().review(facts);
    expect(text.split('\n').length).toBeLessThanOrEqual(75);
  });
});

it('a review mail is refused without a reviewed month', async () => {
  await expect(createMailRenderer().review(notice({}, { review: null }))).rejects.toThrow('without one');
});

it('the check of sums names every sum that does not add up', () => {
  const { changes } = mailedMonthOf();
  const wrong = reviewedMonth({ mailed: mailedMonthOf({ changes: { ...changes, lower: 21 } }) }, { judgedDays: 99 });
  expect(reviewSumProblems(wrong)).toEqual([
    'traded days judged or not: 102 is not 99 + 2',
    'changes: 34 is not 21 + 14',
  ]);
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

it.skipIf(!hasBrowser)(
  'the review mail prints on two sheets of A4, from the top of the first',
  async () => {
    const browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox'] });
    onTestFinished(() => browser.close());
    const tab = await browser.newPage();
    await tab.setContent(readFileSync(new URL('review.html', folder), 'utf8'));
    const pdf = await tab.pdf({ format: 'A4' });
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(2);
  },
  60_000,
);
