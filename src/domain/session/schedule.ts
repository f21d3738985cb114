import type { Calendar } from './calendar.ts';
import { sendDeadline, startOfMorning } from './due.ts';
import { addDays } from './isoDate.ts';
import { instantOf, marketDate } from './marketTime.ts';

export interface ScheduleSettings {
  readonly timezone: string;
  /** HH:MM on the market's wall clock, as the next two. */
  readonly runAt: string;
  readonly lateAt: string;
  readonly sendDeadline: string;
  /** null: a mailed morning is not looked at again. */
  readonly correctionEveryMs: number | null;
}

/** The instants of one session's morning. */
export interface MorningTimes {
  readonly sessionDate: string;
  readonly begins: Date;
  readonly lateAt: Date;
  readonly deadline: Date;
  /** After the market's close nobody needs to hear of the session any more. */
  readonly close: Date;
}

/** What is known of a session's morning at one instant. */
export interface SessionState {
  /** A step of it was begun, by this process or another one. */
  readonly begun: boolean;
  /** This process is at it now. */
  readonly underWay: boolean;
  /** The cuts stand and a mail for each recipient is written, whatever became of the mails. */
  readonly decided: boolean;
  /** Morning mails yet to be handed over. */
  readonly waiting: number;
  /** Morning mails that arrived, or may have. */
  readonly reached: number;
  /** A restored backup, or a database that cannot be read, leaves it unknown whether the cuts went out. */
  readonly mayHaveGoneOut: boolean;
  readonly lateTold: boolean;
  readonly failedTold: boolean;
  /** A try of this process has failed. */
  readonly hasFailed: boolean;
  /** Not before then, after a failure; null: at once. */
  readonly nextTryAt: Date | null;
  /** When the source was last asked for this morning, as far as this process knows. */
  readonly lookedAt: Date | null;
}

/**
 * run: run the morning, or go on with it · late: tell that it is late · failed: tell that no limits come · missed: the
 * morning passed while nobody was there to run it · correct: see whether the source says something else by now.
 */
export type DueAction = 'run' | 'late' | 'failed' | 'missed' | 'correct';

export interface DueActions {
  /** In the order to do them in. */
  readonly actions: readonly DueAction[];
  /** In a sentence for the log and /health. */
  readonly why: string;
  /** When the source is asked again about a mailed morning; left out where that is not what comes next. */
  readonly nextLookAt?: Date;
}

/** The times of the session of the market's today; null on a day without one. */
export function morningAt(now: Date, calendar: Calendar, settings: ScheduleSettings): MorningTimes | null {
  const today = marketDate(now, settings.timezone);
  return calendar.isSession(today) ? morningTimes(today, calendar, settings) : null;
}

export function morningTimes(date: string, calendar: Calendar, settings: ScheduleSettings): MorningTimes {
  const { timezone } = settings;
  return {
    sessionDate: date,
    begins: startOfMorning(date, settings.runAt, timezone),
    lateAt: instantOf(date, settings.lateAt, timezone),
    deadline: sendDeadline(date, settings.sendDeadline, timezone),
    close: closeOf(date, calendar.closeSecond(date), timezone),
  };
}

/** When the next morning begins that has not begun yet. */
export function nextMorning(now: Date, calendar: Calendar, settings: ScheduleSettings): Date {
  const today = morningAt(now, calendar, settings);
  if (today !== null && now < today.begins) return today.begins;
  const next = calendar.nextSession(marketDate(now, settings.timezone));
  return startOfMorning(next, settings.runAt, settings.timezone);
}

/**
 * What is due at an instant: what the calendar asks for less what is known to be done. It is asked anew at every wake-up,
 * so neither a timer that fails nor a clock that jumps can lose a morning or repeat one.
 */
export function dueActions(
  now: Date,
  times: MorningTimes,
  soFar: SessionState,
  correctionEveryMs: number | null,
): DueActions {
  if (now < times.begins) return nothing('the morning has not begun');
  if (now >= times.close) return nothing('the session is over');
  if (soFar.decided) return afterDecision(now, times, soFar, correctionEveryMs);
  return now <= times.deadline ? beforeDeadline(now, times, soFar) : afterDeadline(soFar);
}

function beforeDeadline(now: Date, { lateAt, deadline }: MorningTimes, soFar: SessionState): DueActions {
  const { underWay, hasFailed, nextTryAt, lateTold, mayHaveGoneOut } = soFar;
  // A first try gets its chance before anybody is alarmed: one that begins after a restart at 08:45 takes minutes.
  const isLate = now >= lateAt && lateAt < deadline && (hasFailed || underWay);
  const rungs: DueAction[] = isLate && !lateTold && !mayHaveGoneOut ? ['late'] : [];
  if (!underWay && (nextTryAt === null || now >= nextTryAt)) rungs.push('run');
  return { actions: rungs, why: underWay ? 'the morning is being run' : hasFailed ? 'trying again' : 'due' };
}

function afterDeadline({ begun, underWay, hasFailed, failedTold, mayHaveGoneOut }: SessionState): DueActions {
  if (failedTold) return nothing('the deadline passed without limits, and FAILED was told');
  if (mayHaveGoneOut) return nothing('the deadline has passed, and whether limits were mailed is unknown');
  return begun || underWay || hasFailed
    ? { actions: ['failed'], why: 'the deadline has passed without limits' }
    : { actions: ['missed'], why: 'the deadline passed before anything was begun: nothing goes out' };
}

function afterDecision(
  now: Date,
  { deadline }: MorningTimes,
  soFar: SessionState,
  correctionEveryMs: number | null,
): DueActions {
  const { underWay, waiting, reached, failedTold, mayHaveGoneOut, lookedAt } = soFar;
  if (underWay) return nothing('the mails are going out');
  if (waiting > 0) return { actions: ['run'], why: 'mails are waiting' };
  if (reached === 0) {
    if (now <= deadline) return nothing('decided, and no mail arrived');
    return failedTold || mayHaveGoneOut
      ? nothing('decided, and nobody could be reached in time')
      : { actions: ['failed'], why: 'nobody could be reached in time' };
  }
  if (correctionEveryMs === null || now > deadline) return nothing('mailed');
  // A look in the future was taken before the clock was set back.
  const next = lookedAt === null || lookedAt > now ? now.getTime() : lookedAt.getTime() + correctionEveryMs;
  if (now.getTime() >= next) return { actions: ['correct'], why: 'mailed; time to look again' };
  if (next > deadline.getTime()) return nothing('mailed');
  return { ...nothing('mailed; the source is asked again'), nextLookAt: new Date(next) };
}

function nothing(why: string): DueActions {
  return { actions: [], why };
}

function closeOf(date: string, closeSecond: number, timezone: string): Date {
  if (closeSecond >= 24 * 3600) return instantOf(addDays(date, 1), '00:00', timezone);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(closeSecond / 3600);
  return instantOf(date, `${two(hours)}:${two(Math.floor((closeSecond % 3600) / 60))}`, timezone);
}
