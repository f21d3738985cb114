import type { DueAction, MorningTimes } from '../../domain/session/schedule.ts';
import { fetchHoles } from '../fetchHoles.ts';
import type { CompletedMorning } from '../morning.ts';
import { runMorning } from '../morning.ts';
import { afterCorrection, afterDelivery } from '../notices/afterDelivery.ts';
import type { NoticeStore } from '../notices/noticeContext.ts';
import {
  notifyDeadlinePassed,
  notifyFailure,
  notifyLate,
  notifyMissed,
  notifyOperator,
  notifyUndelivered,
} from '../notices/notify.ts';
import { backupAlert, nextTryWords } from '../notices/operatorAlerts.ts';
import { concernsOperator, failureAfter, isOfStore } from '../notices/problem.ts';
import { notifyUnanswered } from '../notices/reminder.ts';
import { sendNotices } from '../notices/sendNotices.ts';
import type { HeldByAnother } from '../runLease.ts';
import { Stopped } from '../stop.ts';
import { correctMorning } from './correctMorning.ts';
import type { OpenDesk } from './daemonPorts.ts';
import type { DaemonState } from './daemonState.ts';

/**
 * Performs one due action. A run or a correction that fails is logged, notified and retried later.
 * @throws Stopped once the signal is aborted; whatever a notice throws.
 */
export async function perform(
  daemon: DaemonState,
  desk: OpenDesk,
  times: MorningTimes,
  action: DueAction,
): Promise<void> {
  const store: NoticeStore = { ports: desk.ports, lease: null };
  switch (action) {
    case 'run':
      return run(daemon, desk, times);
    case 'late':
      await notifyLate(daemon, store, times);
      return alertFailure(daemon, store, times);
    case 'failed':
      return notifyDeadlinePassed(daemon, store, times);
    case 'missed':
      return notifyMissed(daemon, store, times);
    case 'correct':
      return correct(daemon, desk, times);
    case 'remind':
      return notifyUnanswered(daemon, store, times);
    case 'follow-up':
      await afterDelivery(daemon, store, times);
      await maintain(daemon, store, times);
      return fetchHoles(
        desk.ports,
        { ...daemon.settings.request(times.sessionDate), until: times.lateAt },
        daemon.signal,
      );
    case 'undelivered':
      return notifyUndelivered(daemon, store, times);
    case 'send-notices':
      return sendNotices(daemon.settings, desk.ports, times);
  }
}

/**
 * Runs the morning under its lease. While it holds the lease, other wake-ups write their notices under the
 * same one.
 */
async function run(daemon: DaemonState, desk: OpenDesk, times: MorningTimes): Promise<void> {
  const { ports, settings, state, signal } = daemon;
  const { sessionDate } = times;
  try {
    if (!state.stored.decided) {
      await ports.heartbeat.ping('start');
      await desk.requireReady(sessionDate);
    }
    ports.log.info('the morning is run', { sessionDate, try: (state.failure?.tries ?? 0) + 1 });
    const result = await runMorning(desk.ports, settings.request(sessionDate), {
      signal,
      onLease: (lease) => {
        daemon.running = { desk, lease };
      },
    });
    noteResult(daemon, result);
  } catch (error) {
    if (error instanceof Stopped) throw error;
    await noteFailure(daemon, desk, times, error);
  }
}

function noteResult({ ports, state }: DaemonState, result: CompletedMorning | HeldByAnother): void {
  const { outcome } = result;
  if (result.outcome === 'held-by-another') {
    const { sessionDate, holder } = result;
    state.heldUntil = holder.until;
    ports.log.info('another process runs this morning', { sessionDate, owner: holder.owner });
    return;
  }
  state.failure = null;
  state.heldUntil = null;
  state.lookedAt = ports.clock.now();
  state.result = result;
  const { sessionDate, engine } = result.report;
  ports.log.info('the morning ended', { sessionDate, outcome, engine });
}

async function noteFailure(
  daemon: DaemonState,
  desk: OpenDesk,
  times: MorningTimes,
  error: unknown,
): Promise<void> {
  const { ports, state } = daemon;
  const { sessionDate, lateAt } = times;
  const now = ports.clock.now();
  const problem = ports.problemOf(error);
  const { code, message } = problem;
  if (code === 'lease_lost')
    return ports.log.warn('another process took the morning over', { sessionDate, problem: message });
  state.failure = failureAfter(state.failure, problem, now);
  const { tries, nextTryAt } = state.failure;
  const details = { sessionDate, code, problem: message, try: tries, next: nextTryAt.toISOString() };
  ports.log[problem.retryable ? 'warn' : 'error']('the morning failed; it is tried again', details);
  if (!problem.retryable) await ports.heartbeat.ping('fail');
  if (concernsOperator(state.failure, now, lateAt))
    await alertFailure(daemon, isOfStore(problem) ? null : { ports: desk.ports, lease: null }, times);
}

/**
 * Alerts the operator of the present failure, and of the time of the next try.
 * @param store null where the store cannot be opened.
 */
export async function alertFailure(
  daemon: DaemonState,
  store: NoticeStore | null,
  times: MorningTimes,
): Promise<void> {
  const { settings, state } = daemon;
  if (state.failure === null) return;
  const next = nextTryWords(state.failure, settings.timezone, times.sessionDate);
  await notifyFailure(daemon, store, times, next);
}

async function correct(daemon: DaemonState, desk: OpenDesk, times: MorningTimes): Promise<void> {
  const { ports, settings, state, signal } = daemon;
  const { sessionDate } = times;
  // Set before the look: a look that fails is repeated no sooner than one that finds no change.
  state.lookedAt = ports.clock.now();
  try {
    await desk.requireReady(sessionDate);
    const request = settings.request(sessionDate);
    const result = await correctMorning(desk.ports, request, times, settings.timezone, signal);
    ports.log.info('looked at the mailed morning again', { sessionDate, ...result });
    if (result.outcome === 'corrected')
      await afterCorrection(daemon, { ports: desk.ports, lease: null }, times);
  } catch (error) {
    if (error instanceof Stopped) throw error;
    const { code, message } = ports.problemOf(error);
    ports.log.warn('the mailed morning could not be looked at again', {
      sessionDate,
      code,
      problem: message,
    });
  }
}

async function maintain(daemon: DaemonState, store: NoticeStore, times: MorningTimes): Promise<void> {
  const { ports } = daemon;
  try {
    await ports.runMaintenance();
  } catch (error) {
    const problem = ports.problemOf(error);
    ports.log.error('the backup failed', { code: problem.code, problem: problem.message });
    await notifyOperator(daemon, store, times, backupAlert(problem));
  }
}
