import type { DayForecast } from '../../src/domain/engines/model/dayForecast.ts';
import type {
  LargestExposure,
  StressDay,
  StressInput,
  StressTrader,
} from '../../src/domain/risk/stress/stressInput.ts';

/** A desk at the close of a session: no trader, no history, 5 basis points of slippage. */
export function stressInput(changes: Partial<StressInput> = {}): StressInput {
  return {
    sessionDate: '2026-11-27',
    traders: [],
    residuals: [],
    sessions: [],
    worstSessions: [],
    nettedExposure: null,
    unvalued: [],
    slippageBasisPoints: 5,
    ...changes,
  };
}

/** A trader with a base limit of $5,000 in force, without positions and without history. */
export function stressTrader(trader: string, changes: Partial<StressTrader> = {}): StressTrader {
  return {
    trader,
    baseLimit: 5_000,
    limitInForce: 5_000,
    positions: [],
    exposure: null,
    forecast: null,
    worstDayPnl: null,
    ...changes,
  };
}

/** An exposure whose usual figures are half of the worst. */
export function exposureOf(worst: Partial<LargestExposure>, tradedNotional = 1_000_000) {
  const full = { netLong: 0, netShort: 0, gross: 0, ...worst };
  const usual = { netLong: full.netLong / 2, netShort: full.netShort / 2, gross: full.gross / 2 };
  return { worst: full, usual, days: 20, tradedNotional };
}

export function forecastOf(deviation: number, meanPnl = 0): DayForecast {
  return {
    meanPnl,
    deviation,
    valueAtRisk95: 1.6 * deviation - meanPnl,
    expectedShortfall95: 2 * deviation - meanPnl,
  };
}

/** A day that fell to each running P&L in turn, with the same total P&L and nothing open. */
export function stressDay(trader: string, netPnl: number, lows: readonly number[] = []): StressDay {
  const marks = lows.map((low, place) => ({
    runningPnl: low,
    totalPnl: low,
    secondOfDay: 36_000 + place,
    openNotional: 0,
  }));
  return { trader, netPnl, judged: { netPnl, marks, untimedPnl: 0 }, sizeFactor: 1 };
}
