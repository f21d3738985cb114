import { clockWords } from '../../domain/report/noticeView.ts';
import type { DueAction, MorningTimes } from '../../domain/session/schedule.ts';
import type { RunLease } from '../../ports/runLedger.ts';
import { type CompletedMorning, type MorningPorts, runMorning } from '../morning.ts';
import type { HeldByAnother } from '../runLease.ts';
import { Stopped, stoppable } from '../stop.ts';
import { reportConcerns, undeliveredConcern } from './aftercare.ts';
import { correctMorning } from './correct.ts';
import { informFailed, informLate, informOperator, informSuccess } from './inform.ts';
import { failureConcern } from './notices.ts';
import { concernsOperator, failureAfter } from './problem.ts';
import type { Telling, ToldDesk, UnderWay, Watching } from './watching.ts';
import type { WatchDesk } from './watchPorts.ts';

/** Does what one rung asks for. Throws `Stopped` alone: any other trouble is noted, told, and tried again. */
export async function climb(
  watching: Watching,
  desk: WatchDesk,
  times: MorningTimes,
  rung: DueAction,
  onLease: (lease: RunLease) => void,
): Promise<void> {
  const underWay: UnderWay = { desk, lease: null };
  switch (rung) {
    case 'run':
      return run(watching, desk, times, onLease);
    case 'late':
      await informLate(watching, underWay, times);
      return alertOfFailure(watching, underWay, times);
    case 'failed':
      return fail(watching, underWay, times);
    case 'missed':
      return miss(watching, underWay, times);
    case 'correct':
      return correct(watching, desk, times);
  }
}

async function run(
  watching: Watching,
  desk: WatchDesk,
  times: MorningTimes,
  onLease: (lease: RunLease) => void,
): Promise<void> {
  const { ports, settings, memory } = watching;
  const { sessionDate } = times;
  try {
    if (!memory.stored.decided) {
      await ports.heartbeat.ping('start');
      await desk.requireReady(sessionDate);
    }
    ports.log.info('the morning is run', { sessionDate, try: (memory.failure?.tries ?? 0) + 1 });
    const own = stoppable(tellingOfLease(desk.ports, onLease), settings.stop);
    note(watching, await runMorning(own, settings.request(sessionDate)));
  } catch (error) {
    if (error instanceof Stopped) throw error;
    await failTry(watching, desk, times, error);
  }
}

function note({ ports, memory }: Watching, result: CompletedMorning | HeldByAnother): void {
  const { outcome } = result;
  if (result.outcome === 'held-by-another') {
    const { sessionDate, holder } = result;
    memory.heldUntil = holder.until;
    ports.log.info('another process has this morning: it is left to it', {
      sessionDate,
      owner: holder.owner,
    });
    return;
  }
  memory.failure = null;
  memory.heldUntil = null;
  memory.lookedAt = ports.clock.now();
  memory.result = result;
  const { sessionDate, engine } = result.report;
  ports.log.info('the morning ended', { sessionDate, outcome, engine });
}

async function failTry(
  watching: Watching,
  desk: WatchDesk,
  times: MorningTimes,
  error: unknown,
): Promise<void> {
  const { ports, memory } = watching;
  const { sessionDate, lateAt } = times;
  const now = ports.clock.now();
  const problem = ports.problemOf(error);
  const { code, message } = problem;
  if (code === 'lease_lost')
    return ports.log.warn('another process took the morning over', { sessionDate, problem: message });
  memory.failure = failureAfter(memory.failure, problem, now);
  const { tries, nextTryAt } = memory.failure;
  const details = { sessionDate, code, problem: message, try: tries, next: nextTryAt.toISOString() };
  ports.log[problem.retryable ? 'warn' : 'error']('the morning failed; it is tried again', details);
  if (!problem.retryable) await ports.heartbeat.ping('fail');
  if (concernsOperator(memory.failure, now, lateAt))
    await alertOfFailure(watching, { desk, lease: null }, times);
}

/** The failure at hand, to the operator, with the step it came up in. */
export async function alertOfFailure(
  watching: Watching,
  underWay: UnderWay | null,
  times: MorningTimes,
): Promise<void> {
  const { settings, memory } = watching;
  const { failure } = memory;
  if (failure === null) return;
  const step = underWay === null ? null : await failedStep(underWay.desk.ports, times.sessionDate);
  const nextTry = clockWords(failure.nextTryAt, settings.timezone, times.sessionDate);
  const next = `It is tried again by itself until SEND_DEADLINE; the next try is at ${nextTry}. A restart tries at once.`;
  await informOperator(watching, underWay, times, failureConcern(failure, step, next));
}

export async function failedStep({ runs }: MorningPorts, sessionDate: string): Promise<string | null> {
  const steps = await runs.steps(sessionDate).catch(() => []);
  return steps.find(({ status }) => status === 'failed')?.step ?? null;
}

/** The deadline has passed without limits: risk managers and operator are told. */
export async function fail(telling: Telling, underWay: UnderWay, times: MorningTimes): Promise<void> {
  const { ports, memory } = telling;
  const { sessionDate } = times;
  ports.log.error('no limits in time: FAILED is told', { sessionDate, code: memory.failure?.problem.code });
  await informFailed(telling, underWay, times);
  await ports.heartbeat.ping('fail');
  await informOperator(telling, underWay, times, deadlineConcern(telling));
}

function deadlineConcern({ memory: { failure } }: Telling) {
  const last = failure === null ? '' : ` The last try: ${failure.problem.message}`;
  return {
    kind: 'run_failed' as const,
    code: 'deadline_passed',
    message: `No limits were mailed in time.${last}`,
    hint: failure?.problem.hint ?? 'The log of this morning says what took so long.',
    step: null,
    attempt: failure?.tries ?? null,
    items: [],
    next: 'The risk managers are told to keep the limits in force. The next morning runs as ever.',
  };
}

/** Nobody was there to begin: nothing stale goes out, and only the operator of a desk that runs mornings hears of it. */
export async function miss(telling: Telling, underWay: UnderWay, times: MorningTimes): Promise<void> {
  const { ports, memory } = telling;
  const { sessionDate } = times;
  memory.missedTold = true;
  ports.log.warn('the deadline passed before the morning was begun: nothing goes out for it', {
    sessionDate,
  });
  if ((await underWay.desk.ports.decisions.lastDecided(sessionDate)) === null) return;
  memory.missed = true;
  await informOperator(telling, underWay, times, {
    kind: 'run_failed',
    code: 'morning_missed',
    message: `Daybreak was not running between RUN_AT and SEND_DEADLINE: no limits were mailed for ${sessionDate}.`,
    hint: 'See why the host or the service was down. `npm run morning -- --force` mails the limits all the same.',
    step: null,
    attempt: null,
    items: [],
    next: 'The next morning runs as ever.',
  });
}

async function correct(
  { ports, settings, memory }: Watching,
  desk: WatchDesk,
  times: MorningTimes,
): Promise<void> {
  const { sessionDate } = times;
  // Before, so that a look that fails waits its turn like one that finds nothing.
  memory.lookedAt = ports.clock.now();
  try {
    await desk.requireReady(sessionDate);
    const own = stoppable(desk.ports, settings.stop);
    const result = await correctMorning(own, settings.request(sessionDate), times, settings.timezone);
    ports.log.info('looked at the mailed morning again', { sessionDate, ...result });
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

/** What is left to do once no mail of the morning waits any more: the operator's mails and the watcher's ping. */
export async function careFor(telling: Telling, desk: ToldDesk, times: MorningTimes): Promise<void> {
  const { ports, memory } = telling;
  const { sessionDate } = times;
  const underWay: UnderWay = { desk, lease: null };
  const report = await desk.ports.decisions.report(sessionDate);
  const mails = await desk.ports.outbox.entries(sessionDate, 'morning');
  const undelivered = undeliveredConcern(mails);
  const concerns = [...(undelivered ? [undelivered] : []), ...(report ? reportConcerns(report) : [])];
  for (const concern of concerns) await informOperator(telling, underWay, times, concern);
  if (undelivered === null) await informSuccess(telling, underWay, times);
  if (memory.result !== null) await ports.heartbeat.ping(undelivered === null ? 'success' : 'fail');
  memory.caredFor = true;
}

/** Whoever works beside the run, for a notice, writes under the run's own lease. */
function tellingOfLease(ports: MorningPorts, onLease: (lease: RunLease) => void): MorningPorts {
  const acquire: MorningPorts['runs']['acquire'] = async (...terms) => {
    const acquisition = await ports.runs.acquire(...terms);
    if (acquisition.kind === 'acquired') onLease(acquisition.lease);
    return acquisition;
  };
  return { ...ports, runs: { ...ports.runs, acquire } };
}
