import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TraderRisk, traderSize } from '../../../../src/domain/risk/sizing/traderSize.ts';

const RISK: TraderRisk = {
  trader: 'NET001',
  expectedShortfall95: 2_300,
  expectedShortfallUpper95: 2_500,
  usualShortfall: 2_000,
  riskCapital: null,
  rulesReductionPct: 0,
  activeSessions: 120,
  exceptionLevel: 0.05,
};

const dollars = fc.double({ min: 1, max: 1e9, noNaN: true });
const anyRisk: fc.Arbitrary<TraderRisk> = fc.record({
  trader: fc.constant('NET001'),
  expectedShortfall95: dollars,
  expectedShortfallUpper95: fc.double({ min: -1e6, max: 1e9, noNaN: true }),
  usualShortfall: fc.option(dollars),
  riskCapital: fc.option(dollars),
  rulesReductionPct: fc.integer({ min: 0, max: 80 }),
  activeSessions: fc.integer({ min: 0, max: 500 }),
  exceptionLevel: fc.double({ min: 0.01, max: 0.12, noNaN: true }),
});

describe('the size of a trader', () => {
  it('is the share at which the worst days stay within a usual day', () => {
    expect(traderSize(RISK, 0.02)).toEqual({
      trader: 'NET001',
      multiplier: 0.8,
      budget: 2_000,
      budgetFrom: 'usual-day',
      confidence: 'high',
      riskLevel: 'MEDIUM',
      boundBy: 'expected-shortfall',
    });
  });

  it.each([
    ['a share of risk capital', { riskCapital: 100_000 }, 0.8, 'expected-shortfall'],
    ['enough risk capital', { riskCapital: 1_000_000 }, 1, 'usual-size'],
    ['worst days that do not lose', { expectedShortfallUpper95: -10 }, 1, 'usual-size'],
    ['no forecast', { expectedShortfallUpper95: null, rulesReductionPct: 40 }, 0.6, 'rules-cut'],
    ['no usual day', { usualShortfall: null, rulesReductionPct: 30 }, 0.7, 'rules-cut'],
    ['a forecast that is not a number', { expectedShortfallUpper95: Number.NaN }, 1, 'usual-size'],
  ] as const)('with %s', (_, changed, multiplier, boundBy) => {
    expect(traderSize({ ...RISK, ...changed }, 0.02)).toMatchObject({ multiplier, boundBy });
  });

  it.each([
    ['high', {}],
    ['medium', { activeSessions: 50 }],
    ['medium', { exceptionLevel: 0.04 }],
    ['medium', { expectedShortfallUpper95: 2_700 }],
    ['low', { activeSessions: 39 }],
    ['low', { exceptionLevel: 0.03 }],
    ['low', { expectedShortfallUpper95: 3_500 }],
    ['low', { expectedShortfallUpper95: null }],
    ['low', { expectedShortfall95: -5, expectedShortfallUpper95: 20 }],
  ] as const)('has %s confidence with %o', (confidence, changed) => {
    expect(traderSize({ ...RISK, ...changed }, 0.02).confidence).toBe(confidence);
  });

  it('is never above the usual size, never below 0', () => {
    fc.assert(
      fc.property(anyRisk, fc.double({ min: 0.001, max: 1, noNaN: true }), (risk, maxRisk) => {
        const { multiplier } = traderSize(risk, maxRisk);
        expect(multiplier).toBeGreaterThanOrEqual(0);
        expect(multiplier).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('never grows with the risk', () => {
    fc.assert(
      fc.property(anyRisk, fc.double({ min: 0, max: 1e6, noNaN: true }), (risk, more) => {
        const upper = (risk.expectedShortfallUpper95 ?? 0) + more;
        const riskier = traderSize({ ...risk, expectedShortfallUpper95: upper }, 0.02);
        expect(riskier.multiplier).toBeLessThanOrEqual(traderSize(risk, 0.02).multiplier);
      }),
    );
  });

  it('never shrinks with the largest risk that is allowed', () => {
    const share = fc.double({ min: 0.0001, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(anyRisk, share, share, (risk, maxRisk, more) => {
        expect(traderSize(risk, maxRisk + more).multiplier).toBeGreaterThanOrEqual(
          traderSize(risk, maxRisk).multiplier,
        );
      }),
    );
  });

  it('is the same in another unit of money', () => {
    fc.assert(
      fc.property(anyRisk, fc.constantFrom(0.01, 100), (risk, factor) => {
        const times = (value: number | null) => (value === null ? null : value * factor);
        const scaled = traderSize(
          {
            ...risk,
            expectedShortfall95: times(risk.expectedShortfall95),
            expectedShortfallUpper95: times(risk.expectedShortfallUpper95),
            usualShortfall: times(risk.usualShortfall),
            riskCapital: times(risk.riskCapital),
          },
          0.02,
        );
        expect(scaled.multiplier).toBeCloseTo(traderSize(risk, 0.02).multiplier, 9);
      }),
    );
  });
});
