import { type DueAction, dueActions, type MorningTimes } from '../../domain/session/schedule.ts';
import type { OutboxEntry } from '../../ports/outbox.ts';
import type { MorningResult } from '../morning.ts';
import { Stopped } from '../stop.ts';
import { handOverNotices } from './duties.ts';
import { informOperator } from './inform.ts';
import { failureConcern } from './notices.ts';
import { failureAfter } from './problem.ts';
import { careFor, fail, failedStep, miss } from './rungs.ts';
import { NOTICES } from './soFar.ts';
import { remember, soFarOf, type Telling, type ToldDesk, type UnderWay } from './watching.ts';

/** A mail server that is away is given so long to take notices that nobody hands over once the run has ended. */
const STAY_MS = 15 * 60_000;
/** Between two looks at notices that another process may be handing over. */
const SHORTEST_WAIT_MS = 5_000;

const NOT_TRIED_AGAIN =
  'Nothing tries it again by itself: put it right, then `npm run morning`, after SEND_DEADLINE with --force. The daemon, if one runs, goes on.';

/**
 * One run of a morning that is not the daemon's, from which people hear what they would hear from the daemon of the same
 * end: the operator once of each failure of the session, the risk managers of a deadline that passed while it was there.
 * What comes of a morning after the run has ended, LATE for one, nobody tells.
 */
export async function runTold(
  telling: Telling,
  desk: ToldDesk,
  times: MorningTimes,
  run: () => Promise<MorningResult>,
): Promise<MorningResult> {
  const wasThere = await isInTime(telling, desk, times);
  if (!telling.memory.stored.decided) await telling.ports.heartbeat.ping('start');
  const result = await run().catch(async (error: unknown) => {
    await tellOfFailure(telling, { desk, lease: null }, times, error, wasThere);
    throw error;
  });
  await unharmed(telling, times, async () => {
    await tellOfEnd(telling, desk, times, result, wasThere);
    await handOverAll(telling, desk, times);
  });
  return result;
}

/**
 * A run that an error ended.
 * @param underWay null where the database could not even be opened: it is told past it.
 * @param wasThere whether the run, or an earlier one of the session, began before the deadline.
 */
export async function tellOfFailure(
  telling: Telling,
  underWay: UnderWay | null,
  times: MorningTimes,
  error: unknown,
  wasThere = true,
): Promise<void> {
  const { ports, memory } = telling;
  if (error instanceof Stopped) return;
  const problem = ports.problemOf(error);
  const { code, message } = problem;
  ports.log.error('the morning failed', { sessionDate: times.sessionDate, code, problem: message });
  // Whoever took it over tells of its end.
  if (code === 'lease_lost') return;
  memory.failure = failureAfter(null, problem, ports.clock.now());
  await unharmed(telling, times, async () => {
    const rungs = underWay === null ? [] : await rungsNow(telling, underWay.desk, times, wasThere);
    if (underWay !== null && rungs.includes('failed')) await fail(telling, underWay, times);
    else await alert(telling, underWay, times);
    if (underWay !== null) await handOverAll(telling, underWay.desk, times);
  });
}

async function alert(telling: Telling, underWay: UnderWay | null, times: MorningTimes): Promise<void> {
  const { failure } = telling.memory;
  if (failure === null) return;
  await telling.ports.heartbeat.ping('fail');
  const step = underWay === null ? null : await failedStep(underWay.desk.ports, times.sessionDate);
  await informOperator(telling, underWay, times, failureConcern(failure, step, NOT_TRIED_AGAIN));
}

async function tellOfEnd(
  telling: Telling,
  desk: ToldDesk,
  times: MorningTimes,
  result: MorningResult,
  wasThere: boolean,
): Promise<void> {
  // Its holder tells.
  if (result.outcome === 'held-by-another') return;
  const { memory } = telling;
  memory.result = result;
  const rungs = await rungsNow(telling, desk, times, wasThere);
  const underWay: UnderWay = { desk, lease: null };
  if (rungs.includes('failed')) await fail(telling, underWay, times);
  else if (rungs.includes('missed')) await miss(telling, underWay, times);
  // Who was told that nothing arrived is not told of each mail besides.
  else if (memory.stored.decided && (memory.stored.reached > 0 || !memory.stored.failedTold))
    await careFor(telling, desk, times);
}

/** Of a morning that nobody began in time the risk managers hear nothing hours later, only its operator. */
async function isInTime(telling: Telling, desk: ToldDesk, times: MorningTimes): Promise<boolean> {
  await unharmed(telling, times, () => remember(telling, desk, times));
  return telling.memory.stored.begun || telling.ports.clock.now() <= times.deadline;
}

async function rungsNow(
  telling: Telling,
  desk: ToldDesk,
  times: MorningTimes,
  wasThere: boolean,
): Promise<readonly DueAction[]> {
  await remember(telling, desk, times);
  const soFar = soFarOf(telling, false);
  const hasFailed = soFar.hasFailed && wasThere;
  const now = atEndOfRun(telling.ports.clock.now(), times);
  return dueActions(now, times, { ...soFar, begun: wasThere, hasFailed }, null).actions;
}

/** A run that waited for its mails ends at the deadline to the millisecond, when a daemon could still begin another. */
function atEndOfRun(now: Date, { deadline }: MorningTimes): Date {
  return now.getTime() === deadline.getTime() ? new Date(now.getTime() + 1) : now;
}

/** Stays a while for notices that the server does not take at once: no later run is sure to come and hand them over. */
async function handOverAll(telling: Telling, desk: ToldDesk, times: MorningTimes): Promise<void> {
  const { clock, log } = desk.ports;
  const until = clock.now().getTime() + STAY_MS;
  for (;;) {
    const waiting = await waitingNotices(desk, times);
    if (waiting.length === 0) return;
    const now = clock.now().getTime();
    const next = Math.min(...waiting.map(({ nextAttemptAt }) => nextAttemptAt?.getTime() ?? now));
    const waitMs = Math.max(next - now, SHORTEST_WAIT_MS);
    if (now + waitMs > until)
      return log.error('notices were not handed over; another run before they expire would', {
        notices: waiting.length,
      });
    await clock.wait(waitMs);
    await handOverNotices(telling, desk, times);
  }
}

async function waitingNotices(
  { ports: { outbox } }: ToldDesk,
  { sessionDate }: MorningTimes,
): Promise<readonly OutboxEntry[]> {
  const notices = await Promise.all(NOTICES.map((kind) => outbox.entries(sessionDate, kind)));
  return notices.flat().filter(({ status }) => status === 'pending');
}

/** How the run ended is not changed by what becomes of the telling. After the close nobody needs to be told any more. */
async function unharmed(
  { ports }: Telling,
  { close, sessionDate }: MorningTimes,
  work: () => Promise<void>,
): Promise<void> {
  if (ports.clock.now() >= close) return;
  try {
    await work();
  } catch (error) {
    if (error instanceof Stopped) return ports.log.warn('asked to stop: notices may wait', { sessionDate });
    const { code, message } = ports.problemOf(error);
    ports.log.error('not everybody could be told of the morning', { sessionDate, code, problem: message });
  }
}
