import type { LimitLifetime } from '../../domain/limits/limitEvent.ts';
import type { Calendar } from '../../domain/session/calendar.ts';
import type { MorningTimes } from '../../domain/session/schedule.ts';
import type { MailRenderer, MailSealer, MailTransport, UnrecordedMails } from '../../ports/mail.ts';
import type { RunLease } from '../../ports/runLedger.ts';
import type { Clock, Heartbeat, Log } from '../../ports/runtime.ts';
import type { MorningPorts } from '../morning.ts';
import { type ProcessState, readStoredState } from '../sessionState.ts';
import type { Problem } from './problem.ts';

/** What notices need of the world, in the daemon and in a one-shot run. */
export interface NoticePorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly calendar: Calendar;
  readonly renderer: MailRenderer;
  readonly sealer: MailSealer;
  /** Made by `sendOnce` with the same record of unrecorded mails. */
  readonly transport: MailTransport;
  readonly unrecorded: UnrecordedMails;
  readonly heartbeat: Heartbeat;
  /** The last lines of the log, oldest first, without secrets. */
  lastLines(): readonly string[];
  problemOf(error: unknown): Problem;
}

export interface NoticeSettings {
  readonly timezone: string;
  /** Host, process id and a random part. */
  readonly owner: string;
  readonly leaseMs: number;
  readonly recipients: readonly string[];
  readonly alertRecipients: readonly string[];
  readonly notifySuccess: boolean;
  readonly limitLifetime: LimitLifetime;
  readonly defaultLimit: number;
  /** Whether changes without an answer are named in a reminder before the deadline. */
  readonly remindUnanswered: boolean;
  /** No wake-up follows: what cannot be queued now is sent directly. */
  readonly isOneShot: boolean;
}

/** The process that sends notices about a session, and what it keeps in memory about the session. */
export interface NoticeContext {
  readonly ports: NoticePorts;
  readonly settings: NoticeSettings;
  readonly state: ProcessState;
}

/** An open store, and the lease of the session where the process holds it now. */
export interface NoticeStore {
  readonly ports: MorningPorts;
  /** null: the process holds no lease, and a notice acquires its own. */
  readonly lease: RunLease | null;
}

/** Brings the process's copy of the stored state up to date. @throws StoreError */
export async function readState(
  { ports, settings, state }: NoticeContext,
  stores: MorningPorts,
  times: MorningTimes,
): Promise<void> {
  state.stored = await readStoredState(stores, times, settings, ports.clock.now());
}
