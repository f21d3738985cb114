import { count } from '../../text/words.ts';
import type { Period } from '../period.ts';
import type { LimitEntry, MailEntry } from '../trailRecord.ts';
import { type Found, sequencesOf } from './findingRule.ts';

/** The first accepted mail of a morning; null: none was accepted, as far as is known. */
export function acceptedMail({ mails }: Pick<Period, 'mails'>, session: string): MailEntry | null {
  const isAccepted = ({ mail, status }: MailEntry) =>
    mail === 'morning' && (status === 'sent' || status === 'ambiguous');
  return mails.get(session)?.find(isAccepted) ?? null;
}

/** Sessions from the first morning of the trail on. An earlier session is not late. */
export function mailedSessions({ sessions, firstMorning }: Period): readonly string[] {
  return sessions.filter((session) => firstMorning !== null && session >= firstMorning);
}

/** Mornings that were mailed after LATE_AT. */
export function lateMornings(period: Period): readonly Found[] {
  const lateAt = new Map(period.facts.map(({ facts }) => [facts.sessionDate, facts.times.lateAt]));
  return mailedSessions(period).flatMap((session) => {
    const mail = acceptedMail(period, session);
    const due = lateAt.get(session);
    if (mail === null || due === undefined || mail.at <= due) return [];
    const notices = (period.mails.get(session) ?? []).filter((each) => each.mail === 'late');
    return {
      session,
      trader: null,
      text: `The limits of ${session} were mailed ${minutesBetween(due, mail.at)} after ${clockOf(due)}.`,
      entries: sequencesOf([...notices, mail]),
    };
  });
}

/** Sessions without a mail that the server accepted. */
export function failedMornings(period: Period): readonly Found[] {
  return mailedSessions(period).flatMap((session) => {
    if (acceptedMail(period, session) !== null) return [];
    const steps = (period.runs.get(session) ?? []).filter(({ status }) => status === 'failed');
    const notices = (period.mails.get(session) ?? []).filter(({ mail }) => mail === 'failed');
    const [last] = steps.slice(-1);
    const why =
      last === undefined
        ? 'no failed step is recorded'
        : `step ${last.step} failed: ${last.error ?? 'no reason is recorded'}`;
    return {
      session,
      trader: null,
      text: `No mail with the limits of ${session} was accepted; ${why}.`,
      entries: sequencesOf([...steps, ...notices]),
    };
  });
}

const ANSWERS: readonly LimitEntry['event'][] = ['applied', 'different', 'not-applied', 'set', 'readback'];

/** Sessions with changes that were mailed before the open and not answered by then. */
export function unansweredChanges(period: Period): readonly Found[] {
  return period.facts.flatMap(({ facts: { sessionDate, times } }) => {
    const events = (period.limits.get(sessionDate) ?? []).filter(({ at }) => at <= times.opensAt);
    const mailed = newestMailed(events);
    const answers = newestAnswers(events);
    const open = [...mailed].flatMap(([trader, mail]) =>
      (answers.get(trader) ?? 0) > mail.sequence ? [] : mail,
    );
    if (open.length === 0) return [];
    const names = open.map(({ trader }) => trader).sort();
    return {
      session: sessionDate,
      trader: open.length === 1 ? (names[0] ?? null) : null,
      text: `${count(open.length, 'change')} of ${sessionDate} without an answer by ${clockOf(times.opensAt)}: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}.`,
      entries: sequencesOf(open),
    };
  });
}

/** A correction mails a change again. */
function newestMailed(events: readonly LimitEntry[]): ReadonlyMap<string, LimitEntry> {
  return new Map(
    events.flatMap((event) =>
      event.event === 'mailed' && event.trader !== null ? [[event.trader, event] as const] : [],
    ),
  );
}

/** By trader, the sequence number of the last answer. */
function newestAnswers(events: readonly LimitEntry[]): ReadonlyMap<string, number> {
  return new Map(
    events.flatMap(({ event, trader, sequence }) =>
      trader !== null && ANSWERS.includes(event) ? [[trader, sequence] as const] : [],
    ),
  );
}

/** HH:MM in UTC. */
function clockOf(instant: string): string {
  return `${instant.slice(11, 16)} UTC`;
}

function minutesBetween(from: string, to: string): string {
  return count(Math.max(1, Math.ceil((Date.parse(to) - Date.parse(from)) / 60_000)), 'minute');
}
