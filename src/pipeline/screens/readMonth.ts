import { answerToMail } from '../../domain/limits/answer.ts';
import type { LimitEvent } from '../../domain/limits/limitEvent.ts';
import type { Calendar } from '../../domain/session/calendar.ts';
import { addDays } from '../../domain/session/isoDate.ts';
import type { DecidedMorning, MonthRecords } from '../../ports/screens/monthRecords.ts';
import type { PastMorning } from '../../ports/screens/pastMornings.ts';
import type { StoredMail } from '../../ports/screens/screenRecords.ts';

export interface MonthPorts {
  readonly months: MonthRecords;
  readonly calendar: Pick<Calendar, 'sessionsBetween'>;
}

const LONGEST_MONTH_DAYS = 31;

/**
 * The mornings of a month, newest first. A session between the first and the last morning of the desk without
 * a morning is listed too: nothing ran on it.
 */
export async function readMonth(ports: MonthPorts, month: string): Promise<readonly PastMorning[]> {
  const known = await ports.months.range();
  if (known === null) return [];
  const start = `${month}-01`;
  const end = addDays(start, LONGEST_MONTH_DAYS - 1);
  const expected = ports.calendar.sessionsBetween(later(start, known.first), earlier(end, known.last));
  const mornings = await readMornings(ports, start, end, expected);
  return mornings.filter(({ sessionDate }) => sessionDate.startsWith(month));
}

/** One session; null: no morning of it has begun. */
export async function readPastMorning(ports: MonthPorts, sessionDate: string): Promise<PastMorning | null> {
  const [found = null] = await readMornings(ports, sessionDate, sessionDate, []);
  return found;
}

async function readMornings(
  { months }: MonthPorts,
  from: string,
  to: string,
  expected: readonly string[],
): Promise<readonly PastMorning[]> {
  const decided = await months.decided(from, to);
  const mails = await months.mails(from, to);
  const steps = await months.steps(from, to);
  const events = await months.events(from, to);
  const all = new Set([...expected, ...[...decided, ...mails, ...steps].map((each) => each.sessionDate)]);
  return [...all]
    .sort()
    .reverse()
    .map((sessionDate) => {
      const ofSession = (each: { readonly sessionDate: string }) => each.sessionDate === sessionDate;
      const morning = decided.find(ofSession) ?? null;
      const own = mails.filter(ofSession);
      return {
        sessionDate,
        decided: morning,
        mails: own,
        steps: steps.filter(ofSession),
        ...answeredOf(morning, own, events.filter(ofSession)),
      };
    });
}

/**
 * How many changes the mails of a session asked for, and how many of them were answered. A mail that may have
 * arrived recorded no change, so the decisions are counted.
 */
function answeredOf(
  decided: DecidedMorning | null,
  mails: readonly StoredMail[],
  events: readonly LimitEvent[],
): { readonly asked: number; readonly answered: number } {
  const mailed = new Set(events.filter(({ kind }) => kind === 'mailed').map(({ trader }) => trader));
  const traders = mailed.size > 0 ? mailed : new Set(events.map(({ trader }) => trader));
  const isAnswered = (trader: string | null) =>
    answerToMail(
      events.filter((event) => event.trader === trader),
      events[0]?.sessionDate ?? '',
    ) !== null;
  const answered = [...traders].filter(isAnswered).length;
  const mayHaveArrived = mails.some(({ kind, status }) => kind === 'morning' && status === 'ambiguous');
  const changes = decided === null ? 0 : decided.lowered + decided.raised + decided.set;
  const asked = mailed.size > 0 ? mailed.size : mayHaveArrived ? changes : 0;
  return { asked, answered: Math.min(answered, asked) };
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}

function earlier(one: string, other: string): string {
  return one < other ? one : other;
}
