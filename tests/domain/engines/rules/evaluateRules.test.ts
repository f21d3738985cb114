import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  deepestCut,
  evaluateRules,
  firedOnMorning,
} from '../../../../src/domain/engines/rules/evaluateRules.ts';
import { proposeByRules, rulesConfidence } from '../../../../src/domain/engines/rules/proposeByRules.ts';

function propose(netPnl: readonly number[], options: { riskCapital?: number; idle?: boolean } = {}) {
  const fired = evaluateRules({ netPnl, riskCapital: options.riskCapital ?? 100_000 });
  return proposeByRules({
    trader: 'NET001',
    firedRules: firedOnMorning(fired, !options.idle),
    days: [],
    activeSessions: netPnl.length,
  });
}

const codes = (proposal: ReturnType<typeof propose>) =>
  proposal.reasons.map(({ code, reductionPct }) => [code, reductionPct]);
/** A quiet trader: sixty sessions of small gains and losses that fire nothing. */
const quiet = Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? 100 : -90));

describe('the rules baseline', () => {
  it('asks for no cut from a quiet trader', () => {
    expect(propose(quiet)).toEqual({
      trader: 'NET001',
      reductionPct: 0,
      tier: 'low',
      confidence: 'high',
      reasons: [],
      valueAtRisk95: null,
      largeLossProbability: null,
    });
  });

  it.each([
    { losses: 2, expected: [] },
    { losses: 3, expected: [['loss_streak', 30]] },
    { losses: 4, expected: [['loss_streak', 30]] },
    { losses: 5, expected: [['loss_streak', 50]] },
    { losses: 9, expected: [['loss_streak', 50]] },
  ])('answers $losses losing sessions in a row with $expected', ({ losses, expected }) => {
    expect(codes(propose([...quiet, 100, ...Array(losses).fill(-50)]))).toEqual(expected);
  });

  it('gives the length of the streak', () => {
    expect(propose([...quiet, 100, -50, -50, -50, -50, -50]).reasons[0]?.text).toBe(
      '5 losing sessions in a row',
    );
  });

  it('does not count a session that ends at exactly zero as a loss', () => {
    expect(codes(propose([...quiet, -50, 0, -50, -50]))).toEqual([]);
  });

  it.each([
    { dollars: 15_000, expected: [] },
    { dollars: 15_001, expected: [['drawdown', 40]] },
    { dollars: 25_000, expected: [['drawdown', 40]] },
    { dollars: 25_001, expected: [['drawdown', 60]] },
  ])(
    'answers a drawdown of $dollars dollars on 100,000 of capital with $expected',
    ({ dollars, expected }) => {
      const calm = Array(40).fill(1);
      const spread = Array.from({ length: 10 }, () => -dollars / 10).flatMap((loss) => [loss, 0]);
      const drawdownOnly = codes(propose([...calm, ...spread])).filter(([code]) => code === 'drawdown');
      expect(drawdownOnly).toEqual(expected);
    },
  );

  it('forgets a drawdown that lies more than sixty active sessions back', () => {
    expect(codes(propose([1000, -50_000, ...quiet]))).toEqual([]);
  });

  it('is not fooled by profits near zero: the drawdown is measured against risk capital', () => {
    expect(codes(propose([10, -400, 395, -390, 395, ...quiet.slice(0, 10)]))).toEqual([]);
  });

  it('answers volatility above twice that of the twenty sessions before with 25', () => {
    const loud = [500, -300, 400, -200, 600];
    expect(codes(propose([...quiet, ...loud]))).toEqual([['volatility', 25]]);
  });

  it('says nothing about volatility against twenty sessions without any', () => {
    expect(codes(propose([...Array(20).fill(0), 500, -300, 400, -200, 600]))).toEqual([]);
  });

  it("answers a last session below the trader's own worst twentieth with 20", () => {
    expect(codes(propose([...quiet, -95]))).toEqual([['worst_day', 20]]);
  });

  it('does not count a bad day of last week as the previous session', () => {
    expect(codes(propose([...quiet, -95], { idle: true }))).toEqual([]);
  });

  it('does not cut for a gain, however small it is for that trader', () => {
    expect(codes(propose([...Array(60).fill(500), 1]))).toEqual([]);
  });

  it('proposes the largest of the cuts that fire and gives every reason, deepest first', () => {
    const proposal = propose([...quiet, 100, -9000, -9000, -9000]);
    expect(proposal.reductionPct).toBe(60);
    expect(codes(proposal)).toEqual([
      ['drawdown', 60],
      ['loss_streak', 30],
      ['volatility', 25],
      ['worst_day', 20],
    ]);
    expect(proposal.tier).toBe('high');
  });

  it('says nothing of a trader without any history', () => {
    expect(codes(propose([]))).toEqual([]);
  });
});

describe('confidence in the rules', () => {
  it.each([
    { sessions: 39, fired: 0, expected: 'low' },
    { sessions: 39, fired: 3, expected: 'low' },
    { sessions: 40, fired: 2, expected: 'medium' },
    { sessions: 60, fired: 0, expected: 'high' },
    { sessions: 60, fired: 1, expected: 'medium' },
    { sessions: 60, fired: 2, expected: 'high' },
  ])('is $expected after $sessions sessions with $fired rules firing', ({ sessions, fired, expected }) => {
    expect(rulesConfidence(sessions, fired)).toBe(expected);
  });
});

describe('the list of rules that fire', () => {
  const results = fc.array(fc.integer({ min: -6_000, max: 5_000 }), { maxLength: 70 });

  it('comes deepest first, so that its first cut is the deepest', () => {
    fc.assert(
      fc.property(results, (netPnl) => {
        const fired = evaluateRules({ netPnl, riskCapital: 100_000 });
        expect(deepestCut(fired)).toBe(Math.max(0, ...fired.map(({ reductionPct }) => reductionPct)));
      }),
    );
  });

  it('is the same from the last 61 sessions as from all, but for a longer losing streak', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -6_000, max: 5_000 }), { minLength: 80, maxLength: 90 }),
        (netPnl) => {
          const all = evaluateRules({ netPnl: [...netPnl, 1], riskCapital: 100_000 });
          expect(evaluateRules({ netPnl: [...netPnl, 1].slice(-61), riskCapital: 100_000 })).toEqual(all);
        },
      ),
    );
  });

  it('loses the worst day, and nothing else, after an idle session', () => {
    fc.assert(
      fc.property(results, (netPnl) => {
        const fired = evaluateRules({ netPnl, riskCapital: 100_000 });
        expect(firedOnMorning(fired, true)).toEqual(fired);
        expect(firedOnMorning(fired, false)).toEqual(fired.filter(({ code }) => code !== 'worst_day'));
      }),
    );
  });
});

describe('a rule whose window has a missing session in it', () => {
  const codesOf = (netPnl: readonly number[], unbrokenSessions: number) =>
    evaluateRules({ netPnl, riskCapital: 100_000, unbrokenSessions }).map(({ code, value }) => [code, value]);
  const fall = [...quiet, ...Array.from({ length: 10 }, () => -5_000)];

  it('fires with every session there', () => {
    const fired = evaluateRules({ netPnl: fall, riskCapital: 100_000, unbrokenSessions: 70 });
    expect(fired).toEqual(evaluateRules({ netPnl: fall, riskCapital: 100_000 }));
    expect(fired.map(({ code }) => code)).toEqual(['drawdown', 'loss_streak']);
  });

  it('does not fire: of ten losses, the two after the gap are no streak', () => {
    expect(codesOf(fall, 2)).toEqual([]);
  });

  it('counts the losses after the gap alone', () => {
    expect(codesOf(fall, 4)).toEqual([['loss_streak', 4]]);
  });

  it.each([
    { rule: 'drawdown', needs: 60, netPnl: fall },
    { rule: 'volatility', needs: 25, netPnl: [...quiet, 900, -900, 900, -900, 900] },
    // The last session, and the 60 that it is compared with.
    { rule: 'worst_day', needs: 61, netPnl: [...quiet, -500] },
  ] as const)('$rule needs $needs sessions without a gap', ({ rule, needs, netPnl }) => {
    const firedWith = (sessions: number) => codesOf(netPnl, sessions).some(([code]) => code === rule);
    expect([firedWith(needs - 1), firedWith(needs)]).toEqual([false, true]);
  });

  it('fires nothing where the last session before the morning is missing', () => {
    expect(codesOf(fall, 0)).toEqual([]);
  });
});
