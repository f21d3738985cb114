/** The running mean of a trader's forecast bounds, carried from session to session. */
export interface UsualShortfall {
  /** Mean of ln(bound in dollars). */
  readonly meanLog: number;
  /** Sessions in the mean, at most 125: more change no weight. */
  readonly sessions: number;
}

/** The mean age of the sessions of a window of 250. */
const MEAN_SESSIONS = 125;
/** With fewer bounds, what is usual for a trader is not known. */
export const LEAST_USUAL_SESSIONS = 20;

/**
 * Adds the bound of one traded session: a plain mean of logarithms up to 125 sessions, then exponentially
 * weighted with 1/125. A median of 250 sessions would have to be stored for each trader and session; this
 * mean has the same mean age, and one number and a count are enough. A bound of 0 or less is left out: the
 * trader was not expected to lose even on a bad day.
 *
 * Example: bounds of $1,000, $2,000 and $4,000: exp((ln 1000 + ln 2000 + ln 4000)/3) = $2,000.
 */
export function withBound(usual: UsualShortfall | null, boundDollars: number | null): UsualShortfall | null {
  if (boundDollars === null || !(boundDollars > 0)) return usual;
  const sessions = Math.min((usual?.sessions ?? 0) + 1, MEAN_SESSIONS);
  const before = usual?.meanLog ?? 0;
  return { meanLog: before + (Math.log(boundDollars) - before) / sessions, sessions };
}

/** The usual bound of a trader, dollars; null below 20 sessions. */
export function usualShortfallDollars(usual: UsualShortfall | null): number | null {
  return usual === null || usual.sessions < LEAST_USUAL_SESSIONS ? null : Math.exp(usual.meanLog);
}
