import { describe, expect, it } from 'vitest';
import { waitAfterFailures } from '../../../src/domain/session/backoff.ts';
import { createCalendar } from '../../../src/domain/session/calendar.ts';
import {
  dueActions,
  morningAt,
  morningTimes,
  nextMorning,
  type ScheduleSettings,
  type SessionState,
} from '../../../src/domain/session/schedule.ts';

const calendar = createCalendar('nyse');
const settings: ScheduleSettings = {
  timezone: 'America/New_York',
  runAt: '05:00',
  lateAt: '08:30',
  sendDeadline: '09:25',
  correctionEveryMs: 1_800_000,
};

const untouched: SessionState = {
  begun: false,
  underWay: false,
  decided: false,
  waiting: 0,
  reached: 0,
  mayHaveGoneOut: false,
  lateNotified: false,
  failedNotified: false,
  missedNotified: false,
  mailedAt: null,
  unanswered: 0,
  reminded: false,
  hasFailed: false,
  nextTryAt: null,
  lookedAt: null,
  followedUp: false,
  undelivered: 0,
  waitingNotices: 0,
};
const failing: SessionState = { ...untouched, begun: true, hasFailed: true };
const mailed: SessionState = { ...untouched, begun: true, decided: true, reached: 2, followedUp: true };

const dueAt = (...asked: Parameters<typeof wholeDueAt>) => wholeDueAt(...asked).actions;

/** What is due on Tuesday 3 March 2026 at a time in New York, which is five hours behind UTC. */
function wholeDueAt(
  time: string,
  state: Partial<SessionState> = {},
  changes: Partial<ScheduleSettings> = {},
) {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const now = new Date(Date.UTC(2026, 2, 3, hours + 5, minutes));
  const own = { ...settings, ...changes };
  return dueActions(
    now,
    morningTimes('2026-03-03', calendar, own),
    { ...untouched, ...state },
    own.correctionEveryMs,
  );
}

const at = (time: string) => new Date(`2026-03-03T${time}:00Z`);

describe('what is due', () => {
  it.each<[string, string, Partial<SessionState>, readonly string[]]>([
    ['nothing before the run', '04:59', {}, []],
    ['the run, at its minute', '05:00', {}, ['run']],
    ['the run, at any later minute: after a suspend, a restart, a dead timer', '07:12', {}, ['run']],
    ['the run, by its last minute', '09:25', {}, ['run']],
    ['nothing while it is run', '05:10', { underWay: true, begun: true }, []],
    ['nothing between two tries', '05:10', { ...failing, nextTryAt: at('10:11') }, []],
    ['the next try', '05:11', { ...failing, nextTryAt: at('10:11') }, ['run']],
    ['LATE, and the next try', '08:30', failing, ['late', 'run']],
    ['LATE alone between two tries', '08:31', { ...failing, nextTryAt: at('13:33') }, ['late']],
    ['LATE during a run that takes long', '08:30', { underWay: true, begun: true }, ['late']],
    ['LATE once', '08:45', { ...failing, lateNotified: true }, ['run']],
    ['a first try before LATE, after a restart', '08:45', {}, ['run']],
    ['FAILED after the deadline', '09:26', failing, ['failed']],
    ['FAILED during a run that takes long', '09:26', { underWay: true, begun: true }, ['failed']],
    ['FAILED for what could not even be begun', '09:26', { hasFailed: true }, ['failed']],
    ['FAILED once', '09:27', { ...failing, failedNotified: true }, []],
    ['FAILED after a restart, for what an earlier process began', '11:00', { begun: true }, ['failed']],
    ['only a report for a start after the deadline', '11:00', {}, ['missed']],
    ['nothing after that report', '11:01', { missedNotified: true }, []],
    ['nothing after the close', '16:00', failing, []],
    ['going on with mails that wait', '05:20', { ...mailed, waiting: 1 }, ['run']],
    ['settling mails that wait, after the deadline', '09:26', { ...mailed, reached: 0, waiting: 2 }, ['run']],
    ['nothing while no recipient could be reached yet', '09:00', { ...mailed, reached: 0 }, []],
    ['FAILED when no recipient could be reached in time', '09:26', { ...mailed, reached: 0 }, ['failed']],
    ['nothing when one of two was reached', '09:26', { ...mailed, reached: 1 }, []],
    ['a look after a restart', '06:00', mailed, ['correct']],
    ['no look too early', '05:40', { ...mailed, lookedAt: at('10:11') }, []],
    ['a look in time', '05:41', { ...mailed, lookedAt: at('10:11') }, ['correct']],
    ['a look after the clock was set back', '05:10', { ...mailed, lookedAt: at('12:00') }, ['correct']],
    ['no look after the deadline', '09:26', mailed, []],
    [
      'neither LATE nor FAILED of a morning that may have gone out',
      '08:40',
      { ...failing, mayHaveGoneOut: true },
      ['run'],
    ],
    ['no FAILED of one either', '09:40', { ...failing, mayHaveGoneOut: true }, []],
    ['what follows the mails, once they are out', '09:30', { ...mailed, followedUp: false }, ['follow-up']],
    ['what follows the mails, after the close too', '17:00', { ...mailed, followedUp: false }, ['follow-up']],
    ['nothing else while mails wait', '05:20', { ...mailed, waiting: 1, followedUp: false }, ['run']],
    [
      'waiting notices, after the next try',
      '05:11',
      { ...failing, waitingNotices: 1 },
      ['run', 'send-notices'],
    ],
    ['no waiting notices during a run', '05:11', { underWay: true, waitingNotices: 1 }, []],
  ])('is %s', (_, time, state, actions) => {
    expect(dueAt(time, state)).toEqual(actions);
  });

  it.each<[string, string, string, Date | undefined]>([
    ['half an hour after the last look', '05:30', '10:11', at('10:41')],
    ['not again, where that is past the deadline', '09:20', '14:10', undefined],
  ])('says when a mailed morning is looked at: %s', (_, time, lookedAt, expected) => {
    expect(wholeDueAt(time, { ...mailed, lookedAt: at(lookedAt) }).nextLookAt).toEqual(expected);
  });

  it('never is a mailed morning again: not by a clock set back, not by another RUN_AT', () => {
    for (let minute = 0; minute < 24 * 60; minute += 7) {
      const time = `${Math.floor(minute / 60)}:${minute % 60}`;
      for (const runAt of ['03:00', '05:00', '08:00'])
        expect(dueAt(time, { ...mailed, lookedAt: at('10:00') }, { runAt })).not.toContain('run');
    }
  });

  it.each([
    ['05:30', ['run']],
    ['06:30', []],
  ])('is asked of RUN_AT as it is now: %s', (runAt, actions) => {
    expect(dueAt('06:00', {}, { runAt })).toEqual(actions);
  });

  it('has no LATE where LATE_AT is not before the deadline, and no look where none is wanted', () => {
    expect(dueAt('09:10', failing, { lateAt: '09:25' })).toEqual(['run']);
    expect(dueAt('09:10', mailed, { correctionEveryMs: null })).toEqual([]);
  });
});

describe('the times of a morning', () => {
  it.each<[string, string, string, string, string]>([
    ['in winter', '2026-03-06', '10:00', '14:25', '21:00'],
    ['on the first Monday of summer time', '2026-03-09', '09:00', '13:25', '20:00'],
    ['in summer', '2026-10-30', '09:00', '13:25', '20:00'],
    ['on the first Monday of winter time', '2026-11-02', '10:00', '14:25', '21:00'],
    ['on an early close', '2026-11-27', '10:00', '14:25', '18:00'],
  ])('are those of New York %s, whatever the zone of the host', (_, date, begins, deadline, close) => {
    const before = process.env['TZ'];
    try {
      for (const zone of ['UTC', 'Europe/Berlin', 'Asia/Kolkata']) {
        process.env['TZ'] = zone;
        const times = morningTimes(date, calendar, settings);
        expect([zone, times.begins, times.deadline, times.close]).toEqual([
          zone,
          new Date(`${date}T${begins}:00Z`),
          new Date(`${date}T${deadline}:00Z`),
          new Date(`${date}T${close}:00Z`),
        ]);
      }
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });

  it.each([
    ['a Saturday', '2026-03-07T15:00:00Z', '2026-03-09T09:00:00Z'],
    ['a Sunday of the clock change', '2026-03-08T10:00:00Z', '2026-03-09T09:00:00Z'],
    ['Thanksgiving', '2026-11-26T15:00:00Z', '2026-11-27T10:00:00Z'],
    ['a Friday evening in New York that is Saturday in UTC', '2026-03-07T02:00:00Z', '2026-03-09T09:00:00Z'],
  ])('have no session today on %s, and a next one', (day, now, next) => {
    const instant = new Date(now);
    expect(morningAt(instant, calendar, settings)?.sessionDate ?? null).toBe(
      day.startsWith('a Friday') ? '2026-03-06' : null,
    );
    expect(nextMorning(instant, calendar, settings)).toEqual(new Date(next));
  });

  it('end at midnight for a desk that never closes', () => {
    const { close } = morningTimes('2026-03-07', createCalendar('everyday'), settings);
    expect(close).toEqual(new Date('2026-03-08T05:00:00Z'));
  });
});

it.each([
  [1, true, 1],
  [2, true, 2],
  [3, true, 4],
  [4, true, 5],
  [400, true, 5],
  [1, false, 30],
  [5, false, 30],
])('after %i failures (passing: %s) the next try is %i minutes later', (failures, retryable, minutes) => {
  expect(waitAfterFailures(failures, retryable)).toBe(minutes * 60_000);
});

describe('the reminder of changes without an answer', () => {
  const open = { ...mailed, mailedAt: at('10:00'), unanswered: 2 };

  it.each<[string, string, Partial<SessionState>, boolean]>([
    ['is due a quarter of an hour before the deadline', '09:10', open, true],
    ['is not due before', '09:09', open, false],
    ['is due later, after a restart', '09:24', open, true],
    ['is due by the deadline', '09:25', open, true],
    ['is not due after the deadline', '09:26', open, false],
    ['is sent once', '09:10', { ...open, reminded: true }, false],
    ['is not due when everything is answered', '09:10', { ...open, unanswered: 0 }, false],
    ['is not due when no mail arrived', '09:10', { ...open, reached: 0 }, false],
    ['is not due when nothing was decided', '09:10', { ...open, decided: false }, false],
    ['waits for five minutes after a late mail', '09:14', { ...open, mailedAt: at('14:10') }, false],
    ['is due five minutes after a late mail', '09:15', { ...open, mailedAt: at('14:10') }, true],
    ['is due where the time of the mail is not known', '09:10', { ...open, mailedAt: null }, true],
    ['is due while mails of others still wait', '09:10', { ...open, underWay: true, waiting: 1 }, true],
  ])('%s', (_name, time, state, isDue) => {
    expect(dueAt(time, state).includes('remind')).toBe(isDue);
  });

  it('comes after the look for a correction, which may change what is asked', () => {
    const look = { ...open, lookedAt: at('10:00'), reached: 2 };
    expect(dueAt('09:10', look)).toEqual(['correct', 'remind']);
  });

  it('goes by another deadline, and not past an early close', () => {
    expect(dueAt('08:45', open, { sendDeadline: '09:00' })).toContain('remind');
    expect(dueAt('09:10', open, { sendDeadline: '09:00' })).not.toContain('remind');
    const early = morningTimes('2026-11-27', calendar, { ...settings, sendDeadline: '13:10' });
    const now = new Date('2026-11-27T18:00:00Z');
    expect(dueActions(now, early, { ...untouched, ...open }, null).actions).toEqual([]);
  });
});
