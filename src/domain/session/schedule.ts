import type { Calendar } from './calendar.ts';
import { sendDeadline, startOfMorning } from './due.ts';
import { addDays } from './isoDate.ts';
import { instantOf, marketDate } from './marketTime.ts';

export interface ScheduleSettings {
  readonly timezone: string;
  /** HH:MM on the market's wall clock, like lateAt and sendDeadline. */
  readonly runAt: string;
  readonly lateAt: string;
  readonly sendDeadline: string;
  /** How long after a look at the source the next one is due; null: a mailed morning is not corrected. */
  readonly correctionEveryMs: number | null;
}

/** The instants of one session's morning. */
export interface MorningTimes {
  readonly sessionDate: string;
  readonly begins: Date;
  readonly lateAt: Date;
  /** When the changes without an answer are named in a reminder. */
  readonly remindAt: Date;
  readonly deadline: Date;
  /** The market's close. No notice about the session is sent after it. */
  readonly close: Date;
}

/** The state of one session's morning at one instant. */
export interface SessionState {
  /** A step of the morning was begun, by this process or another one. */
  readonly begun: boolean;
  /** This process runs the morning now. */
  readonly underWay: boolean;
  /** The decisions are stored and each recipient has a mail in the outbox, whatever its status. */
  readonly decided: boolean;
  /** Morning mails that are still to be sent. */
  readonly waiting: number;
  /** Morning mails that arrived, or may have arrived. */
  readonly reached: number;
  /** When the mail server first accepted a morning mail; null: not, or not known. */
  readonly mailedAt: Date | null;
  /** Mailed changes without an answer; 0 where no reminder is wanted, and before it is time to look. */
  readonly unanswered: number;
  /** The reminder is queued or sent. */
  readonly reminded: boolean;
  /** It is unknown whether the cuts were mailed: a backup was restored, or the database cannot be read. */
  readonly mayHaveGoneOut: boolean;
  /** The LATE notice is queued or sent. */
  readonly lateNotified: boolean;
  /** The FAILED notice is queued or sent. */
  readonly failedNotified: boolean;
  /** This process has already reported that the session was missed. */
  readonly missedNotified: boolean;
  /** A try of this process has failed. */
  readonly hasFailed: boolean;
  /** The earliest instant of the next try; null: at once. */
  readonly nextTryAt: Date | null;
  /** When this process last asked the source about the morning. */
  readonly lookedAt: Date | null;
  /** This process has done what follows the delivery of the mails. */
  readonly followedUp: boolean;
  /** Mails to risk managers that have waited too long, or were lost, and that no alert has named yet. */
  readonly undelivered: number;
  /** Notices of the session that are still to be sent: LATE, FAILED, corrections, alerts, success. */
  readonly waitingNotices: number;
}

/**
 * run: run the morning, or continue it · late: send LATE · failed: send FAILED · missed: report that no
 * process ran the morning in time · correct: ask the source again and mail what changed · remind: name the
 * changes without an answer · follow-up: alerts, success note and backup, once the mails are out ·
 * undelivered: alert the operator of mails that wait or are lost · send-notices: send the notices that are
 * still in the outbox.
 */
export type DueAction =
  | 'run'
  | 'late'
  | 'failed'
  | 'missed'
  | 'correct'
  | 'remind'
  | 'follow-up'
  | 'undelivered'
  | 'send-notices';

export interface DueActions {
  /** In the order in which to perform them. */
  readonly actions: readonly DueAction[];
  /** The reason, as one sentence for the log and /health. */
  readonly why: string;
  /** When the source is asked again about a mailed morning; left out where another action comes first. */
  readonly nextLookAt?: Date;
}

/** How long before the deadline the reminder is due. */
const REMINDER_BEFORE_MS = 15 * 60_000;
/** A mail that arrived a moment ago needs no reminder yet. */
const REMINDER_AFTER_MAIL_MS = 5 * 60_000;

/** The times of today's session, by the market's date; null on a day without a session. */
export function morningAt(now: Date, calendar: Calendar, settings: ScheduleSettings): MorningTimes | null {
  const today = marketDate(now, settings.timezone);
  return calendar.isSession(today) ? morningTimes(today, calendar, settings) : null;
}

export function morningTimes(date: string, calendar: Calendar, settings: ScheduleSettings): MorningTimes {
  const { timezone } = settings;
  const deadline = sendDeadline(date, settings.sendDeadline, timezone);
  return {
    sessionDate: date,
    begins: startOfMorning(date, settings.runAt, timezone),
    lateAt: instantOf(date, settings.lateAt, timezone),
    remindAt: new Date(deadline.getTime() - REMINDER_BEFORE_MS),
    deadline,
    close: closeOf(date, calendar, timezone),
  };
}

/** The beginning of the next morning that has not begun yet. */
export function nextMorning(now: Date, calendar: Calendar, settings: ScheduleSettings): Date {
  const today = morningAt(now, calendar, settings);
  if (today !== null && now < today.begins) return today.begins;
  const next = calendar.nextSession(marketDate(now, settings.timezone));
  return startOfMorning(next, settings.runAt, settings.timezone);
}

/**
 * The actions that are due at an instant: what the calendar asks for, minus what the state shows to be done.
 * Every wake-up computes them again, so a timer that fails or a clock that jumps can neither lose a morning
 * nor repeat one.
 *
 * Example: at 08:31, with a failed try whose next one is at 08:33, only `late` is due; at 08:33 only `run`.
 */
export function dueActions(
  now: Date,
  times: MorningTimes,
  state: SessionState,
  correctionEveryMs: number | null,
): DueActions {
  const due = morningActions(now, times, state, correctionEveryMs);
  const undelivered: readonly DueAction[] =
    state.undelivered > 0 && now >= times.begins && now < times.close ? ['undelivered'] : [];
  const reminder: readonly DueAction[] = isReminderDue(now, times, state) ? ['remind'] : [];
  return { ...due, actions: [...due.actions, ...reminder, ...undelivered, ...laterActions(state)] };
}

/** Once a session, also while mails of other recipients still wait. */
function isReminderDue(
  now: Date,
  { remindAt, deadline, close }: MorningTimes,
  { decided, reached, reminded, unanswered, mailedAt }: SessionState,
): boolean {
  if (!decided || reached === 0 || reminded || unanswered === 0) return false;
  const isFresh = mailedAt !== null && now.getTime() < mailedAt.getTime() + REMINDER_AFTER_MAIL_MS;
  return now >= remindAt && now <= deadline && now < close && !isFresh;
}

function morningActions(
  now: Date,
  times: MorningTimes,
  state: SessionState,
  correctionEveryMs: number | null,
): DueActions {
  if (now < times.begins) return nothing('the morning has not begun');
  if (now >= times.close) return nothing('the session is over');
  if (state.decided) return afterDecision(now, times, state, correctionEveryMs);
  return now <= times.deadline ? beforeDeadline(now, times, state) : afterDeadline(state);
}

/** What has no time of its own, and must not delay the morning. */
function laterActions({
  underWay,
  decided,
  waiting,
  followedUp,
  waitingNotices,
}: SessionState): readonly DueAction[] {
  if (underWay) return [];
  if (decided && waiting === 0 && !followedUp) return ['follow-up'];
  return waitingNotices > 0 ? ['send-notices'] : [];
}

function beforeDeadline(now: Date, { lateAt, deadline }: MorningTimes, state: SessionState): DueActions {
  const { underWay, hasFailed, nextTryAt, lateNotified, mayHaveGoneOut } = state;
  // LATE waits for a first try: a run that begins at 08:45, after a restart, takes only minutes.
  const isLate = now >= lateAt && lateAt < deadline && (hasFailed || underWay);
  const actions: DueAction[] = isLate && !lateNotified && !mayHaveGoneOut ? ['late'] : [];
  if (!underWay && (nextTryAt === null || now >= nextTryAt)) actions.push('run');
  return { actions, why: underWay ? 'the morning is being run' : hasFailed ? 'trying again' : 'due' };
}

function afterDeadline(state: SessionState): DueActions {
  const { begun, underWay, hasFailed, failedNotified, missedNotified, mayHaveGoneOut } = state;
  if (failedNotified) return nothing('the deadline passed without limits, and FAILED was sent');
  if (mayHaveGoneOut) return nothing('the deadline has passed, and whether limits were mailed is unknown');
  if (begun || underWay || hasFailed)
    return { actions: ['failed'], why: 'the deadline has passed without limits' };
  const why = 'the deadline passed before the morning was begun: no limits are mailed';
  return missedNotified ? nothing(why) : { actions: ['missed'], why };
}

function afterDecision(
  now: Date,
  { lateAt, deadline }: MorningTimes,
  state: SessionState,
  correctionEveryMs: number | null,
): DueActions {
  const { underWay, waiting, reached, failedNotified, mayHaveGoneOut, lookedAt } = state;
  if (underWay) {
    // Decided, and the mail server has taken no mail: the risk managers are as much without limits.
    const isLate = now >= lateAt && now <= deadline && lateAt < deadline && waiting > 0 && reached === 0;
    const actions: DueAction[] = isLate && !state.lateNotified && !mayHaveGoneOut ? ['late'] : [];
    return { actions, why: 'the mails are going out' };
  }
  if (waiting > 0) return { actions: ['run'], why: 'mails are waiting' };
  if (reached === 0) {
    if (now <= deadline) return nothing('decided, and no mail arrived');
    return failedNotified || mayHaveGoneOut
      ? nothing('decided, and no recipient could be reached in time')
      : { actions: ['failed'], why: 'no recipient could be reached in time' };
  }
  if (correctionEveryMs === null || now > deadline) return nothing('mailed');
  // A look in the future was taken before the clock was set back.
  const next = lookedAt === null || lookedAt > now ? now.getTime() : lookedAt.getTime() + correctionEveryMs;
  if (now.getTime() >= next) return { actions: ['correct'], why: 'mailed; time to ask the source again' };
  if (next > deadline.getTime()) return nothing('mailed');
  return { ...nothing('mailed; the source is asked again'), nextLookAt: new Date(next) };
}

function nothing(why: string): DueActions {
  return { actions: [], why };
}

/** The market's close on a session. */
export function closeOf(date: string, calendar: Calendar, timezone: string): Date {
  const closeSecond = calendar.closeSecond(date);
  if (closeSecond >= 24 * 3600) return instantOf(addDays(date, 1), '00:00', timezone);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(closeSecond / 3600);
  return instantOf(date, `${two(hours)}:${two(Math.floor((closeSecond % 3600) / 60))}`, timezone);
}
