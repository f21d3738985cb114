import type { DayKind } from './classifiedDay.ts';

/** Sessions over which ignored and stopped days of a trader are compared. */
export const ASSUMED_SESSIONS = 60;

/**
 * Counts, for each trader, the days of the last 60 sessions that ignored the limit in force and those that
 * stopped at it. Where more were ignored, the trader's assumed limits count as not applied: of days on which
 * cuts were wholly ignored, one in six reaches the limit on its last trip and looks stopped.
 */
export class AssumedLimits {
  readonly #days = new Map<string, { readonly session: number; readonly isIgnored: boolean }[]>();

  /** `session` is the number of the session, ascending. */
  add(trader: string, session: number, kind: DayKind): void {
    if (kind !== 'ignored' && kind !== 'stopped') return;
    const days = this.#days.get(trader) ?? [];
    this.#days.set(trader, days);
    days.push({ session, isIgnored: kind === 'ignored' });
    while ((days[0]?.session ?? session) <= session - ASSUMED_SESSIONS) days.shift();
  }

  /** Whether, in the 60 sessions through this one, the trader ignored more limits than stopped at. */
  areNotApplied(trader: string, session: number): boolean {
    let balance = 0;
    for (const day of this.#days.get(trader) ?? [])
      if (day.session > session - ASSUMED_SESSIONS) balance += day.isIgnored ? 1 : -1;
    return balance > 0;
  }
}
