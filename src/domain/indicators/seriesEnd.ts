import type { RealisedPast } from './realisedVolatility.ts';

/** The last session of a trader's series: all that a morning compares between the traders of a desk. */
export interface SeriesEnd {
  readonly trader: string;
  /** Date of the last active session, YYYY-MM-DD; null before the first. */
  readonly lastSession: string | null;
  /** S through the last active session, dollars; null below 20. */
  readonly scale: number | null;
  /** r of the last active session; null without a scale. */
  readonly lastScaledPnl: number | null;
  readonly realised: RealisedPast;
}
