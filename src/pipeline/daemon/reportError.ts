import { dueActions, type MorningTimes } from '../../domain/session/schedule.ts';
import { notifyRiskManagers } from '../notices/notify.ts';
import { failureAfter, type Problem } from '../notices/problem.ts';
import { sessionStateOf } from '../sessionState.ts';
import { type DaemonState, setStatus, todaysMorning } from './daemonState.ts';
import { alertFailure } from './perform.ts';

/** How long a daemon that never read the store waits before LATE or FAILED, where the error may pass. */
const UNREAD_PATIENCE_MS = 10 * 60_000;

/**
 * Reports an error that ended a wake-up, without using the store: the store may be the cause. Never throws.
 */
export async function reportError(daemon: DaemonState, error: unknown): Promise<void> {
  const { log, problemOf } = daemon.ports;
  const problem = problemOf(error);
  const { code, message, hint, origin } = problem;
  if (daemon.lastError !== message) log.error('nothing can be done', { code, problem: message, hint });
  daemon.lastError = message;
  const databaseProblem = origin === 'store' ? message : daemon.status.databaseProblem;
  setStatus(daemon, { state: 'watching', why: message, databaseProblem });
  await notifyDirectly(daemon, problem, todaysMorning(daemon)).catch((second: unknown) =>
    log.error('a wake-up failed', { problem: problemOf(second).message }),
  );
}

async function notifyDirectly(
  daemon: DaemonState,
  problem: Problem,
  times: MorningTimes | null,
): Promise<void> {
  const { ports, settings, state } = daemon;
  const now = ports.clock.now();
  if (times === null || now < times.begins || now >= times.close) return;
  if (state.failure === null || now >= state.failure.nextTryAt)
    state.failure = failureAfter(state.failure, problem, now);
  if (!problem.retryable || now >= times.lateAt) await alertFailure(daemon, null, times);
  // A locked database may be read in a minute, and show that the morning was mailed.
  const mayPass = problem.retryable && state.stored.isUnread;
  if (mayPass && now.getTime() - state.failure.since.getTime() < UNREAD_PATIENCE_MS) return;
  const due = dueActions(now, times, sessionStateOf(state, false), settings.correctionEveryMs);
  await notifyRiskManagers(daemon, null, times, due);
}
