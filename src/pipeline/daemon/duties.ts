import { type DueActions, dueActions, type MorningTimes } from '../../domain/session/schedule.ts';
import { withLease } from '../runLease.ts';
import { deliverDue } from '../steps/deliver.ts';
import { informFailed, informLate, informOperator } from './inform.ts';
import { problemDetails } from './notices.ts';
import { failureAfter, type Problem } from './problem.ts';
import { alertOfFailure } from './rungs.ts';
import { NOTICES } from './soFar.ts';
import { soFarOf, type Telling, type ToldDesk, type UnderWay, type Watching } from './watching.ts';

/** What the risk managers are owed, past or beside everything else. */
export async function tellRisk(
  watching: Watching,
  { actions: rungs }: DueActions,
  underWay: UnderWay | null,
  times: MorningTimes,
): Promise<void> {
  if (rungs.includes('late')) await informLate(watching, underWay, times);
  if (rungs.includes('failed')) await informFailed(watching, underWay, times);
}

/** The database cannot be opened, read or written: nothing can be run, and whoever must know is told past it. */
export async function doWithoutStore(
  watching: Watching,
  problem: Problem,
  times: MorningTimes | null,
): Promise<void> {
  const { ports, settings, memory } = watching;
  const now = ports.clock.now();
  if (times === null || now < times.begins || now >= times.close) return;
  if (memory.failure === null || now >= memory.failure.nextTryAt)
    memory.failure = failureAfter(memory.failure, problem, now);
  if (!problem.retryable || now >= times.lateAt) await alertOfFailure(watching, null, times);
  const due = dueActions(now, times, soFarOf(watching, false), settings.correctionEveryMs);
  await tellRisk(watching, due, null, times);
}

/** Notices that a server would not take at once, or that an earlier process left behind. */
export async function handOverNotices(
  { settings: { owner, leaseMs } }: Telling,
  { ports }: ToldDesk,
  { sessionDate }: MorningTimes,
): Promise<void> {
  const terms = { sessionDate, owner, leaseMs, waitUntil: null };
  await withLease(ports, terms, ({ lease }) => deliverDue(ports, lease, NOTICES));
}

/** What waits until the mails are out. */
export async function keepHouse(watching: Watching, underWay: UnderWay, times: MorningTimes): Promise<void> {
  const { ports } = watching;
  try {
    await ports.housekeeping();
  } catch (error) {
    const problem = ports.problemOf(error);
    ports.log.error('the backup failed', { code: problem.code, problem: problem.message });
    await informOperator(watching, underWay, times, {
      kind: 'backup_failed',
      ...problemDetails(problem),
      step: null,
      attempt: null,
      items: [],
      next: 'The next morning makes one again; `npm run backup` makes one now.',
    });
  }
}
