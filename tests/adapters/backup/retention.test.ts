import { describe, expect, it } from 'vitest';
import { backedUpAt, backupName } from '../../../src/adapters/backup/backupName.ts';
import { keptBackups } from '../../../src/adapters/backup/retention.ts';

const ZONE = 'America/New_York';
const at = (instant: string) => new Date(`${instant}Z`);
const names = (...instants: string[]) => instants.map((instant) => backupName(at(instant), 'sqlite'));
const kept = (all: readonly string[], now = '2026-11-21T12:00:00') =>
  [...keptBackups(all, at(now), ZONE)].sort();

/** One backup at 10:00 UTC on each of the given number of days up to a date, the newest first. */
function daily(last: string, days: number): string[] {
  const end = at(`${last}T10:00:00`).getTime();
  return Array.from({ length: days }, (_, day) => backupName(new Date(end - day * 86_400_000), 'sqlite'));
}

describe('a backup’s name', () => {
  it('contains its time, and the time can be read from it', () => {
    const instant = new Date('2026-11-21T09:15:00.123Z');
    expect(backupName(instant, 'sqlite')).toBe('daybreak-2026-11-21T09-15-00-123Z.db.gz');
    expect(backedUpAt(backupName(instant, 'postgres'))).toEqual(instant);
    expect(backedUpAt(backupName(instant, 'sqlite'))).toEqual(instant);
  });

  it.each([
    'daybreak.db',
    'daybreak-2026-13-45T09-15-00-123Z.db.gz',
    'daybreak-2026-11-21T09-15-00-123Z.db.gz.json',
  ])('is not %s', (name) => {
    expect(backedUpAt(name)).toBeNull();
  });
});

describe('the backups that are kept', () => {
  it.each([
    ['all of a young desk', names('2026-11-20T10:00:00', '2026-11-19T10:00:00'), [0, 1]],
    [
      'the newest of a day',
      names('2026-11-20T15:00:00', '2026-11-20T10:00:00', '2026-11-19T10:00:00'),
      [0, 2],
    ],
    [
      'both of two New York days that are one in UTC',
      names('2026-11-20T23:00:00', '2026-11-20T04:30:00', '2026-11-19T10:00:00'),
      [0, 1],
    ],
    [
      'the newest of one New York day that is two in UTC',
      names('2026-11-20T03:00:00', '2026-11-19T23:00:00', '2026-11-19T10:00:00', '2026-11-12T10:00:00'),
      [0, 3],
    ],
    [
      'one from the future, which counts for nothing',
      names('2031-01-01T10:00:00', '2026-11-20T10:00:00'),
      [0, 1],
    ],
  ])('are %s', (_, all, expected) => {
    expect(kept(all)).toEqual(expected.map((index) => all[index]).sort());
  });

  it('are those of 14 days, 4 weeks and 12 months after two years of daily backups', () => {
    const days = daily('2026-11-21', 730);
    const dates = kept(days).map((name) => name.slice('daybreak-'.length, 'daybreak-2026-11-21'.length));
    expect(dates).toEqual([
      ...['2025-12-31', '2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31'],
      ...['2026-06-30', '2026-07-31', '2026-08-31', '2026-09-30', '2026-10-31'],
      // The Sunday that ends the fourth week. The Sundays of the three later weeks are within the fourteen
      // days.
      '2026-11-01',
      ...Array.from({ length: 14 }, (_, day) => `2026-11-${String(8 + day).padStart(2, '0')}`),
    ]);
  });

  it('are chosen by ISO weeks, also across the end of a year', () => {
    // 2026-12-28 to 2027-01-03 is week 53 of 2026.
    const all = names('2027-01-03T10:00:00', '2027-01-02T10:00:00', '2026-12-27T10:00:00');
    const many = [...all, ...daily('2026-12-20', 60)];
    const left = kept(many, '2027-01-04T10:00:00');
    expect(left).toContain(all[0]);
    expect(left).toContain(all[2]);
  });

  it('are those of fourteen days with a backup, for any gap between them', () => {
    const all = Array.from({ length: 20 }, (_, month) => `20${10 + month}-06-01T10:00:00`).map((instant) =>
      backupName(at(instant), 'sqlite'),
    );
    expect(kept(all, '2030-01-01T00:00:00')).toHaveLength(14);
  });

  it('are the same when the selection is repeated', () => {
    const once = kept(daily('2026-11-21', 400));
    expect(kept(once)).toEqual(once);
  });

  it('include no file that is not a backup', () => {
    expect(kept(['notes.txt', 'daybreak.db'])).toEqual([]);
  });
});
