import { z } from 'zod';
import type { SizingForecast } from '../../../domain/risk/sizing/sizingForecast.ts';
import type { SizingForecasts } from '../../../ports/sizingForecasts.ts';
import type { Database } from '../database.ts';
import { storedJson } from '../storedJson.ts';
import { byPlace, upsertSql } from '../upsertSql.ts';

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

const SAVE = upsertSql('sizing_forecast', ['session_date'], ['forecast'], byPlace);

/** Forecasts for sizes. */
export function createSizingForecasts({ connection, transaction }: Database): SizingForecasts {
  return {
    save: (sessionDate, forecast) =>
      transaction(async (open) => {
        await open.connection.run(SAVE, sessionDate, forecastJson.write(forecast));
      }),
    async of(sessionDate) {
      const read = 'SELECT forecast FROM sizing_forecast WHERE session_date = ?';
      const text = await connection.value<string>(read, sessionDate);
      return text === undefined ? null : forecastJson.read(text, sessionDate);
    },
  };
}
