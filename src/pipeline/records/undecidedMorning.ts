import type { MorningTimes } from '../../domain/session/schedule.ts';
import type { UndecidedMorning, UndecidedState } from '../../ports/deskRecords.ts';
import type { RunLedger, StepRecord } from '../../ports/runLedger.ts';

/** A client that asks this often sees a decision at once, and costs nothing. */
const WAIT_SECONDS: Readonly<Record<UndecidedState, number>> = {
  'not-begun': 30,
  running: 15,
  failed: 60,
  over: 600,
};

/**
 * How far the morning of an undecided session is.
 *
 * Example: at 04:10, before a morning that begins at 05:00: not-begun, worth asking again at 05:00:30.
 */
export async function readUndecided(
  { runs }: { readonly runs: Pick<RunLedger, 'steps'> },
  { sessionDate, begins, deadline }: MorningTimes,
  now: Date,
): Promise<UndecidedMorning> {
  const steps = await runs.steps(sessionDate);
  const last = steps.find(({ status }) => status === 'running') ?? steps.findLast(hasFailed);
  const state = now > deadline ? 'over' : stateOf(last);
  const from = state === 'not-begun' && now < begins ? begins : now;
  return {
    sessionDate,
    state,
    step: last?.step ?? null,
    beginsAt: begins,
    askAgainAt: new Date(from.getTime() + WAIT_SECONDS[state] * 1000),
  };
}

function stateOf(last: StepRecord | undefined): UndecidedState {
  if (last === undefined) return 'not-begun';
  return last.status === 'failed' ? 'failed' : 'running';
}

function hasFailed({ status }: StepRecord): boolean {
  return status === 'failed';
}
