import type { MorningState } from '../../domain/session/morningStates.ts';
import type { MorningTimes } from '../../domain/session/schedule.ts';
import { concernsOperator } from '../notices/problem.ts';
import type { ProcessState } from '../sessionState.ts';

const TROUBLE: readonly MorningState[] = ['failing', 'partly mailed', 'failed', 'missed'];

/** Whether the operator has something to put right about the morning. */
export function isTrouble(state: MorningState): boolean {
  return TROUBLE.includes(state);
}

/** The state of the morning at an instant, from the stored state and the one in memory. */
export function morningState(now: Date, times: MorningTimes | null, state: ProcessState): MorningState {
  if (times === null || state.sessionDate !== times.sessionDate) return 'none';
  if (now < times.begins) return 'ahead';
  if (state.stored.decided) return stateOfMails(now, times, state);
  return now > times.deadline ? stateAfterDeadline(state) : stateOfTries(now, times, state);
}

function stateOfMails(now: Date, { lateAt, deadline }: MorningTimes, { stored }: ProcessState): MorningState {
  const { waiting, reached, unsure, mayHaveGoneOut, delayed } = stored;
  if (now <= deadline && waiting > 0) {
    if (reached === 0 && (now >= lateAt || delayed.length > 0)) return 'failing';
    return delayed.length > 0 ? 'partly mailed' : 'under way';
  }
  if (reached === 0) return mayHaveGoneOut ? 'unknown' : 'failed';
  return waiting + unsure > 0 ? 'partly mailed' : 'mailed';
}

function stateOfTries(now: Date, { lateAt }: MorningTimes, state: ProcessState): MorningState {
  const { stored, failure, notified } = state;
  const isLateNotified = stored.lateNotified || notified.has('late');
  return isLateNotified || (failure !== null && concernsOperator(failure, now, lateAt))
    ? 'failing'
    : 'under way';
}

function stateAfterDeadline({ stored, failure, notified, missed }: ProcessState): MorningState {
  if (stored.failedNotified || notified.has('failed')) return 'failed';
  if (stored.mayHaveGoneOut) return 'unknown';
  if (stored.begun || failure !== null) return 'failed';
  return missed ? 'missed' : 'none';
}
