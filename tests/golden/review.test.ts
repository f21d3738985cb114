import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LONGEST_HTML } from '../../src/adapters/email/fillTemplate.ts';
import { createMailRenderer } from '../../src/adapters/email/mailRenderer.ts';
import type { BacktestResult } from '../../src/domain/evaluation/backtestResult.ts';
import type { ReviewNotice } from '../../src/domain/report/notices.ts';
import { backtestResult, impact, monthlyReview, nothing, strategies } from '../support/backtestResult.ts';
import { reviewedShadow, youngShadow } from '../support/shadowComparisons.ts';

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

function notice(override: Partial<BacktestResult> = {}): ReviewNotice {
  return {
    at: new Date('2025-12-01T15:00:00Z'),
    timezone: 'America/New_York',
    result: backtestResult({ review: monthlyReview(), ...override }),
    page: '<!doctype html><title>the page</title>',
  };
}

const quiet = strategies({ limit: nothing, sizing: nothing, filtering: nothing, combined: nothing });
const dear = strategies({ limit: impact({ net: -9_000, netInterval: [-15_000, -2_000], verdict: 'cost' }) });

describe.each([
  ['review', notice()],
  ['review-cost', notice({ strategies: dear })],
  ['review-shadows', notice({ review: monthlyReview({ shadows: [reviewedShadow(), youngShadow()] }) })],
  [
    'review-nothing',
    notice({
      strategies: quiet,
      review: { ...monthlyReview({ look: null }), decided: { ...monthlyReview().decided, traderDays: 0, overrides: [] } },
    }),
  ],
] as const)('the mail %s', (name, facts) => {
  it('has the subject, text and HTML that were last read and approved, and the page attached', async () => {
    const { subject, text, html, attachments } = await createMailRenderer().review(facts);
    expect(`${subject}\n`).toBe(golden(`${name}.subject.txt`, `${subject}\n`));
    expect(text).toBe(golden(`${name}.txt`, text));
    expect(html).toBe(golden(`${name}.html`, html));
    expect(Buffer.byteLength(html)).toBeLessThan(LONGEST_HTML);
    expect(attachments.map(({ filename, content }) => [filename, content.toString()])).toEqual([
      ['review-2025-11.html', facts.page],
    ]);
  });
});

it('a review mail is refused without a reviewed month', async () => {
  await expect(createMailRenderer().review(notice({ review: null }))).rejects.toThrow('without one');
});
