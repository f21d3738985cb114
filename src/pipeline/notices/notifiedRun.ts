import { type DueAction, dueActions, type MorningTimes } from '../../domain/session/schedule.ts';
import type { RunLease } from '../../ports/runLedger.ts';
import type { MorningPorts, MorningResult } from '../morning.ts';
import { NOTICE_KINDS, sessionStateOf } from '../sessionState.ts';
import { NEVER_STOPPED, Stopped } from '../stop.ts';
import { afterDelivery } from './afterDelivery.ts';
import { deliverNotices } from './deliverNotices.ts';
import { type NoticeContext, type NoticeStore, readState } from './noticeContext.ts';
import {
  notifyDeadlinePassed,
  notifyFailed,
  notifyFailure,
  notifyMissed,
  notifyUndelivered,
} from './notify.ts';
import { failureAfter, isOfStore, needsRestore } from './problem.ts';
import { sendAllNotices } from './sendNotices.ts';

const NOT_TRIED_AGAIN =
  'Nothing tries it again by itself: put it right, then `npm run morning`, after SEND_DEADLINE with --force. The daemon, if one runs, goes on.';

/** The one-shot run of a session's morning. */
export interface OneShotRun {
  readonly ports: MorningPorts;
  readonly times: MorningTimes;
  /** Aborted: stop waiting for the mail server. */
  readonly signal?: AbortSignal;
  /** Calls `onLease` as `RunControl` says. */
  run(onLease: (lease: RunLease | null) => void): Promise<MorningResult>;
}

/** How often to look for mails that do not arrive. */
const CHECK_EVERY_MS = 30_000;

/**
 * Runs one morning outside the daemon and sends the notices that the daemon would send of the same end: to
 * the operator one alert for each failure of the session, to the risk managers FAILED where the deadline
 * passed during the run. What happens after the run has ended is not notified: a one-shot run never sends
 * LATE.
 */
export async function notifiedRun(context: NoticeContext, oneShot: OneShotRun): Promise<MorningResult> {
  const { ports: stores, times, signal = NEVER_STOPPED } = oneShot;
  const { ports, settings, state } = context;
  const store: NoticeStore = { ports: stores, lease: null };
  const begunInTime = await isInTime(context, store, times);
  if (!state.stored.decided) await ports.heartbeat.ping('start');
  const sendAll = () => sendAllNotices(settings, stores, times, signal);
  const result = await runWithChecks(context, oneShot).catch(async (error: unknown) => {
    if (noteFailure(context, times, error))
      await attempt(context, times, async () => {
        if (await notifyOfFailure(context, store, times, begunInTime)) await sendAll();
      });
    throw error;
  });
  await attempt(context, times, async () => {
    await notifyEnd(context, store, times, result, begunInTime);
    await sendAll();
  });
  return result;
}

/**
 * Notifies of an error that ended the run before the store could be opened: the operator at once, and the
 * risk managers where no limits can come by themselves.
 */
export async function notifyWithoutStore(
  context: NoticeContext,
  times: MorningTimes,
  error: unknown,
): Promise<void> {
  if (!noteFailure(context, times, error)) return;
  await attempt(context, times, () => notifyPastStore(context, times));
}

/** Runs the morning, and alerts the operator meanwhile of mails that the mail server does not take. */
async function runWithChecks(context: NoticeContext, oneShot: OneShotRun): Promise<MorningResult> {
  const { ports, times } = oneShot;
  let lease: RunLease | null = null;
  const check = async () => {
    if (lease === null) return;
    const store = { ports, lease };
    await readState(context, ports, times);
    await notifyUndelivered(context, store, times);
    if (context.state.stored.waitingNotices > 0) await deliverNotices(ports, store.lease, NOTICE_KINDS);
  };
  const checks = ports.repeater.every(CHECK_EVERY_MS, () => attempt(context, times, check));
  try {
    return await oneShot.run((held) => {
      lease = held;
    });
  } finally {
    checks.stop();
  }
}

/** @returns whether the store was used, so that its queued notices can be sent. */
async function notifyOfFailure(
  context: NoticeContext,
  store: NoticeStore,
  times: MorningTimes,
  begunInTime: boolean,
): Promise<boolean> {
  const { problem } = context.state.failure ?? {};
  const actions =
    problem !== undefined && isOfStore(problem)
      ? null
      : await actionsNow(context, store, times, begunInTime).catch(() => null);
  if (actions === null) await notifyPastStore(context, times);
  else if (actions.includes('failed')) await notifyDeadlinePassed(context, store, times);
  else await alertFailure(context, store, times);
  return actions !== null;
}

/**
 * The store cannot be used. FAILED is sent at once where it must be restored, because the run is not tried
 * again by itself; otherwise once the deadline has passed.
 */
async function notifyPastStore(context: NoticeContext, times: MorningTimes): Promise<void> {
  const { ports, state } = context;
  await alertFailure(context, null, times);
  const now = ports.clock.now();
  const { decided, reached } = state.stored;
  const isOver = state.failure !== null && needsRestore(state.failure.problem) && now >= times.begins;
  if ((isOver || now > times.deadline) && !(decided && reached > 0)) await notifyFailed(context, null, times);
}

/**
 * Logs the error and keeps it as the session's failure.
 * @returns false where there is nothing to notify: the run was asked to stop, or another process has taken
 *   it over.
 */
function noteFailure(
  { ports, state }: NoticeContext,
  { sessionDate }: MorningTimes,
  error: unknown,
): boolean {
  if (error instanceof Stopped) return false;
  const problem = ports.problemOf(error);
  const { code, message } = problem;
  ports.log.error('the morning failed', { sessionDate, code, problem: message });
  // The process that took the morning over notifies of its end.
  if (code === 'lease_lost') return false;
  state.failure = failureAfter(null, problem, ports.clock.now());
  return true;
}

async function alertFailure(
  context: NoticeContext,
  store: NoticeStore | null,
  times: MorningTimes,
): Promise<void> {
  await context.ports.heartbeat.ping('fail');
  await notifyFailure(context, store, times, NOT_TRIED_AGAIN);
}

async function notifyEnd(
  context: NoticeContext,
  store: NoticeStore,
  times: MorningTimes,
  result: MorningResult,
  begunInTime: boolean,
): Promise<void> {
  // The process that holds the lease notifies.
  if (result.outcome === 'held-by-another') return;
  const { state } = context;
  state.result = result;
  const actions = await actionsNow(context, store, times, begunInTime);
  const { decided, reached, failedNotified } = state.stored;
  if (actions.includes('failed')) await notifyDeadlinePassed(context, store, times);
  else if (actions.includes('missed')) await notifyMissed(context, store, times);
  // After FAILED, an alert for each mail that did not arrive would add nothing.
  else if (decided && (reached > 0 || !failedNotified)) await afterDelivery(context, store, times);
}

/**
 * Whether this run, or an earlier one of the session, began before the deadline. If not, no FAILED is sent.
 */
async function isInTime(context: NoticeContext, store: NoticeStore, times: MorningTimes): Promise<boolean> {
  const { ports, state } = context;
  await attempt(context, times, () => readState(context, store.ports, times));
  return state.stored.begun || ports.clock.now() <= times.deadline;
}

async function actionsNow(
  context: NoticeContext,
  store: NoticeStore,
  times: MorningTimes,
  begunInTime: boolean,
): Promise<readonly DueAction[]> {
  await readState(context, store.ports, times);
  const state = sessionStateOf(context.state, false);
  const hasFailed = state.hasFailed && begunInTime;
  const now = atEndOfRun(context.ports.clock.now(), times);
  return dueActions(now, times, { ...state, begun: begunInTime, hasFailed }, null).actions;
}

/**
 * A run that waited for its mails can end exactly at the deadline, when a daemon could still begin another
 * run.
 */
function atEndOfRun(now: Date, { deadline }: MorningTimes): Date {
  return now.getTime() === deadline.getTime() ? new Date(now.getTime() + 1) : now;
}

/** Sends notices without changing how the run ended: errors are logged. After the close no notice is sent. */
async function attempt(
  { ports }: NoticeContext,
  { close, sessionDate }: MorningTimes,
  work: () => Promise<void>,
): Promise<void> {
  if (ports.clock.now() >= close) return;
  try {
    await work();
  } catch (error) {
    if (error instanceof Stopped) return ports.log.warn('asked to stop: notices may wait', { sessionDate });
    const { code, message } = ports.problemOf(error);
    ports.log.error('not every notice of the morning could be sent', { sessionDate, code, problem: message });
  }
}
