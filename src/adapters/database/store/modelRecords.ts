import { setImmediate } from 'node:timers/promises';
import { type EngineName, isYoung } from '../../../domain/engines/proposal.ts';
import type { StoredForecast } from '../../../domain/evaluation/forecastRecord.ts';
import type { ModelFit } from '../../../domain/evaluation/modelHistory.ts';
import { addDays } from '../../../domain/session/isoDate.ts';
import type { EngineFit, EngineSession, ModelRecords, NetDay } from '../../../ports/screens/modelRecords.ts';
import type { Database } from '../database.ts';
import { modelDetailJson } from '../learningJson.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import { jsonScalar } from '../sqlDialect.ts';
import { unreadableJson } from '../storedJson.ts';
import { newestDays } from './newestDays.ts';

/** Sessions in one slice: a slice of 200 traders takes about 20 ms. */
const SLICE = 5;

/** What the screen of the model reads. Learned sessions of another version are not read. */
export function createModelRecords(database: Database, codeVersion: string): ModelRecords {
  const { connection, withConnection } = database;
  return {
    engines: async (from, through) =>
      (await connection.all<{ sessionDate: string; engine: string }>(ENGINES, { from, through })).map(
        ({ sessionDate, engine }): EngineSession => ({ sessionDate, engine: engine as EngineName }),
      ),

    learnedThrough: async () => (await connection.value<string | null>(LEARNED_THROUGH, codeVersion)) ?? null,

    fits: (from, through, current) =>
      withConnection(async (own) => {
        const learned = await own.all<EngineFit>(FITS, codeVersion, from, through);
        const isKnown = current === null || learned.some(({ id }) => id === current.id);
        const fits: ModelFit[] = [];
        for (const used of [...learned, ...(isKnown ? [] : [current])]) {
          const row = await own.get<StoredFit>(MODEL, used.id);
          if (row?.trainedThrough != null) fits.push(fitOf(used, row.trainedThrough, row.detail));
        }
        return fits;
      }),

    async *daysBefore(date, most) {
      const request = {
        columns: 'session_date, net_pnl, name',
        through: addDays(date, -1),
        most,
      };
      for await (const rows of newestDays<NetDayRow>(connection, request)) {
        yield rows.map(([sessionDate, netPnl, trader]) => ({ sessionDate, netPnl, trader }));
        await setImmediate();
      }
    },

    async *tradedDates(from, through) {
      const dates = await connection.values<string>(TRADED_DATES, { from, through });
      for (const [place, date] of dates.entries()) {
        yield await withConnection(async (own) => ({
          date,
          days: await own.all<NetDay>(DAYS, date),
          forecasts: await forecastsOf(own, date),
        }));
        if (place % SLICE === SLICE - 1) await setImmediate();
      }
    },
  };
}

type NetDayRow = readonly [sessionDate: string, netPnl: number, trader: string];

async function forecastsOf(connection: SqlConnection, date: string): Promise<StoredForecast[]> {
  const rows = await connection.all<ForecastRow>(forecastsSql(connection), date);
  return rows.map((row) => forecastOf(row, date));
}

interface StoredFit {
  readonly trainedThrough: string | null;
  readonly detail: string;
}

interface ForecastRow {
  readonly trader: string;
  readonly valueAtRisk: unknown;
  readonly probability: unknown;
  readonly activeSessions: unknown;
}

/** Jumps from one date to the next one in an index: the rows of a date are not read. */
const datesOf = (table: string) => `WITH RECURSIVE listed(date) AS (
    SELECT min(session_date) FROM ${table} WHERE session_date >= :from
    UNION ALL
    SELECT (SELECT min(session_date) FROM ${table} WHERE session_date > listed.date)
      FROM listed WHERE listed.date IS NOT NULL
  )
  SELECT date FROM listed WHERE date <= :through`;

const ENGINES = `SELECT date AS "sessionDate",
    (SELECT engine FROM decision WHERE session_date = date ORDER BY trader LIMIT 1) AS engine
  FROM (${datesOf('decision')}) AS decided ORDER BY date`;
const TRADED_DATES = `${datesOf('trader_day')} ORDER BY date`;
const LEARNED_THROUGH = 'SELECT max(session_date) FROM learned_session WHERE code_version = ?';
const FITS = `SELECT model_id AS id, min(session_date) AS "firstUsed" FROM learned_session
  WHERE code_version = ? AND session_date BETWEEN ? AND ? GROUP BY model_id ORDER BY "firstUsed"`;
const MODEL = 'SELECT trained_through AS "trainedThrough", detail FROM model WHERE id = ?';
const DAYS = `SELECT session_date AS "sessionDate", trader.name AS trader, net_pnl AS "netPnl"
  FROM trader_day JOIN trader ON trader.id = trader_id WHERE session_date = ? ORDER BY trader.name`;

function forecastsSql({ dialect }: SqlConnection): string {
  return `SELECT trader, ${jsonScalar(dialect, 'detail', ['valueAtRisk95'])} AS "valueAtRisk",
      ${jsonScalar(dialect, 'detail', ['largeLossProbability'])} AS probability,
      ${jsonScalar(dialect, 'detail', ['activeSessions'])} AS "activeSessions"
    FROM decision WHERE session_date = ? ORDER BY trader`;
}

function forecastOf(row: ForecastRow, sessionDate: string): StoredForecast {
  const { trader, valueAtRisk, probability } = row;
  const key = `${sessionDate} ${trader}`;
  // The forecast of a young trader is shown, not scored.
  if (isYoung(figureOf(row.activeSessions, key) ?? 0))
    return { trader, valueAtRisk95: null, largeLossProbability: null };
  return {
    trader,
    valueAtRisk95: figureOf(valueAtRisk, key),
    largeLossProbability: figureOf(probability, key),
  };
}

function figureOf(value: unknown, key: string): number | null {
  if (value === null || typeof value === 'number') return value;
  throw unreadableJson('decision.detail', key, JSON.stringify(value), 'numbers or null as the forecast');
}

function fitOf({ id, firstUsed }: EngineFit, trainedThrough: string, detail: string): ModelFit {
  const { features, location, logScale, penalties, curve, rows, sessions } = modelDetailJson.read(detail, id);
  return {
    id,
    firstUsed,
    trainedThrough,
    rows,
    sessions,
    penalties: [penalties[0] ?? null, penalties[1] ?? null],
    curve,
    weights: features.map((feature, place) => ({
      feature,
      location: location.coefficients[place] ?? 0,
      logScale: logScale.coefficients[place] ?? 0,
    })),
  };
}
