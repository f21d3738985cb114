import type { MorningState } from './morningState.ts';

export interface WatchStatus {
  readonly state: 'starting' | 'watching' | 'running' | 'standing by' | 'stopped';
  /** null before the first wake-up. */
  readonly wokenAt: Date | null;
  /** The database as the last wake-up found it; null: it was written to. */
  readonly databaseProblem: string | null;
  /** What is due, or why nothing is. */
  readonly why: string;
  /** Of today's session; unknown to a daemon that stands by. */
  readonly morning: MorningState;
  /** Beside a run, that of the next session. */
  readonly nextRunAt: Date | null;
  /** Mails of today's session yet to be handed over. */
  readonly backlog: number;
  /** Who keeps the watch; null while unknown. */
  readonly holder: string | null;
}

export const JUST_STARTED: WatchStatus = {
  state: 'starting',
  wokenAt: null,
  databaseProblem: null,
  why: 'starting',
  morning: 'unknown',
  nextRunAt: null,
  backlog: 0,
  holder: null,
};
