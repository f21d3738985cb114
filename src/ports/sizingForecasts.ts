import type { SizingForecast } from '../domain/risk/sizing/sizingForecast.ts';

/** What sizes take from the forecasts of mornings, so that a size needs no forecast of its own. */
export interface SizingForecasts {
  /** In place of an earlier one of the session. */
  save(sessionDate: string, forecast: SizingForecast): Promise<void>;
  /** null: no morning of the session was computed. */
  of(sessionDate: string): Promise<SizingForecast | null>;
}
