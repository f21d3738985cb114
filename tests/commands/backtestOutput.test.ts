import { describe, expect, it } from 'vitest';
import { printReview } from '../../src/commands/backtestOutput.ts';
import type { MonthlyReview } from '../../src/domain/evaluation/reviewResult.ts';
import { backtestResult, impact, monthlyReview } from '../support/backtestResult.ts';

function printed(review: MonthlyReview): string {
  const lines: string[] = [];
  const output = { line: (text: string) => void lines.push(text), json: () => undefined };
  printReview(output, backtestResult({ review }), { files: ['report.html'], delivery: null });
  return lines.join('\n');
}

describe('a review on the terminal', () => {
  it('has the days that are estimated, and each author and reason with what the overrides did', () => {
    const text = printed(monthlyReview());
    expect(text).toContain('netted $900 (could be chance; 7 of 212 binding days estimated)');
    expect(text).toContain("Overrides against Daybreak's own recommendation");
    expect(text).toMatch(/risk-1 +spoken to the trader +31 +1 +4 .*−\$1,200 +−\$2,100 to −\$300 +12 +cost/);
  });

  it('has no interval under ten days with an effect', () => {
    const { decided, ...rest } = monthlyReview();
    const few = impact({ bindingDays: 9, verdict: 'not enough to tell' });
    const overrides = decided.overrides.map((score) => ({ ...score, ...few }));
    const text = printed({ ...rest, decided: { ...decided, overrides } });
    expect(text).toMatch(/risk-1 .* 9 +not enough to tell/);
    expect(text).not.toMatch(/risk-1 .* to \$58,900/);
  });

  it('names no overrides where none was mailed', () => {
    const { decided, ...rest } = monthlyReview();
    expect(printed({ ...rest, decided: { ...decided, overrides: [] } })).not.toContain('Overrides');
  });
});
