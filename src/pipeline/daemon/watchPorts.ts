import type { Calendar } from '../../domain/session/calendar.ts';
import type { ScheduleSettings } from '../../domain/session/schedule.ts';
import type { MailRenderer, MailSealer, MailTransport } from '../../ports/mail.ts';
import type { Clock, Heartbeat, Log, Repeater } from '../../ports/runtime.ts';
import type { MorningPorts, MorningRequest } from '../morning.ts';
import type { StopSwitch } from '../stop.ts';
import type { Problem } from './problem.ts';

/** The database and the source, opened for one wake-up: what was restored, moved or mended meanwhile is found anew. */
export interface WatchDesk {
  readonly ports: MorningPorts;
  /** @throws StoreError where the database is damaged, InputError or SourceError where its fills end too early. */
  requireReady(sessionDate: string): Promise<void>;
  /** Takes note of what the store says by now, for who asks after the daemon. Never throws. */
  observe(): Promise<void>;
  close(): Promise<void>;
}

/** What it takes to tell people of a morning, by whomever it is run. */
export interface TellingPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly calendar: Calendar;
  readonly renderer: MailRenderer;
  readonly sealer: MailSealer;
  readonly transport: MailTransport;
  readonly heartbeat: Heartbeat;
  /** The last lines of the log, oldest first, without secrets. */
  lastLines(): readonly string[];
  problemOf(error: unknown): Problem;
}

export interface WatchPorts extends TellingPorts {
  readonly repeater: Repeater;
  /** @throws StoreError */
  open(): Promise<WatchDesk>;
  /** A backup, once a day: once the mails are out, with the desk closed. */
  housekeeping(): Promise<void>;
}

export interface TellingSettings {
  readonly timezone: string;
  /** Host, process id and a random part. */
  readonly owner: string;
  readonly leaseMs: number;
  readonly recipients: readonly string[];
  readonly alertRecipients: readonly string[];
  readonly notifySuccess: boolean;
}

export interface WatchSettings extends ScheduleSettings, TellingSettings {
  readonly stop: StopSwitch;
  request(sessionDate: string): MorningRequest;
}
