import { alertNumber } from '../../domain/report/alertNumber.ts';
import type { MorningTimes } from '../../domain/session/schedule.ts';
import type { RenderedMail } from '../../ports/mail.ts';
import { durationsOf } from './aftercare.ts';
import { type Concern, failedNotice, lateNotice, limitsBefore } from './notices.ts';
import { type Message, tell, tellDirectly } from './tell.ts';
import type { Telling, UnderWay } from './watching.ts';

/** LATE, once a session, to the risk managers; worth nothing after the deadline. */
export async function informLate(
  telling: Telling,
  underWay: UnderWay | null,
  times: MorningTimes,
): Promise<void> {
  const notice = lateNotice(await basisOf(telling, underWay, times));
  const mail = await telling.ports.renderer.late(notice);
  await inform(telling, underWay, times, forRiskManagers(telling, 'late', mail, times.deadline));
}

/** FAILED, once a session, to the risk managers; worth nothing after the close. */
export async function informFailed(
  telling: Telling,
  underWay: UnderWay | null,
  times: MorningTimes,
): Promise<void> {
  const notice = failedNotice(await basisOf(telling, underWay, times), telling.memory.stored.decided);
  const mail = await telling.ports.renderer.failed(notice);
  await inform(telling, underWay, times, forRiskManagers(telling, 'failed', mail, times.close));
}

/** Tells the operator of a concern, once for its code and session. */
export async function informOperator(
  telling: Telling,
  underWay: UnderWay | null,
  times: MorningTimes,
  concern: Concern,
): Promise<void> {
  const { ports, settings, memory } = telling;
  const { code, message } = concern;
  const details = { sessionDate: times.sessionDate, code, problem: message };
  // The tries in between stand in the log anyway; this line says that somebody is told.
  if (settings.alertRecipients.length === 0)
    return ports.log.error('the operator would be alerted, but ALERT_RECIPIENTS is not set', details);
  if (memory.alreadyTold.has(`alert ${code}`)) return;
  const mail = await ports.renderer.alert({
    ...concern,
    at: ports.clock.now(),
    timezone: settings.timezone,
    sessionDate: times.sessionDate,
    logLines: ports.lastLines(),
  });
  const sequence = alertNumber(code);
  const recipients = settings.alertRecipients;
  const expiresAt = times.close;
  await inform(telling, underWay, times, { kind: 'alert', sequence, recipients, mail, expiresAt }, code);
}

/** A short note to the operator who asked for it. */
export async function informSuccess(
  telling: Telling,
  underWay: UnderWay,
  times: MorningTimes,
): Promise<void> {
  const { ports, settings, memory } = telling;
  const { sessionDate } = times;
  const report = await underWay.desk.ports.decisions.report(sessionDate);
  if (!settings.notifySuccess || settings.alertRecipients.length === 0 || report === null) return;
  const entries = await underWay.desk.ports.outbox.entries(sessionDate, 'morning');
  const mail = await ports.renderer.success({
    ...report,
    at: ports.clock.now(),
    timezone: settings.timezone,
    recipients: entries.map(({ recipient, status }) => ({ address: recipient, status })),
    durations: durationsOf(memory.result?.durationMs ?? {}),
  });
  const recipients = settings.alertRecipients;
  const message = { kind: 'success' as const, sequence: 0, recipients, mail, expiresAt: times.close };
  await inform(telling, underWay, times, message);
}

function forRiskManagers(
  { settings }: Telling,
  kind: 'late' | 'failed',
  mail: RenderedMail,
  expiresAt: Date,
): Message {
  return { kind, sequence: 0, recipients: settings.recipients, mail, expiresAt };
}

/**
 * By the outbox; where the database is the trouble, past it, for it must not keep silent about itself. What cannot be
 * told now is told at a later wake-up.
 */
async function inform(
  { ports, settings, memory }: Telling,
  underWay: UnderWay | null,
  times: MorningTimes,
  message: Message,
  code?: string,
): Promise<void> {
  const { kind } = message;
  const key = code === undefined ? kind : `${kind} ${code}`;
  const details = { sessionDate: times.sessionDate, kind, code };
  if (underWay !== null) {
    const teller = { ports: underWay.desk.ports, lease: underWay.lease };
    try {
      const isWritten = await tell(ports, settings, teller, times, message);
      if (isWritten) memory.alreadyTold.add(key);
      if (isWritten) ports.log.info('a notice is in the outbox', details);
      else ports.log.info('a notice waits: another process has the session', details);
      return;
    } catch (error) {
      const problem = ports.problemOf(error);
      ports.log.error('a notice could not be stored', {
        ...details,
        code: problem.code,
        problem: problem.message,
      });
      // Of a lost lease the new owner tells; a passing trouble has passed at the next wake-up.
      if (problem.origin !== 'store' || problem.code === 'lease_lost' || problem.retryable) return;
    }
  }
  if (await tellDirectly(ports, times.sessionDate, message)) memory.alreadyTold.add(key);
}

async function basisOf({ ports, settings, memory }: Telling, underWay: UnderWay | null, times: MorningTimes) {
  const { sessionDate } = times;
  memory.inForce = underWay === null ? memory.inForce : await limitsBefore(underWay.desk.ports, sessionDate);
  return {
    times,
    timezone: settings.timezone,
    at: ports.clock.now(),
    dataThrough: ports.calendar.previousSession(sessionDate),
    failure: memory.failure,
    inForce: memory.inForce,
  };
}
