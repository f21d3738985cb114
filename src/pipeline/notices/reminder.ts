import { subjectLine } from '../../domain/report/headline.ts';
import type { ReminderNotice } from '../../domain/report/notices.ts';
import type { MorningTimes } from '../../domain/session/schedule.ts';
import { readChanges } from '../limits/answerSheet.ts';
import { recipientLinks } from '../steps/recipientLinks.ts';
import type { NoticeContext, NoticeStore } from './noticeContext.ts';
import { queueNotice } from './queueNotice.ts';

/**
 * Names the changes without an answer to the risk managers, with their links, once a session. The notice
 * expires at the deadline.
 */
export async function notifyUnanswered(
  context: NoticeContext,
  store: NoticeStore,
  times: MorningTimes,
): Promise<void> {
  const { ports, settings } = context;
  const { sessionDate, deadline: expiresAt, close: closesAt } = times;
  const { recipients } = settings;
  const report = await store.ports.decisions.report(sessionDate);
  const notice = report === null ? null : await reminderOf(context, store, times);
  if (report === null || notice === null) return;
  const { revision = 0, decisions } = report;
  const terms = { deskRecipients: recipients, closesAt };
  const mail = (recipient: string) =>
    ports.renderer.reminder(
      { ...notice, originalSubject: report.firstSubject ?? subjectLine(report) },
      recipientLinks(store.ports, { sessionDate, revision, decisions }, recipient, terms),
    );
  await queueNotice(context, store, times, { kind: 'reminder', code: null, recipients, mail, expiresAt });
}

/** null: everything was answered meanwhile. */
async function reminderOf(
  { ports, settings }: NoticeContext,
  store: NoticeStore,
  { sessionDate, close }: MorningTimes,
): Promise<Omit<ReminderNotice, 'originalSubject'> | null> {
  const { timezone, defaultLimit, limitLifetime: lifetime } = settings;
  const changes = await readChanges(store.ports, { defaultLimit, lifetime }, sessionDate);
  const open = changes.filter(({ given }) => given === null);
  if (open.length === 0) return null;
  return {
    at: ports.clock.now(),
    timezone,
    sessionDate,
    closesAt: close,
    changes: changes.length,
    unanswered: open.map(({ unconfirmed, ...line }) => ({
      ...line,
      unconfirmedAt: unconfirmed?.at ?? null,
    })),
  };
}
