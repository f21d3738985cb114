import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DecisionInput, decide } from '../../../src/domain/decision/decide.ts';
import { evaluateRules } from '../../../src/domain/engines/rules/evaluateRules.ts';
import { limitAfter, uncutLimit } from '../../../src/domain/outcome/reduction.ts';
import { factsOf } from '../../support/facts.ts';

const input = (overrides: Partial<DecisionInput> & { asked?: number } = {}): DecisionInput => ({
  trader: 'NET001',
  desk: 'Equities',
  baseLimit: 5000,
  riskCapital: 100_000,
  days: [],
  firedRules: [],
  activeSessions: 120,
  reconciled: true,
  proof: { notProven: [], notes: [] },
  hasHole: false,
  indicators: {},
  maxReductionPct: 80,
  limitRoundTo: 50,
  cutRecord: {
    cuts: { none: { days: 89, largeLosses: 28 } },
    uncut: { ridge: { days: 0, largeLosses: 0 }, rules: { days: 100, largeLosses: 17 } },
  },
  engine: 'rules',
  hasTieOutFailure: false,
  modelId: null,
  passedOver: [],
  proposal: {
    trader: 'NET001',
    reductionPct: overrides.asked ?? 50,
    tier: 'high',
    confidence: 'high',
    reasons: [{ code: 'loss_streak', text: '5 losing sessions in a row', value: 5, reductionPct: 50 }],
    valueAtRisk95: null,
    largeLossProbability: null,
  },
  ...overrides,
});

describe('a decision', () => {
  it('cuts the base limit by what the engine asks for', () => {
    expect(decide(input())).toEqual({
      trader: 'NET001',
      desk: 'Equities',
      action: 'cut',
      tier: 'high',
      modelTier: 'high',
      baseLimit: 5000,
      newLimit: 2500,
      reductionPct: 50,
      proposedReductionPct: 50,
      confidence: 'high',
      reasons: [{ code: 'loss_streak', text: '5 losing sessions in a row', value: 5, reductionPct: 50 }],
      valueAtRisk95: null,
      largeLossProbability: null,
      warnings: [],
      warningEvidence: [],
      reconciled: true,
      notProven: [],
      notes: [],
      activeSessions: 120,
      indicators: {},
      modelId: null,
      passedOver: [],
      trackRecord: { cuts: 89, followedByLargeLoss: 28, deskRate: 0.17 },
    });
  });

  it.each([
    { asked: 0, reductionPct: 0 },
    { asked: 7.4, reductionPct: 0 },
    { asked: 7.5, reductionPct: 10 },
    { asked: 12.4, reductionPct: 10 },
    { asked: 12.5, reductionPct: 15 },
    { asked: 80, reductionPct: 80 },
    { asked: 100, reductionPct: 80 },
  ])(
    'rounds a proposal of $asked % to the nearest five and caps it: $reductionPct %',
    ({ asked, reductionPct }) => {
      expect(decide(input({ asked }))).toMatchObject({
        reductionPct,
        action: reductionPct > 0 ? 'cut' : 'keep',
      });
    },
  );

  it("never cuts deeper than the desk's own ceiling, even one off the steps of five", () => {
    expect(decide(input({ asked: 80, maxReductionPct: 33 }))).toMatchObject({
      reductionPct: 33,
      newLimit: 3350,
    });
  });

  it.each([0, 19])(
    'leaves a trader with %i sessions to a review by hand, and shows the proposal',
    (activeSessions) => {
      expect(decide(input({ activeSessions }))).toMatchObject({
        action: 'review',
        tier: 'unknown',
        newLimit: 5000,
        reductionPct: 0,
        proposedReductionPct: 50,
      });
    },
  );

  it('trusts an engine from the twentieth session on', () => {
    expect(decide(input({ activeSessions: 20 })).action).toBe('cut');
  });

  it('shows and does not recommend the cut of a trader whose P&L does not tie out', () => {
    expect(decide(input({ reconciled: false }))).toMatchObject({
      action: 'withheld',
      newLimit: 5000,
      reductionPct: 0,
      proposedReductionPct: 50,
      confidence: 'low',
    });
  });

  const doubt = { code: 'day_incomplete', session: '2026-11-27', symbol: null, text: '3 rows' } as const;

  it('withholds a cut on what is not proven', () => {
    expect(decide(input({ proof: { notProven: [doubt], notes: [] } }))).toMatchObject({
      action: 'withheld',
      newLimit: 5000,
      reductionPct: 0,
      proposedReductionPct: 50,
      confidence: 'low',
      notProven: [doubt],
    });
  });

  it('reviews a trader with a short history although the day is not proven', () => {
    const proof = { notProven: [doubt], notes: [] };
    expect(decide(input({ proof, activeSessions: 19 }))).toMatchObject({
      action: 'review',
      confidence: 'low',
    });
  });

  it('decides as usual on what is only noted', () => {
    const proof = { notProven: [], notes: [doubt] };
    expect(decide(input({ proof }))).toMatchObject({
      action: 'cut',
      newLimit: 2500,
      confidence: 'high',
      notes: [doubt],
    });
  });

  it('has low confidence while a session is missing', () => {
    expect(decide(input({ hasHole: true }))).toMatchObject({ action: 'cut', confidence: 'low' });
  });

  it('has the same warnings whichever engine decides', () => {
    const netPnls = Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? 120 : -100));
    const days = factsOf([...netPnls, -16_000]);
    const silent = { ...input().proposal, reasons: [] };
    const firedRules = evaluateRules({ netPnl: days.map(({ netPnl }) => netPnl), riskCapital: 100_000 });
    const [rules, model] = [
      decide(input({ days, firedRules })),
      decide(input({ days, firedRules, proposal: silent })),
    ];
    expect(rules.warnings).toEqual(['HIGH_VOLATILITY', 'LARGE_DRAWDOWN', 'ELEVATED_RISK']);
    expect(rules.warningEvidence?.map(({ code }) => code)).toEqual(rules.warnings);
    expect(model.warningEvidence).toEqual(rules.warningEvidence);
  });

  it('recommends a cut when the source has no totals to compare with', () => {
    expect(decide(input({ reconciled: null })).action).toBe('cut');
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a base limit of %d', (baseLimit) => {
    expect(() => decide(input({ baseLimit }))).toThrow(/expected dollars above 0/);
  });
});

describe('the new limit', () => {
  it.each([
    { base: 5_000, cut: 35, roundTo: 50, limit: 3_250 },
    { base: 1_999.99, cut: 33, roundTo: 50, limit: 1_300 },
    { base: 3_333.33, cut: 15, roundTo: 1, limit: 2_833 },
    { base: 10_000, cut: 33, roundTo: 250, limit: 6_500 },
    // The step may be a tenth of the base limit, not more.
    { base: 500, cut: 15, roundTo: 50, limit: 400 },
    { base: 499.99, cut: 15, roundTo: 50, limit: 420 },
    { base: 49.99, cut: 15, roundTo: 50, limit: 42 },
    { base: 49.99, cut: 15, roundTo: 3, limit: 42 },
    // Never below $1, nor the base limit itself.
    { base: 4, cut: 80, roundTo: 50, limit: 1 },
    { base: 1.2, cut: 10, roundTo: 50, limit: 1 },
    { base: 0.07, cut: 50, roundTo: 50, limit: 0.03 },
    { base: 3_333.33, cut: 0, roundTo: 50, limit: 3_333.33 },
  ])('of $base less $cut % in steps of $roundTo is $limit', ({ base, cut, roundTo, limit }) => {
    expect(limitAfter(base, cut, roundTo)).toBe(limit);
  });

  it('is the base limit to the cent where nothing is cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (cents) => {
        expect(limitAfter(cents / 100, 0, 50)).toBe(cents / 100);
        expect(uncutLimit(cents / 100)).toBe(cents / 100);
      }),
    );
  });

  it('is at most what the percentage leaves, below the base limit, and lower for a deeper cut', () => {
    const base = fc.integer({ min: 101, max: 1e9 });
    const cut = fc.integer({ min: 1, max: 79 });
    fc.assert(
      fc.property(base, cut, fc.constantFrom(1, 5, 50, 1_000), (cents, percent, roundTo) => {
        const exact = (cents * (100 - percent)) / 10_000;
        const limit = limitAfter(cents / 100, percent, roundTo);
        expect(limit).toBeLessThan(cents / 100);
        expect(limit).toBeLessThanOrEqual(Math.max(1, exact + 1e-3));
        expect(limit).toBeGreaterThan(exact - Math.max(1, cents / 1_000) - 1e-3);
        expect(limit).toBeGreaterThanOrEqual(limitAfter(cents / 100, percent + 1, roundTo));
      }),
    );
  });
});
