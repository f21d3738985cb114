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
 * Removes fills that are more than `retentionDays` days older than the newest session. Runs after a morning
 * with data through `dataThrough`. Facts, lots and totals stay, so no computed figure changes. Sessions that
 * mornings fetch again are never removed, whatever the setting.
 *
 * Never throws: the mails are already sent, and the next morning tries again.
 */
export async function pruneFills(
  { clock, log, calendar, fills }: PrunePorts,
  dataThrough: string,
  retentionDays: number,
): Promise<void> {
  try {
    const stored = await fills.sessionRange();
    if (stored === null) return;
    // A fill with a wrong date in the future must not make all other fills look old.
    const newest = stored.last < dataThrough ? stored.last : dataThrough;
    const before = oldestKept(calendar, newest, retentionDays);
    const { keptTraderDays, ...removed } = await fills.prune(before, clock.now());
    if (removed.fills > 0) log.info('old fills were pruned', { before, ...removed });
    if (keptTraderDays > 0)
      log.warn('old fills were kept: the ledger has not computed these trader-days yet', {
        before,
        keptTraderDays,
      });
  } catch (error) {
    log.error('old fills could not be pruned; the next morning tries again', {
      problem: error instanceof Error ? error.message : String(error),
    });
  }
}

/**
 * The first date whose fills stay. Mornings also refetch the closed days before the first refetched session.
 */
function oldestKept(calendar: Calendar, newest: string, retentionDays: number): string {
  const [firstRefetched = newest] = sessionsToFetch(calendar, newest);
  const refetchedFrom = addDays(calendar.previousSession(firstRefetched), 1);
  const byAge = addDays(newest, -retentionDays);
  return byAge < refetchedFrom ? byAge : refetchedFrom;
}
