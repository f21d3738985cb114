import { describe, expect, it } from 'vitest';
import { printBacktest, printReview } from '../../src/commands/backtestOutput.ts';
import type { MonthlyReview } from '../../src/domain/evaluation/reviewResult.ts';
import { backtestResult, impact, monthlyReview } from '../support/backtestResult.ts';

function printed(review: MonthlyReview): string {
  const lines: string[] = [];
  const output = { line: (text: string) => void lines.push(text), json: () => undefined };
  const input = { result: backtestResult({ review }), review, stress: null, compliance: null };
  printReview(output, input, { files: ['report.html'], delivery: null });
  return lines.join('\n');
}

it('a review on the terminal leads with what was mailed, before the backtest of its month', () => {
  const text = printed(monthlyReview());
  expect(text).toMatch(
    /^The cuts saved about \$7,300\.\n\nWhat was mailed and what became of it\n {2}Mailed: 66 cuts/,
  );
  expect(text.indexOf('The model in four lines')).toBeLessThan(text.indexOf('Review of'));
});

describe('a backtest on the terminal', () => {
  const lines: string[] = [];
  const output = { line: (text: string) => void lines.push(text), json: () => undefined };
  printBacktest(output, backtestResult(), ['report.html']);
  const text = lines.join('\n');

  it('answers in words, the tail before the net, and then shows the figures in that order', () => {
    const order = [
      'Did the cuts make the bad days of the desk smaller? Not shown: the worst 5% of days lose $530 less on average, which could be chance; the 5% day is worse.',
      'Did the cuts help? Yes: they saved $31,150 more than they cost.',
      'Did they go to the right days? Not shown: any cuts of this size would have saved as much.',
      'The desk by session, under base limits and under the cut limits',
      'The cuts in force against three controls',
      'Engines, each as if in force throughout',
    ].map((part) => text.indexOf(part));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it('shows the tail and the controls with their bounds', () => {
    expect(text).toMatch(/5% day +−\$5,316 +−\$6,247 +−\$931 +−\$1,831 to −\$31 +cost/);
    expect(text).toMatch(/the same cuts for everyone, against no cut +\$17,400 +\$2,100 to \$33,800 +helped/);
    expect(text).toMatch(
      /cuts, against the same for everyone +\$13,750 +−\$2,900 to \$30,100 +could be chance/,
    );
    expect(text).toMatch(/against matched days \(r\) +-0\.093 +-0\.160 to -0\.031 +worse than the control/);
  });
});

describe('a review on the terminal', () => {
  it('has the days that are estimated, and each author and reason with what the overrides did', () => {
    const text = printed(monthlyReview());
    expect(text).toContain('netted $7,900 (helped; 11 of 14 binding days estimated)');
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
