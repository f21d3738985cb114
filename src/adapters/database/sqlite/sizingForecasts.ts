import { z } from 'zod';
import type { SizingForecast } from '../../../domain/risk/sizing/sizingForecast.ts';
import type { SizingForecasts } from '../../../ports/sizingForecasts.ts';
import { storedJson } from '../storedJson.ts';
import type { Database } from './open.ts';

/** JSON has no NaN: a figure that is not a number is stored as unknown. */
const dollars = z.number().nullable();

const forecastJson = storedJson<SizingForecast>(
  'sizing_forecast',
  'forecast',
  z.object({
    traders: z.array(
      z.object({
        trader: z.string(),
        expectedShortfall95: dollars,
        expectedShortfallUpper95: dollars,
        usualShortfall: dollars,
        rulesReductionPct: z.number(),
        activeSessions: z.number(),
        exceptionLevel: z.number(),
      }),
    ),
    tailMultiple: z.number(),
  }),
);

/** Forecasts for sizes, on SQLite. */
export function createSizingForecasts({ driver, withConnection, transaction }: Database): SizingForecasts {
  const save = driver.prepare('REPLACE INTO sizing_forecast (session_date, forecast) VALUES (?, ?)');
  const read = driver
    .prepare<[string], string>('SELECT forecast FROM sizing_forecast WHERE session_date = ?')
    .pluck();
  return {
    save: (sessionDate, forecast) =>
      transaction(async () => {
        save.run(sessionDate, forecastJson.write(forecast));
      }),
    of: (sessionDate) =>
      withConnection(() => {
        const text = read.get(sessionDate);
        return text === undefined ? null : forecastJson.read(text, sessionDate);
      }),
  };
}
