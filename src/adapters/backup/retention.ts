import { DateTime } from 'luxon';
import { backedUpAt } from './backupName.ts';

interface Backup {
  readonly name: string;
  readonly at: DateTime;
}

/** How many days, ISO weeks and months keep their newest backup. */
const KEPT = { days: 14, weeks: 4, months: 12 } as const;

/**
 * Which backups are kept: the newest of each of the last 14 days, 4 ISO weeks and 12 months that have one, by the
 * market's calendar date. Periods without a backup do not count, so that a machine that was off for a month comes back
 * to all it had. A name from the future is kept and counts for nothing: the clock was wrong then, or is now.
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
