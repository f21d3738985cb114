import fc from 'fast-check';
import { type DeskPlan, simulateDesk } from '../../scripts/simulation/simulatedDesk.ts';
import type { LowWaterMark } from '../../src/domain/ledger/traderDayFacts.ts';
import {
  type JudgedDay,
  outcomeUnderLimit,
  type StopOptions,
} from '../../src/domain/outcome/counterfactual.ts';
import { limitAfter } from '../../src/domain/outcome/reduction.ts';
import type { EvaluatedDay } from './plainImpact.ts';

/** Marks a minute apart from 09:30 on, from pairs of running and total P&L. */
export function fallingMarks(
  pairs: readonly (readonly [runningPnl: number, totalPnl: number])[],
  openNotional = 0,
): LowWaterMark[] {
  return pairs.map(([runningPnl, totalPnl], index) => ({
    runningPnl,
    totalPnl,
    secondOfDay: 34_200 + 60 * index,
    openNotional,
  }));
}

/** P&L of the day, dollars, under the base limit less a cut of any percentage. */
export function outcomeUnderCut(
  day: JudgedDay,
  baseLimit: number,
  reductionPct: number,
  options: StopOptions,
): number {
  return outcomeUnderLimit(day, limitAfter(baseLimit, reductionPct, options.limitRoundTo), options);
}

const dollars = (min: number, max: number) => fc.double({ min, max, noNaN: true });

const fall = fc.record({
  fallenBy: dollars(0.01, 1_000),
  unrealised: dollars(-500, 500),
  openNotional: dollars(0, 100_000),
});

/** Any day: up to a dozen new lows, each lower and later than the one before, and an independent net P&L. */
export const arbitraryDay: fc.Arbitrary<JudgedDay> = fc
  .tuple(fc.array(fall, { maxLength: 12 }), dollars(-5_000, 5_000), fc.constantFrom(0, 0, -250, 80))
  .map(([falls, netPnl, untimedPnl]) => {
    let runningPnl = 0;
    const marks = falls.map(({ fallenBy, unrealised, openNotional }, index) => {
      runningPnl -= fallenBy;
      return {
        runningPnl,
        totalPnl: runningPnl + unrealised,
        secondOfDay: 34_200 + 60 * index,
        openNotional,
      };
    });
    return { netPnl, marks, untimedPnl };
  });

/** A trader-day without proposals: −$300 under a base limit of $1,000, without low-water marks. */
export function evaluated(overrides: Partial<EvaluatedDay> = {}): EvaluatedDay {
  const netPnl = overrides.netPnl ?? -300;
  return {
    sessionDate: '2026-03-02',
    trader: 'NET001',
    baseLimit: 1_000,
    netPnl,
    day: { netPnl, marks: [], untimedPnl: 0 },
    proposals: { ridge: null, rules: null, inForce: null },
    ownLargeLossPnl: null,
    ...overrides,
  };
}

/**
 * A simulated desk on which each losing day is followed by a cut of 60 % on the trader's next day; total
 * limit basis.
 */
export function deskCutAfterLosses(plan: Omit<DeskPlan, 'traders' | 'sessions'>) {
  const desk = simulateDesk({ traders: 16, sessions: 400, ...plan });
  const baseLimits = new Map(desk.roster.map(({ trader, baseLimit }) => [trader, baseLimit]));
  const lastNets = new Map<string, number>();
  const days = [...desk].flatMap((session) =>
    session.days.map(({ sessionDate, trader, netPnl, lowWaterMarks }) => {
      const reductionPct = (lastNets.get(trader) ?? 0) < 0 ? 60 : 0;
      lastNets.set(trader, netPnl);
      return evaluated({
        sessionDate,
        trader,
        netPnl,
        baseLimit: baseLimits.get(trader) ?? Number.NaN,
        day: { netPnl, marks: lowWaterMarks.total, untimedPnl: 0 },
        proposals: { ridge: null, rules: null, inForce: { reductionPct, tier: 'low' } },
      });
    }),
  );
  return { days, sessions: desk.sessionDates };
}
