import type { MorningState } from '../../domain/session/morningStates.ts';

/** What /health reports. Monitors read the values of `state`, so they stay as they are. */
export interface DaemonStatus {
  /** watching: it holds the daemon lease, and no action is under way. */
  readonly state: 'starting' | 'watching' | 'running' | 'standing by' | 'stopped';
  /** null before the first wake-up. */
  readonly wokenAt: Date | null;
  /** What is wrong with the database; null: the last wake-up could write to it. */
  readonly databaseProblem: string | null;
  /** The action that is due, or why none is. */
  readonly why: string;
  /** The state of today's morning; unknown to a daemon that stands by. */
  readonly morning: MorningState;
  /** During a run, the next session's run. */
  readonly nextRunAt: Date | null;
  /** Mails of today's session that are still to be sent. */
  readonly backlog: number;
  /** Mails to risk managers that have not arrived after half an hour, or were lost. */
  readonly undelivered: number;
  /** The owner of the daemon lease; null while unknown. */
  readonly holder: string | null;
}

export const JUST_STARTED: DaemonStatus = {
  state: 'starting',
  wokenAt: null,
  databaseProblem: null,
  why: 'starting',
  morning: 'unknown',
  nextRunAt: null,
  backlog: 0,
  undelivered: 0,
  holder: null,
};
