import { describe, expect, it } from 'vitest';
import { warningRules, warningsOf } from '../../../src/domain/decision/warnings.ts';
import { indicators } from '../../../src/domain/indicators/registry.ts';

const reason = (code: string) => ({ code, text: code, value: 1, reductionPct: 20 });

describe('warnings', () => {
  it.each([
    { indicators: {}, reasons: [], expected: [] },
    { indicators: { revenge_rate: 0.69 }, reasons: [], expected: [] },
    { indicators: { revenge_rate: 0.7 }, reasons: [], expected: ['REVENGE_TRADING'] },
    { indicators: { vol_ratio: 1.5 }, reasons: [], expected: [] },
    { indicators: { vol_ratio: 1.51 }, reasons: [], expected: ['HIGH_VOLATILITY'] },
    { indicators: {}, reasons: [reason('volatility')], expected: ['HIGH_VOLATILITY'] },
    { indicators: { win_rate_change: -2.1 }, reasons: [], expected: ['LOW_WIN_RATE'] },
    { indicators: { win_rate_change: -2 }, reasons: [], expected: [] },
    { indicators: {}, reasons: [reason('drawdown')], expected: ['LARGE_DRAWDOWN'] },
    {
      indicators: { vol_ratio: 2 },
      reasons: [reason('drawdown')],
      expected: ['HIGH_VOLATILITY', 'LARGE_DRAWDOWN', 'ELEVATED_RISK'],
    },
    { indicators: { revenge_rate: null, vol_ratio: null, win_rate_change: null }, reasons: [], expected: [] },
  ])(
    '$indicators with $reasons.length rules firing raise $expected',
    ({ indicators: values, reasons, expected }) => {
      expect(warningsOf(values, reasons)).toEqual(expected);
    },
  );

  it('read indicators that exist', () => {
    const ids = indicators.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['revenge_rate', 'vol_ratio', 'win_rate_change']));
  });

  it('each have one stated rule', () => {
    expect(new Set(warningRules.map(({ code }) => code)).size).toBe(warningRules.length);
  });
});
