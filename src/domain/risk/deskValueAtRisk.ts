import { quantileSorted } from '../statistics/descriptive.ts';

/** The day of one trader, given that the trader trades: P&L = meanPnl + deviation·z. Dollars. */
export interface ForecastDay {
  readonly meanPnl: number;
  readonly deviation: number;
}

/** z of the traders of one past session against the forecasts made before it. */
export interface SessionZ {
  readonly byTrader: ReadonlyMap<string, number>;
}

/** With fewer sessions of residuals a 5 % quantile means nothing. */
export const FEWEST_SESSIONS = 60;

/**
 * VaR 95 of the whole desk, dollars, a loss as a positive number. VaRs of traders do not add up, so each past
 * session is applied to today's traders: x = Σ (mean + deviation·z), 0 for a trader who was absent. VaR is
 * minus the 5 % quantile of the sums. It is the figure of a stress test without a shock and without limits.
 *
 * Example: two traders with mean 0 and deviation $1,000; on a session with z = −2 and 0.5 the desk makes
 * −$1,500.
 *
 * Source: filtered historical simulation, Barone-Adesi et al. (1999). Returns null with fewer than 60
 * sessions, or without a forecast.
 */
export function deskValueAtRisk95(
  forecasts: ReadonlyMap<string, ForecastDay>,
  sessions: readonly SessionZ[],
): number | null {
  if (sessions.length < FEWEST_SESSIONS || forecasts.size === 0) return null;
  const sums = Float64Array.from(sessions, ({ byTrader }) => sumOf(forecasts, byTrader)).sort();
  const low = quantileSorted(sums, 0.05);
  return low === null ? null : 0 - low;
}

function sumOf(forecasts: ReadonlyMap<string, ForecastDay>, zOf: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [trader, z] of zOf) {
    const forecast = forecasts.get(trader);
    if (forecast !== undefined && !Number.isNaN(z)) sum += forecast.meanPnl + forecast.deviation * z;
  }
  return sum;
}
