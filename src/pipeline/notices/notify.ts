import type { DueActions, MorningTimes } from '../../domain/session/schedule.ts';
import type { RunLedger } from '../../ports/runLedger.ts';
import { keyOf } from './notice.ts';
import type { NoticeContext, NoticeStore } from './noticeContext.ts';
import {
  deadlineAlert,
  delayedAlert,
  failureAlert,
  lostNoticesAlert,
  missedAlert,
  type OperatorAlert,
} from './operatorAlerts.ts';
import { queueNotice } from './queueNotice.ts';
import { notifyUnanswered } from './reminder.ts';
import { failedNotice, lateNotice, limitsBefore, type RiskNoticeFacts } from './riskNotices.ts';

/** Sends LATE to the risk managers, once a session. The notice expires at the deadline. */
export async function notifyLate(
  context: NoticeContext,
  store: NoticeStore | null,
  times: MorningTimes,
): Promise<void> {
  const { ports, settings } = context;
  const mail = await ports.renderer.late(
    lateNotice(await factsOf(context, store, times), context.state.stored.decided),
  );
  const { recipients } = settings;
  const expiresAt = times.deadline;
  await queueNotice(context, store, times, { kind: 'late', code: null, recipients, mail, expiresAt });
}

/** Sends FAILED to the risk managers, once a session. The notice expires at the close. */
export async function notifyFailed(
  context: NoticeContext,
  store: NoticeStore | null,
  times: MorningTimes,
): Promise<void> {
  const { ports, settings, state } = context;
  const notice = failedNotice(await factsOf(context, store, times), state.stored.decided);
  const mail = await ports.renderer.failed(notice);
  const { recipients } = settings;
  const expiresAt = times.close;
  await queueNotice(context, store, times, { kind: 'failed', code: null, recipients, mail, expiresAt });
}

/** Sends the risk managers' notices that are due, and does nothing else. */
export async function notifyRiskManagers(
  context: NoticeContext,
  store: NoticeStore | null,
  times: MorningTimes,
  { actions }: DueActions,
): Promise<void> {
  if (actions.includes('late')) await notifyLate(context, store, times);
  if (actions.includes('failed')) await notifyFailed(context, store, times);
  if (actions.includes('remind') && store !== null) await notifyUnanswered(context, store, times);
}

/** Sends an alert to the operator, once for its code and session. */
export async function notifyOperator(
  context: NoticeContext,
  store: NoticeStore | null,
  times: MorningTimes,
  alert: OperatorAlert,
): Promise<void> {
  const { ports, settings, state } = context;
  const { code, message } = alert;
  const { alertRecipients: recipients, timezone } = settings;
  const { sessionDate } = times;
  if (recipients.length === 0)
    return ports.log.error('the operator would be alerted, but ALERT_RECIPIENTS is not set', {
      sessionDate,
      code,
      problem: message,
    });
  if (state.notified.has(keyOf({ kind: 'alert', code }))) return;
  const at = ports.clock.now();
  const logLines = ports.lastLines();
  const mail = await ports.renderer.alert({ ...alert, at, timezone, sessionDate, logLines });
  const expiresAt = times.close;
  await queueNotice(context, store, times, { kind: 'alert', code, recipients, mail, expiresAt });
}

/** Alerts the operator of mails to risk managers that do not arrive, as they were read last. */
export async function notifyUndelivered(
  context: NoticeContext,
  store: NoticeStore,
  times: MorningTimes,
): Promise<void> {
  const { delayed, lost } = context.state.stored;
  if (delayed.length > 0)
    await notifyOperator(context, store, times, delayedAlert(delayed, context.settings.timezone));
  if (lost.length > 0) await notifyOperator(context, store, times, lostNoticesAlert(lost));
}

/** Alerts the operator of the present failure, with the step that failed. */
export async function notifyFailure(
  context: NoticeContext,
  store: NoticeStore | null,
  times: MorningTimes,
  next: string,
): Promise<void> {
  const { failure } = context.state;
  if (failure === null) return;
  const step = store === null ? null : await failedStep(store.ports, times.sessionDate);
  await notifyOperator(context, store, times, failureAlert(failure, step, next));
}

async function failedStep(
  { runs }: { readonly runs: RunLedger },
  sessionDate: string,
): Promise<string | null> {
  const steps = await runs.steps(sessionDate).catch(() => []);
  return steps.find(({ status }) => status === 'failed')?.step ?? null;
}

/** The deadline has passed without limits: sends FAILED to the risk managers and an alert to the operator. */
export async function notifyDeadlinePassed(
  context: NoticeContext,
  store: NoticeStore,
  times: MorningTimes,
): Promise<void> {
  const { ports, state } = context;
  const { failure } = state;
  ports.log.error('no limits were mailed in time: FAILED is sent', {
    sessionDate: times.sessionDate,
    code: failure?.problem.code,
  });
  await notifyFailed(context, store, times);
  await ports.heartbeat.ping('fail');
  await notifyOperator(context, store, times, deadlineAlert(failure));
}

/**
 * The deadline passed before the morning was begun. The risk managers get no mail. The operator is alerted
 * only on a desk that has mailed mornings before: a desk that was just installed has missed nothing.
 */
export async function notifyMissed(
  context: NoticeContext,
  store: NoticeStore,
  times: MorningTimes,
): Promise<void> {
  const { ports, state } = context;
  const { sessionDate } = times;
  state.missedNotified = true;
  ports.log.warn('the deadline passed before the morning was begun: no limits are mailed', { sessionDate });
  if ((await store.ports.decisions.lastDecided(sessionDate)) === null) return;
  state.missed = true;
  await notifyOperator(context, store, times, missedAlert(sessionDate));
}

async function factsOf(
  { ports, settings, state }: NoticeContext,
  store: NoticeStore | null,
  times: MorningTimes,
): Promise<RiskNoticeFacts> {
  const { sessionDate } = times;
  if (store !== null) state.inForce = await limitsBefore(store.ports, sessionDate, settings.limitLifetime);
  return {
    times,
    timezone: settings.timezone,
    at: ports.clock.now(),
    dataThrough: ports.calendar.previousSession(sessionDate),
    failure: state.failure,
    inForce: state.inForce,
    unknown: {
      wasMailed: state.stored.isUnread,
      limitsBefore: store === null && state.inForce === null,
    },
  };
}
