import type { MorningTimes } from '../../domain/session/schedule.ts';
import { concernsOperator } from './problem.ts';
import type { Memory } from './watching.ts';

/**
 * How today's morning stands. none: no session today · ahead: it has not begun · under way: it is run, tried again after
 * passing trouble, or mailed · failing: the operator or the risk managers have been told that no limits come, and it may
 * still be put right · mailed: everybody has it · partly mailed: not everybody surely · failed: no limits went out in
 * time · missed: nobody was there to run it · unknown: a restore, or a database that was never read, leaves it open.
 */
export const MORNING_STATES = [
  'none',
  'ahead',
  'under way',
  'failing',
  'mailed',
  'partly mailed',
  'failed',
  'missed',
  'unknown',
] as const;

export type MorningState = (typeof MORNING_STATES)[number];

const TROUBLE: readonly MorningState[] = ['failing', 'partly mailed', 'failed', 'missed'];

/** Whether a person has something to put right about the morning. */
export function isTrouble(state: MorningState): boolean {
  return TROUBLE.includes(state);
}

/** How the morning stands at an instant, from what the store said last and what this process saw. */
export function morningState(now: Date, times: MorningTimes | null, memory: Memory): MorningState {
  if (times === null || memory.sessionDate !== times.sessionDate) return 'none';
  if (now < times.begins) return 'ahead';
  if (memory.stored.decided) return mailingState(now, times, memory);
  return now > times.deadline ? stateAfterDeadline(memory) : stateOfTries(now, times, memory);
}

function mailingState(now: Date, { lateAt, deadline }: MorningTimes, { stored }: Memory): MorningState {
  const { waiting, reached, unsure, mayHaveGoneOut } = stored;
  if (now <= deadline && waiting > 0) return now >= lateAt && reached === 0 ? 'failing' : 'under way';
  if (reached === 0) return mayHaveGoneOut ? 'unknown' : 'failed';
  return waiting + unsure > 0 ? 'partly mailed' : 'mailed';
}

function stateOfTries(now: Date, { lateAt }: MorningTimes, memory: Memory): MorningState {
  const { stored, failure, alreadyTold } = memory;
  const isLateTold = stored.lateTold || alreadyTold.has('late');
  return isLateTold || (failure !== null && concernsOperator(failure, now, lateAt)) ? 'failing' : 'under way';
}

function stateAfterDeadline({ stored, failure, alreadyTold, missed }: Memory): MorningState {
  if (stored.failedTold || alreadyTold.has('failed')) return 'failed';
  if (stored.mayHaveGoneOut) return 'unknown';
  if (stored.begun || failure !== null) return 'failed';
  return missed ? 'missed' : 'none';
}
