import { DateTime } from 'luxon';
import { backedUpAt } from './backupName.ts';

interface Backup {
  readonly name: string;
  readonly at: DateTime;
}

/** Number of days, ISO weeks and months whose newest backup is kept. */
const KEPT = { days: 14, weeks: 4, months: 12 } as const;

/**
 * The names of the backups to keep: the newest of each of the last 14 days, 4 ISO weeks and 12 months that
 * have one, by date in `zone`. Periods without a backup do not count, so a machine that was off for a month
 * still has all its backups. A name with a future time is kept and not counted: the clock was wrong then, or
 * is wrong now.
 */
export function keptBackups(names: readonly string[], now: Date, zone: string): ReadonlySet<string> {
  const dated = names.flatMap((name) => {
    const at = backedUpAt(name);
    return at === null ? [] : [{ name, at: DateTime.fromJSDate(at, { zone }) }];
  });
  const future = dated.filter(({ at }) => at.toMillis() > now.getTime());
  const past = dated.filter(({ at }) => at.toMillis() <= now.getTime());
  const newestFirst = past.sort((a, b) => b.at.toMillis() - a.at.toMillis());
  return new Set(
    [
      ...future,
      ...newestOfEach(newestFirst, 'yyyy-MM-dd', KEPT.days),
      ...newestOfEach(newestFirst, "kkkk-'W'WW", KEPT.weeks),
      ...newestOfEach(newestFirst, 'yyyy-MM', KEPT.months),
    ].map(({ name }) => name),
  );
}

function newestOfEach(newestFirst: readonly Backup[], period: string, periods: number): readonly Backup[] {
  const newest = new Map<string, Backup>();
  for (const backup of newestFirst) {
    const key = backup.at.toFormat(period);
    if (!newest.has(key)) newest.set(key, backup);
  }
  return [...newest.values()].slice(0, periods);
}
