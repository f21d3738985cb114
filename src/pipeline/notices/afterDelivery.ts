import type { MorningTimes } from '../../domain/session/schedule.ts';
import type { NoticeContext, NoticeStore } from './noticeContext.ts';
import { notifyOperator } from './notify.ts';
import { reportAlerts, undeliveredAlert } from './operatorAlerts.ts';
import { queueNotice } from './queueNotice.ts';

/**
 * Sends what follows a morning whose mails are settled: the operator's alerts, the note of success and the
 * heartbeat's ping.
 */
export async function afterDelivery(
  context: NoticeContext,
  store: NoticeStore,
  times: MorningTimes,
): Promise<void> {
  const { ports, state } = context;
  const { sessionDate } = times;
  const report = await store.ports.decisions.report(sessionDate);
  const undelivered = undeliveredAlert(await store.ports.outbox.entries(sessionDate, 'morning'));
  const alerts = [...(undelivered ? [undelivered] : []), ...(report ? reportAlerts(report) : [])];
  for (const alert of alerts) await notifyOperator(context, store, times, alert);
  if (undelivered === null) await notifySuccess(context, store, times);
  if (state.result !== null) await ports.heartbeat.ping(undelivered === null ? 'success' : 'fail');
  state.followedUp = true;
}

/**
 * Alerts the operator of what a corrected morning newly says: the next morning does not say it again. Each
 * alert of a session is sent once.
 */
export async function afterCorrection(
  context: NoticeContext,
  store: NoticeStore,
  times: MorningTimes,
): Promise<void> {
  const report = await store.ports.decisions.report(times.sessionDate);
  const alerts = report === null ? [] : reportAlerts(report, 'A correction of the morning was mailed.');
  for (const alert of alerts) await notifyOperator(context, store, times, alert);
}

/** Sends the note of success to the operator, where NOTIFY_SUCCESS asks for it. */
async function notifySuccess(context: NoticeContext, store: NoticeStore, times: MorningTimes): Promise<void> {
  const { ports, settings, state } = context;
  const { alertRecipients: recipients, notifySuccess: isWanted, timezone } = settings;
  const { sessionDate } = times;
  const report = await store.ports.decisions.report(sessionDate);
  if (!isWanted || recipients.length === 0 || report === null) return;
  const entries = await store.ports.outbox.entries(sessionDate, 'morning');
  const mail = await ports.renderer.success({
    ...report,
    at: ports.clock.now(),
    timezone,
    recipients: entries.map(({ recipient, status }) => ({ address: recipient, status })),
    durations: Object.entries(state.result?.durationMs ?? {}).map(([step, milliseconds]) => ({
      step,
      milliseconds,
    })),
  });
  const expiresAt = times.close;
  await queueNotice(context, store, times, { kind: 'success', code: null, recipients, mail, expiresAt });
}
