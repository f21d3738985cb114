import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stressedLoss } from '../../../../src/domain/risk/stress/deskLoss.ts';
import { exitSeconds } from '../../../../src/domain/risk/stress/exitTime.ts';
import { recommendations } from '../../../../src/domain/risk/stress/recommendations.ts';
import { reverseStress } from '../../../../src/domain/risk/stress/reverseStress.ts';
import { NO_CHANGE, SCENARIOS, type Scenario } from '../../../../src/domain/risk/stress/scenario.ts';
import { runScenario } from '../../../../src/domain/risk/stress/scenarioResult.ts';
import { sizedOutcome } from '../../../../src/domain/risk/stress/sizedDays.ts';
import { StressDesk } from '../../../../src/domain/risk/stress/stressDesk.ts';
import type { StressTrader } from '../../../../src/domain/risk/stress/stressInput.ts';
import { stressLevel } from '../../../../src/domain/risk/stress/stressLevel.ts';
import { stress } from '../../../../src/domain/risk/stress/stressResult.ts';
import {
  exposureOf,
  forecastOf,
  stressDay,
  stressInput,
  stressTrader,
} from '../../../support/stressInputs.ts';

function scenario(changes: Partial<Scenario>): Scenario {
  return { ...NO_CHANGE, name: 'own', label: 'own', ...changes };
}

const CRASH = scenario({ priceShock: -0.3 });

function residualsOf(zs: readonly Readonly<Record<string, number>>[]) {
  return zs.map((each, day) => ({
    sessionDate: `2026-${String(day)}`,
    byTrader: new Map(Object.entries(each)),
  }));
}

describe('a price shock', () => {
  it('costs positions held overnight, the worst exposure of the day, and closing it', () => {
    const trader = stressTrader('A', {
      positions: [{ symbol: 'KLMN', notional: 20_000 }],
      exposure: exposureOf({ netLong: 100_000 }),
    });
    const result = runScenario(new StressDesk(stressInput({ traders: [trader] })), CRASH);
    expect(result.deskPnl).toBe(-36_050);
    expect(result.overnightPnl).toBe(-6_000);
    expect(result.usualPnl).toBe(-21_025);
    expect(result.level).toBe('CRITICAL');
  });

  it('takes the long side of a fall, the short side of a rise, and the larger side without a shock', () => {
    const trader = stressTrader('A', { exposure: exposureOf({ netLong: 100_000, netShort: 40_000 }) });
    const desk = new StressDesk(stressInput({ traders: [trader], slippageBasisPoints: 0 }));
    expect(runScenario(desk, scenario({ priceShock: -0.1 })).deskPnl).toBe(-10_000);
    expect(runScenario(desk, scenario({ priceShock: 0.1 })).deskPnl).toBe(-4_000);
    const wide = new StressDesk(stressInput({ traders: [trader] }));
    expect(runScenario(wide, scenario({ spreadFactor: 5 })).deskPnl).toBe(-250);
  });

  it('gains on a short position held overnight in a fall', () => {
    const trader = stressTrader('A', { positions: [{ symbol: 'KLMN', notional: -20_000 }] });
    const result = runScenario(new StressDesk(stressInput({ traders: [trader] })), CRASH);
    expect(result.deskPnl).toBe(6_000);
    expect(result.level).toBe('LOW');
  });

  it('is 0 overnight for a flat desk, says why, and is not 0 within the day', () => {
    const trader = stressTrader('A', { exposure: exposureOf({ netLong: 100_000 }) });
    const { scenarios, notes } = stress(stressInput({ traders: [trader] }), [CRASH]);
    expect(scenarios[0]?.overnightPnl).toBe(0);
    expect(scenarios[0]?.deskPnl).toBe(-30_050);
    expect(notes[0]).toBe('No position was open at the close of 2026-11-27, so nothing is lost overnight.');
  });

  it('shows the netted step of the desk next to the sum of the traders', () => {
    const traders = [
      stressTrader('A', { exposure: exposureOf({ netLong: 100_000 }) }),
      stressTrader('B', { exposure: exposureOf({ netLong: 100_000 }) }),
    ];
    const nettedExposure = { netLong: 120_000, netShort: 0, gross: 150_000 };
    const desk = new StressDesk(stressInput({ traders, nettedExposure, slippageBasisPoints: 0 }));
    const result = runScenario(desk, CRASH);
    expect([result.deskPnl, result.nettedPnl]).toEqual([-60_000, -36_000]);
  });
});

const notional = fc.double({ min: -1e7, max: 1e7, noNaN: true });
const someTrader = fc.record({
  positions: fc.array(fc.record({ symbol: fc.constantFrom('KLMN', 'OPQR', 'STUV'), notional }), {
    maxLength: 3,
  }),
  netLong: fc.double({ min: 0, max: 1e7, noNaN: true }),
  netShort: fc.double({ min: 0, max: 1e7, noNaN: true }),
  limitInForce: fc.integer({ min: 1, max: 9_000 }),
});
const someDesk = fc.array(someTrader, { minLength: 1, maxLength: 20 }).map((all) =>
  all.map(({ positions, netLong, netShort, limitInForce }, place) =>
    stressTrader(`T${place}`, {
      positions,
      limitInForce,
      baseLimit: 9_000,
      exposure: exposureOf({ netLong, netShort, gross: netLong + netShort }),
      forecast: forecastOf(500 + 10 * place),
    }),
  ),
);
const someScenario = fc.record({
  priceShock: fc.double({ min: -1, max: 1, noNaN: true }),
  spreadFactor: fc.double({ min: 0, max: 10, noNaN: true }),
  volatilityFactor: fc.double({ min: 0.1, max: 10, noNaN: true }),
});

/** The sum in whole cents, as an integer: no rounding of its own. */
function sumOfCents(cents: ArrayLike<number>): bigint {
  return Array.from(cents).reduce((sum, each) => sum + BigInt(each), 0n);
}

describe('any desk with longs and shorts', () => {
  it('loses exactly the sum of its traders, and overnight exactly that of its symbols, to the cent', () => {
    fc.assert(
      fc.property(someDesk, someScenario, (traders, changes) => {
        const desk = new StressDesk(stressInput({ traders }));
        const { price, deskPnl, overnightPnl } = runScenario(desk, scenario(changes));
        expect(BigInt(Math.round(deskPnl * 100))).toBe(sumOfCents(price.traderCents));
        expect(BigInt(Math.round(overnightPnl * 100))).toBe(sumOfCents(price.symbolCents));
      }),
    );
  });

  it('has the same price part at base limits and at limits in force, which change only the other parts', () => {
    fc.assert(
      fc.property(someDesk, someScenario, (traders, changes) => {
        const atBase = traders.map((each): StressTrader => ({ ...each, limitInForce: each.baseLimit }));
        const residuals = residualsOf(
          Array.from({ length: 60 }, (_, day) => ({ T0: (day % 7) - 4, T1: (day % 5) - 3 })),
        );
        const own = runScenario(new StressDesk(stressInput({ traders, residuals })), scenario(changes));
        const base = runScenario(
          new StressDesk(stressInput({ traders: atBase, residuals })),
          scenario(changes),
        );
        expect(own.price).toEqual(base.price);
        expect(own.deskPnl).toBe(base.deskPnl);
        expect(own.nettedPnl).toBe(base.nettedPnl);
        expect(own.loss?.unlimited).toEqual(base.loss?.unlimited);
        expect(own.loss?.atBaseLimits).toEqual(base.loss?.inForce);
        expect(own.loss?.inForce.expectedShortfall95).toBeLessThanOrEqual(
          base.loss?.inForce.expectedShortfall95 ?? 0,
        );
      }),
    );
  });

  it('loses the sum of its limits at the shock that the reverse stress finds', () => {
    fc.assert(
      fc.property(someDesk, (traders) => {
        const desk = new StressDesk(stressInput({ traders }));
        const { priceShock, whyNoPriceShock } = reverseStress(desk);
        if (priceShock === null) {
          expect(whyNoPriceShock).toContain('too small');
          return;
        }
        // At a shock of exactly 0 slippage alone costs the limits, on the larger side.
        if (priceShock === 0) return;
        const loss = 0 - runScenario(desk, scenario({ priceShock })).deskPnl;
        expect(Math.abs(loss - desk.sumOfLimits)).toBeLessThan(1);
      }),
    );
  });
});

describe('volatility', () => {
  const zs = Array.from({ length: 60 }, (_, day) => ({ A: day < 6 ? -2 : 0.5, B: day < 6 ? 0.5 : 0 }));
  const traders = [
    stressTrader('A', { forecast: forecastOf(1_000), limitInForce: 2_000 }),
    stressTrader('B', { forecast: forecastOf(1_000), limitInForce: 2_000 }),
  ];

  it("applies each session's residuals together, and caps each trader at the limit", () => {
    const desk = new StressDesk(stressInput({ traders, residuals: residualsOf(zs), slippageBasisPoints: 0 }));
    const { loss } = runScenario(desk, scenario({ volatilityFactor: 3 }));
    expect(loss?.unlimited).toEqual({ valueAtRisk95: 4_500, expectedShortfall95: 4_500 });
    expect(loss?.inForce).toEqual({ valueAtRisk95: 500, expectedShortfall95: 500 });
    expect(loss?.atBaseLimits).toEqual({ valueAtRisk95: 3_500, expectedShortfall95: 3_500 });
  });

  it('adds the cost of closing the usual notional to the limit', () => {
    const open = traders.map((each) => ({ ...each, exposure: exposureOf({ gross: 800_000 }) }));
    const desk = new StressDesk(stressInput({ traders: open, residuals: residualsOf(zs) }));
    const { loss } = runScenario(desk, scenario({ volatilityFactor: 3, spreadFactor: 2 }));
    expect(loss?.inForce.valueAtRisk95).toBe(500 + 400);
  });

  it('widens a VaR around its mean', () => {
    const own = { valueAtRisk95: 900, expectedShortfall95: 1_200 };
    expect(stressedLoss(own, -100, 3)).toEqual({ valueAtRisk95: 2_500, expectedShortfall95: 3_400 });
  });

  it('has no VaR of the desk where nobody has a forecast', () => {
    const without = traders.map((each) => ({ ...each, forecast: null }));
    const desk = new StressDesk(stressInput({ traders: without, residuals: residualsOf(zs) }));
    expect(runScenario(desk, CRASH).loss).toBeNull();
  });

  it('has no VaR of the desk with fewer than 60 learned sessions', () => {
    const residuals = residualsOf(zs.slice(1));
    expect(runScenario(new StressDesk(stressInput({ traders, residuals })), CRASH).loss).toBeNull();
  });
});

describe('another size', () => {
  it('meets the limit where the original path meets limit / size', () => {
    const marks = [{ runningPnl: -420, totalPnl: -480, secondOfDay: 36_000, openNotional: 40_000 }];
    const day = { ...stressDay('A', -300), judged: { netPnl: -300, marks, untimedPnl: 0 } };
    expect(sizedOutcome(day, 2, 800, 5)).toBe(-1_000);
    expect(sizedOutcome(day, 2, 841, 5)).toBe(-600);
    expect(sizedOutcome(day, 0, 800, 5)).toBeCloseTo(0, 9);
  });

  it('names what half the size would have made of the last sessions', () => {
    const sessions = [
      { sessionDate: '2026-11-26', days: [stressDay('A', -4_000, [-6_000])] },
      { sessionDate: '2026-11-27', days: [stressDay('A', 900)] },
    ];
    const desk = new StressDesk(
      stressInput({ traders: [stressTrader('A', { limitInForce: 2_500 })], sessions }),
    );
    const { sized, level } = runScenario(desk, scenario({ limitFactor: 0.5 }));
    expect(sized).toMatchObject({ sessions: 2, pnl: -3_000 + 450, pnlAtBaseLimits: -2_000 + 450 });
    expect(sized?.worst).toMatchObject({ sessionDate: '2026-11-26', pnl: -3_000, stopped: ['A'] });
    expect(level).toBe('CRITICAL');
  });
});

describe('the time to exit', () => {
  it('is the notional over 30 % of the volume that is left', () => {
    const exposure = exposureOf({ netLong: 300_000 }, 1_000_000);
    expect(exitSeconds(exposure, scenario({ volumeFactor: 0.3 }))).toBeCloseTo(780, 9);
  });

  it('is null for a trader without recorded exposure or trading', () => {
    expect(exitSeconds(null, CRASH)).toBeNull();
    expect(exitSeconds(exposureOf({ netLong: 1 }, 0), CRASH)).toBeNull();
  });
});

describe('the level', () => {
  it.each([
    [0, 0, 'LOW'],
    [500, 0, 'LOW'],
    [-1, 0, 'CRITICAL'],
    [-24.99, 100, 'LOW'],
    [-25, 100, 'MEDIUM'],
    [-50, 100, 'HIGH'],
    [-99.99, 100, 'HIGH'],
    [-100, 100, 'CRITICAL'],
  ])('of a P&L of %s against limits of %s is %s', (pnl, limits, level) => {
    expect(stressLevel(pnl, limits)).toBe(level);
  });
});

describe('the reverse stress', () => {
  it('finds a rise where a desk is short', () => {
    const traders = [stressTrader('A', { positions: [{ symbol: 'KLMN', notional: -50_000 }] })];
    expect(reverseStress(new StressDesk(stressInput({ traders })))).toEqual({
      priceShock: 0.1,
      whyNoPriceShock: null,
      volatilityFactor: null,
      whyNoVolatilityFactor:
        'no VaR of the desk is known, because fewer than 60 sessions are learned or nobody has a forecast',
      traders: ['A'],
    });
  });

  it('says why no shock does it', () => {
    const { priceShock, whyNoPriceShock } = reverseStress(
      new StressDesk(stressInput({ traders: [stressTrader('A')] })),
    );
    expect(priceShock).toBeNull();
    expect(whyNoPriceShock).toContain('its positions are too small');
  });
});

describe('the words of a stress', () => {
  it('begin with the worst days of all traders against the limits', () => {
    const traders = [
      stressTrader('A', { worstDayPnl: -3_200, limitInForce: 4_000 }),
      stressTrader('B', { worstDayPnl: 100 }),
    ];
    expect(stress(stressInput({ traders }), []).summary).toBe(
      'If everyone has their worst day of 250 at once: −$3,200; the limits allow −$9,000.',
    );
  });

  it('say that nothing is stored', () => {
    expect(stress(stressInput(), []).summary).toContain('nothing can be said yet');
  });

  it('recommend by name of trader, symbol and amount', () => {
    const traders = [
      stressTrader('A', { positions: [{ symbol: 'KLMN', notional: 50_000 }], limitInForce: 2_000 }),
      stressTrader('B', { exposure: exposureOf({ netLong: 10_000 }, 10_000) }),
    ];
    const desk = new StressDesk(stressInput({ traders, slippageBasisPoints: 0 }));
    const flash = scenario({ priceShock: -0.2, durationSeconds: 300 });
    expect(recommendations(desk, runScenario(desk, flash))).toEqual([
      'Ask whether these positions have to be so large. Beyond their limit would lose: A $10,000 (limit $2,000, $10,000 of it overnight).',
      'Overnight KLMN loses most, $10,000. It is held by A ($50,000): hedge it or close it before the close.',
      "For the loss to stay within the sum of the limits, $7,000, the desk's net long positions have to be $25,000 smaller.",
      '1 trader could not close within 5 minutes, at 30 % of the volume: B 13 minutes for $10,000.',
    ]);
  });

  it('say what the cuts are worth where volatility rises', () => {
    const zs = Array.from({ length: 60 }, () => ({ A: -2 }));
    const traders = [stressTrader('A', { limitInForce: 2_000, forecast: forecastOf(1_000) })];
    const desk = new StressDesk(stressInput({ traders, residuals: residualsOf(zs), slippageBasisPoints: 0 }));
    expect(recommendations(desk, runScenario(desk, scenario({ volatilityFactor: 3 })))).toEqual([
      "Today's cuts are worth $3,000 on such a day: ES 95 is $2,000 with the limits in force, $5,000 with the base limits.",
    ]);
    const raised = [stressTrader('A', { limitInForce: 5_500, forecast: forecastOf(1_000) })];
    const above = new StressDesk(
      stressInput({ traders: raised, residuals: residualsOf(zs), slippageBasisPoints: 0 }),
    );
    expect(recommendations(above, runScenario(above, scenario({ volatilityFactor: 3 })))).toEqual([
      'Limits above the base limits cost $500 on such a day: ES 95 is $5,500 with the limits in force, $5,000 with the base limits.',
    ]);
  });
});

describe('the shipped scenarios', () => {
  it('are five, each with a name of its own', () => {
    expect(SCENARIOS.map(({ name }) => name)).toEqual([
      'market_crash',
      'liquidity_crisis',
      'flash_crash',
      'regulatory_shock',
      'black_swan',
    ]);
  });
});
