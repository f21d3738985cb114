import type { Calendar } from '../domain/session/calendar.ts';
import { addDays } from '../domain/session/isoDate.ts';
import type { FillStore } from '../ports/fillStore.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import { sessionsToFetch } from './steps/fetch.ts';

export interface PrunePorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly calendar: Calendar;
  readonly fills: FillStore;
}

/**
 * Removes the fills of sessions more than `retentionDays` days before the newest one, after a morning through
 * `dataThrough`. Facts, lots and totals stay, so nothing that is computed from them changes. The sessions that
 * mornings fetch again are never among those removed, whatever the setting.
 *
 * Never throws: the mails are out by then, and the next morning prunes what this one could not.
 */
export async function pruneFills(
  { clock, log, calendar, fills }: PrunePorts,
  dataThrough: string,
  retentionDays: number,
): Promise<void> {
  try {
    const stored = await fills.sessionRange();
    if (stored === null) return;
    // A fill misdated into the future must not make everything before it old.
    const newest = stored.last < dataThrough ? stored.last : dataThrough;
    const before = oldestKept(calendar, newest, retentionDays);
    const { keptTraderDays, ...removed } = await fills.prune(before, clock.now());
    if (removed.fills > 0) log.info('old fills were pruned', { before, ...removed });
    if (keptTraderDays > 0)
      log.warn('old fills were kept: the ledger has yet to compute those traders', {
        before,
        keptTraderDays,
      });
  } catch (error) {
    log.error('old fills could not be pruned; the next morning tries again', {
      problem: error instanceof Error ? error.message : String(error),
    });
  }
}

/** The first date of which fills stay. The days since the session before the refetched ones are refetched too. */
function oldestKept(calendar: Calendar, newest: string, retentionDays: number): string {
  const [firstRefetched = newest] = sessionsToFetch(calendar, newest);
  const refetchedFrom = addDays(calendar.previousSession(firstRefetched), 1);
  const byAge = addDays(newest, -retentionDays);
  return byAge < refetchedFrom ? byAge : refetchedFrom;
}
