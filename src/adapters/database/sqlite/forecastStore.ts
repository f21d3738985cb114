import type { DayForecast, TraderDayForecast } from '../../../domain/engines/model/dayForecast.ts';
import type { LearnedResiduals } from '../../../ports/learningStore.ts';
import { residualTradersJson } from '../learningJson.ts';
import { numbersOf } from '../numberBytes.ts';
import type { Database } from './open.ts';
import type { LearnedSessionRow } from './schema.ts';

/** Forecasts and residuals by trader, for stress tests. The caller must hold the connection. */
export interface ForecastStore {
  replace(sessionDate: string, forecasts: readonly TraderDayForecast[]): void;
  of(sessionDate: string): ReadonlyMap<string, DayForecast> | null;
  residuals(before: string, codeVersion: string, limit: number): readonly LearnedResiduals[];
}

export function createForecastStore(driver: Database['driver']): ForecastStore {
  const statements = prepare(driver);
  return {
    replace(sessionDate, forecasts) {
      statements.remove.run(sessionDate);
      for (const each of forecasts) statements.save.run({ sessionDate, ...each });
    },

    of(sessionDate) {
      const rows = statements.forecasts.all(sessionDate);
      if (rows.length === 0) return null;
      return new Map(rows.map(({ trader, ...forecast }) => [trader, forecast]));
    },

    residuals: (before, codeVersion, limit) =>
      statements.residuals.all(before, codeVersion, limit).reverse().map(residualsOf),
  };
}

type ResidualRow = Pick<LearnedSessionRow, 'session_date' | 'residuals'> & {
  readonly residual_traders: string;
};

function residualsOf({ session_date, residuals, residual_traders }: ResidualRow): LearnedResiduals {
  const traders = residualTradersJson.read(residual_traders, session_date);
  const zs = numbersOf(residuals);
  return {
    sessionDate: session_date,
    byTrader: new Map(traders.map((trader, place) => [trader, zs[place] ?? Number.NaN])),
  };
}

function prepare(driver: Database['driver']) {
  return {
    remove: driver.prepare<[string]>('DELETE FROM session_forecast WHERE session_date = ?'),
    save: driver.prepare(
      `INSERT INTO session_forecast
         (session_date, trader, mean_pnl, deviation, value_at_risk_95, expected_shortfall_95)
       VALUES (:sessionDate, :trader, :meanPnl, :deviation, :valueAtRisk95, :expectedShortfall95)`,
    ),
    forecasts: driver.prepare<[string], TraderDayForecast>(
      `SELECT trader, mean_pnl AS meanPnl, deviation, value_at_risk_95 AS valueAtRisk95,
              expected_shortfall_95 AS expectedShortfall95
         FROM session_forecast WHERE session_date = ? ORDER BY trader`,
    ),
    residuals: driver.prepare<[string, string, number], ResidualRow>(
      `SELECT session_date, residuals, residual_traders FROM learned_session
        WHERE session_date < ? AND code_version = ? AND residual_traders IS NOT NULL
        ORDER BY session_date DESC LIMIT ?`,
    ),
  };
}
