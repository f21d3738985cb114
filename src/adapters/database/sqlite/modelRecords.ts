import { setImmediate } from 'node:timers/promises';
import type { EngineName } from '../../../domain/engines/proposal.ts';
import type { StoredForecast } from '../../../domain/evaluation/forecastRecord.ts';
import type { ModelFit } from '../../../domain/evaluation/modelHistory.ts';
import type { EngineFit, EngineSession, ModelRecords, NetDay } from '../../../ports/screens/modelRecords.ts';
import { modelDetailJson } from '../learningJson.ts';
import { unreadableJson } from '../storedJson.ts';
import type { Database } from './open.ts';

/** Sessions, or traders, in one slice: a slice of 200 traders takes about 20 ms. */
const SLICE = 5;

/** What the screen of the model reads, on SQLite. Learned sessions of another version are not read. */
export function createModelRecords(database: Database, codeVersion: string): ModelRecords {
  const { driver, withConnection } = database;
  const statements = prepare(driver);
  return {
    engines: (from, through) =>
      withConnection(() =>
        statements.engines
          .all({ from, through })
          .map(({ sessionDate, engine }): EngineSession => ({ sessionDate, engine: engine as EngineName })),
      ),

    learnedThrough: () => withConnection(() => statements.learnedThrough.get(codeVersion) ?? null),

    fits: (from, through, current) =>
      withConnection(() => {
        const learned = statements.fits.all(codeVersion, from, through);
        const isKnown = current === null || learned.some(({ id }) => id === current.id);
        return [...learned, ...(isKnown ? [] : [current])].flatMap((used) => {
          const row = statements.model.get(used.id);
          return row?.trainedThrough == null ? [] : [fitOf(used, row.trainedThrough, row.detail)];
        });
      }),

    async *daysBefore(date, most) {
      const traders = await withConnection(() => statements.traders.all());
      for (let first = 0; first < traders.length; first += SLICE) {
        const slice = traders.slice(first, first + SLICE);
        yield await withConnection(() =>
          slice.flatMap(({ id, trader }) =>
            statements.daysBefore
              .all(id, date, most)
              .reverse()
              .map((day) => ({ ...day, trader })),
          ),
        );
        await setImmediate();
      }
    },

    async *tradedDates(from, through) {
      const dates = await withConnection(() => statements.dates.all({ from, through }));
      for (const [place, date] of dates.entries()) {
        yield await withConnection(() => ({
          date,
          days: statements.days.all(date),
          forecasts: statements.forecasts.all(date).map((row) => forecastOf(row, date)),
        }));
        if (place % SLICE === SLICE - 1) await setImmediate();
      }
    },
  };
}

interface Range {
  readonly from: string;
  readonly through: string;
}

interface StoredFit {
  readonly trainedThrough: string | null;
  readonly detail: string;
}

interface ForecastRow {
  readonly trader: string;
  readonly valueAtRisk: unknown;
  readonly probability: unknown;
}

/** Jumps from one date to the next one in an index: the rows of a date are not read. */
const datesOf = (table: string) => `WITH RECURSIVE listed(date) AS (
    SELECT min(session_date) FROM ${table} WHERE session_date >= :from
    UNION ALL
    SELECT (SELECT min(session_date) FROM ${table} WHERE session_date > listed.date)
      FROM listed WHERE listed.date IS NOT NULL
  )
  SELECT date FROM listed WHERE date <= :through`;

function prepare(driver: Database['driver']) {
  return {
    engines: driver.prepare<[Range], { sessionDate: string; engine: string }>(
      `SELECT date AS sessionDate, (SELECT engine FROM decision WHERE session_date = date LIMIT 1) AS engine
         FROM (${datesOf('decision')})`,
    ),
    dates: driver.prepare<[Range], string>(datesOf('trader_day')).pluck(),
    learnedThrough: driver
      .prepare<[string], string | null>(
        'SELECT max(session_date) FROM learned_session WHERE code_version = ?',
      )
      .pluck(),
    fits: driver.prepare<[string, string, string], EngineFit>(
      `SELECT model_id AS id, min(session_date) AS firstUsed FROM learned_session
        WHERE code_version = ? AND session_date BETWEEN ? AND ? GROUP BY model_id ORDER BY firstUsed`,
    ),
    model: driver.prepare<[string], StoredFit>(
      'SELECT trained_through AS trainedThrough, detail FROM model WHERE id = ?',
    ),
    traders: driver.prepare<[], { id: number; trader: string }>('SELECT id, name AS trader FROM trader'),
    daysBefore: driver.prepare<[number, string, number], { sessionDate: string; netPnl: number }>(
      `SELECT session_date AS sessionDate, net_pnl AS netPnl FROM trader_day
        WHERE trader_id = ? AND session_date < ? ORDER BY session_date DESC LIMIT ?`,
    ),
    days: driver.prepare<[string], NetDay>(
      `SELECT session_date AS sessionDate, trader.name AS trader, net_pnl AS netPnl
         FROM trader_day JOIN trader ON trader.id = trader_id WHERE session_date = ? ORDER BY trader.name`,
    ),
    forecasts: driver.prepare<[string], ForecastRow>(
      `SELECT trader, json_extract(detail, '$.valueAtRisk95') AS valueAtRisk,
          json_extract(detail, '$.largeLossProbability') AS probability
         FROM decision WHERE session_date = ? ORDER BY trader`,
    ),
  };
}

function forecastOf({ trader, valueAtRisk, probability }: ForecastRow, sessionDate: string): StoredForecast {
  const key = `${sessionDate} ${trader}`;
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
