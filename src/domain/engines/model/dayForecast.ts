import type { SessionForecast, TraderSessionForecast } from './sessionForecast.ts';

/** The distribution of a trader's next daily P&L, given that the trader trades. Dollars. */
export interface DayForecast {
  /** S·μ. */
  readonly meanPnl: number;
  /** S·σ, above 0. */
  readonly deviation: number;
  /** A loss as a positive number. */
  readonly valueAtRisk95: number;
  /** The mean of the losses beyond the VaR, as a positive number. */
  readonly expectedShortfall95: number;
}

export interface TraderDayForecast extends DayForecast {
  readonly trader: string;
}

/**
 * The forecast of each trader in dollars, which a stress test widens. Traders without a forecast are left
 * out.
 *
 * Example: S = $1,000, μ = 0.1 and σ = 1.2: a mean of $100 and a deviation of $1,200.
 */
export function dayForecasts({ traders }: Pick<SessionForecast, 'traders'>): readonly TraderDayForecast[] {
  return traders.flatMap(dayForecast);
}

function dayForecast({ member, forecast }: TraderSessionForecast): readonly TraderDayForecast[] {
  if (forecast === null) return [];
  const { scale, location, spread, valueAtRisk95, expectedShortfall95 } = forecast;
  const figures = {
    meanPnl: scale * location,
    deviation: scale * spread,
    valueAtRisk95,
    expectedShortfall95,
  };
  return Object.values(figures).every(Number.isFinite) ? [{ trader: member.trader, ...figures }] : [];
}
