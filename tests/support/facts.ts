import { UNKNOWN_EXPOSURE } from '../../src/domain/ledger/openExposure.ts';
import type { TraderDayFacts } from '../../src/domain/ledger/traderDayFacts.ts';

/**
 * An ordinary, consistent trader-day with overrides: ten round trips, six won; $1,000 of wins against $700 of
 * losses, $50 of fees, flat at the close.
 */
export function facts(overrides: Partial<TraderDayFacts> = {}): TraderDayFacts {
  return { ...ordinaryDay, ...overrides };
}

/** One ordinary day per net P&L on consecutive calendar days from `firstDate`; other facts as in `facts`. */
export function factsOf(
  netPnls: readonly number[],
  overrides: Partial<TraderDayFacts> = {},
  firstDate = '2023-01-01',
): TraderDayFacts[] {
  return netPnls.map((netPnl, index) =>
    facts({
      netPnl,
      grossPnl: netPnl + ordinaryDay.fees,
      ...overrides,
      sessionDate: dateAfter(firstDate, index),
    }),
  );
}

/** The calendar date `days` after `date`, both YYYY-MM-DD. */
export function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

const ordinaryDay: TraderDayFacts = {
  sessionDate: '2024-03-15',
  trader: 'NET001',
  grossPnl: 300,
  fees: 50,
  netPnl: 250,
  fills: 40,
  orders: 20,
  unknownTimeFills: 0,
  roundTrips: 10,
  winningTrips: 6,
  losingTrips: 4,
  grossWin: 1_000,
  grossLoss: 700,
  largestTripLoss: 300,
  shares: 4_000,
  notional: 200_000,
  symbols: 4,
  symbolConcentration: 0.4,
  halfHourConcentration: 0.2,
  firstFillSecond: 34_260,
  lastFillSecond: 57_000,
  lastOpeningSecond: 56_700,
  morningNotional: 120_000,
  afternoonNotional: 80_000,
  morningPnl: 100,
  overnightNotional: 0,
  medianHoldSecondsWinners: 300,
  medianHoldSecondsLosers: 420,
  entriesAfterLoss: 2,
  minutesAfterLoss: 20,
  entriesOtherwise: 18,
  minutesOtherwise: 340,
  meanLogSizeAfterLoss: 0.1,
  meanLogSizeAfterWin: 0,
  notionalAddedBelowCost: 5_000,
  bestRunningPnl: 400,
  worstRunningPnl: -150,
  giveBack: 150,
  lowWaterMarks: { realised: [], total: [] },
  openExposure: UNKNOWN_EXPOSURE,
};
