import { clockWords } from '../../domain/report/noticeView.ts';
import {
  type DueActions,
  dueActions,
  type MorningTimes,
  morningAt,
  nextMorning,
} from '../../domain/session/schedule.ts';
import type { LeaseHolder, RunLease } from '../../ports/runLedger.ts';
import type { MorningPorts } from '../morning.ts';
import { type NoticeContext, readState } from '../notices/noticeContext.ts';
import { newProcessState, type ProcessState, sessionStateOf } from '../sessionState.ts';
import type { DaemonPorts, DaemonSettings, OpenDesk } from './daemonPorts.ts';
import { type DaemonStatus, JUST_STARTED } from './daemonStatus.ts';
import { morningState } from './morningState.ts';

/** The daemon's state outside the store. */
export interface DaemonState extends NoticeContext {
  readonly ports: DaemonPorts;
  readonly settings: DaemonSettings;
  /** Aborted once the daemon is asked to stop. */
  readonly signal: AbortSignal;
  /** Of today's session; replaced at each new session. */
  state: ProcessState;
  /** The action under way: the desk that it uses, and the session's lease once it holds it. */
  running: { readonly desk: OpenDesk; readonly lease: RunLease | null } | null;
  status: DaemonStatus;
  /** The error that ended the last wake-up; null: none did. */
  lastError: string | null;
}

export function newDaemonState(
  ports: DaemonPorts,
  settings: DaemonSettings,
  signal: AbortSignal,
): DaemonState {
  return {
    ports,
    settings,
    signal,
    state: newProcessState(null),
    running: null,
    status: JUST_STARTED,
    lastError: null,
  };
}

/** Today's morning, by the market's date; null on a day without a session. */
export function todaysMorning({ ports, settings }: DaemonState): MorningTimes | null {
  return morningAt(ports.clock.now(), ports.calendar, settings);
}

/** Forgets an earlier session once the market's date is that of another one. */
export function forgetEarlierSession(daemon: DaemonState): void {
  const times = todaysMorning(daemon);
  if (times !== null && daemon.state.sessionDate !== times.sessionDate)
    daemon.state = newProcessState(times.sessionDate);
}

/** Reads the state of today's morning from the store, and returns what is due. @throws StoreError */
export async function readDue(
  daemon: DaemonState,
  stores: MorningPorts,
  times: MorningTimes,
): Promise<DueActions> {
  await readState(daemon, stores, times);
  const { ports, settings, state, running } = daemon;
  const sessionState = sessionStateOf(state, running !== null);
  return dueActions(ports.clock.now(), times, sessionState, settings.correctionEveryMs);
}

export function beginAction(daemon: DaemonState, desk: OpenDesk): void {
  daemon.running = { desk, lease: null };
  setStatus(daemon, { state: 'running', nextRunAt: nextRunAt(daemon) });
}

export function endAction(daemon: DaemonState): void {
  daemon.running = null;
  setStatus(daemon, { state: 'watching' });
}

export function setStatus(daemon: DaemonState, change: Partial<DaemonStatus>): void {
  daemon.status = { ...daemon.status, ...change };
}

/** The status for /health, with the state of today's morning at this instant. */
export function readStatus(daemon: DaemonState): DaemonStatus {
  const { ports, state, status } = daemon;
  if (status.state === 'standing by') return { ...status, morning: 'unknown' };
  return { ...status, morning: morningState(ports.clock.now(), todaysMorning(daemon), state) };
}

/** Puts what is due into the status, and logs it where it has changed. */
export function showDue(daemon: DaemonState, due: DueActions): void {
  const { ports, settings, state, status } = daemon;
  const { actions, why: reason, nextLookAt } = due;
  const why =
    nextLookAt === undefined
      ? reason
      : `${reason} at ${clockWords(nextLookAt, settings.timezone, state.sessionDate)}`;
  const next = nextRunAt(daemon);
  if (why !== status.why) ports.log.info(why, { due: actions, next: next.toISOString() });
  const { backlog, delayed, lost } = state.stored;
  setStatus(daemon, { why, nextRunAt: next, backlog, undelivered: delayed.length + lost.length });
}

/**
 * Puts the holder of the daemon lease into the status, and logs it where it has changed. null: this process
 * holds it.
 */
export function showHolder(daemon: DaemonState, other: LeaseHolder | null): void {
  const { ports, settings, running, status } = daemon;
  const { owner } = settings;
  if (status.databaseProblem !== null) ports.log.info('the database can be written again');
  if (other !== null && status.holder !== other.owner)
    ports.log.info('another daemon holds the lease: standing by', {
      owner: other.owner,
      until: other.until.toISOString(),
    });
  if (other === null && status.holder !== owner) ports.log.info('holding the daemon lease', { owner });
  setStatus(daemon, {
    state: other !== null ? 'standing by' : running === null ? 'watching' : 'running',
    why: other === null ? status.why : 'another daemon holds the lease',
    databaseProblem: null,
    holder: other?.owner ?? owner,
    // A standby runs nothing, and what it knew of the mails is old.
    ...(other !== null && { nextRunAt: null, backlog: 0, undelivered: 0 }),
  });
}

/** When the next run begins. A run under way does not count. */
function nextRunAt(daemon: DaemonState): Date {
  const { ports, settings, state, running } = daemon;
  const now = ports.clock.now();
  const times = todaysMorning(daemon);
  const isOpen = times !== null && now >= times.begins && now <= times.deadline && !state.stored.decided;
  return isOpen && running === null
    ? (state.failure?.nextTryAt ?? now)
    : nextMorning(now, ports.calendar, settings);
}
