import type { DayForecast, TraderDayForecast } from '../../../domain/engines/model/dayForecast.ts';
import type { LearnedResiduals } from '../../../ports/learningStore.ts';
import { residualTradersJson } from '../learningJson.ts';
import { numbersOf } from '../numberBytes.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import type { LearnedSessionRow } from './schema.ts';

/** Replaces the forecasts of a session, inside a transaction. */
export async function replaceForecasts(
  connection: SqlConnection,
  sessionDate: string,
  forecasts: readonly TraderDayForecast[],
): Promise<void> {
  await connection.run('DELETE FROM session_forecast WHERE session_date = ?', sessionDate);
  await connection.runEach(
    SAVE,
    forecasts.map(({ trader, meanPnl, deviation, valueAtRisk95, expectedShortfall95 }) => [
      { sessionDate, trader, meanPnl, deviation, valueAtRisk95, expectedShortfall95 },
    ]),
  );
}

/** The forecasts of a session by trader; null where none is stored. */
export async function forecastsOf(
  connection: SqlConnection,
  sessionDate: string,
): Promise<ReadonlyMap<string, DayForecast> | null> {
  const rows = await connection.all<TraderDayForecast>(FORECASTS, sessionDate);
  if (rows.length === 0) return null;
  return new Map(rows.map(({ trader, ...forecast }) => [trader, forecast]));
}

/** The residuals of the last learned sessions before a date, oldest first. */
export async function residualsBefore(
  connection: SqlConnection,
  before: string,
  codeVersion: string,
  limit: number,
): Promise<readonly LearnedResiduals[]> {
  const rows = await connection.all<ResidualRow>(RESIDUALS, before, codeVersion, limit);
  return rows.reverse().map(residualsOf);
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

const SAVE = `INSERT INTO session_forecast
    (session_date, trader, mean_pnl, deviation, value_at_risk_95, expected_shortfall_95)
  VALUES (:sessionDate, :trader, :meanPnl, :deviation, :valueAtRisk95, :expectedShortfall95)`;
const FORECASTS = `SELECT trader, mean_pnl AS "meanPnl", deviation, value_at_risk_95 AS "valueAtRisk95",
    expected_shortfall_95 AS "expectedShortfall95"
  FROM session_forecast WHERE session_date = ? ORDER BY trader`;
const RESIDUALS = `SELECT session_date, residuals, residual_traders FROM learned_session
  WHERE session_date < ? AND code_version = ? AND residual_traders IS NOT NULL
  ORDER BY session_date DESC LIMIT ?`;
