import type { ScheduleSettings } from '../../domain/session/schedule.ts';
import type { Repeater } from '../../ports/runtime.ts';
import type { MorningPorts, MorningRequest } from '../morning.ts';
import type { NoticePorts, NoticeSettings } from '../notices/noticeContext.ts';

/**
 * The store and the source, opened for one wake-up. Each wake-up opens them again, so a store that was
 * restored, moved or repaired meanwhile is found.
 */
export interface OpenDesk {
  readonly ports: MorningPorts;
  /**
   * @throws StoreError where the store is damaged, InputError or SourceError where its fills end too early.
   */
  requireReady(sessionDate: string): Promise<void>;
  /** Reads from the store what /health reports. Never throws. */
  observe(): Promise<void>;
  close(): Promise<void>;
}

export interface DaemonPorts extends NoticePorts {
  readonly repeater: Repeater;
  /** @throws StoreError */
  open(): Promise<OpenDesk>;
  /** Makes the daily backup, once the mails are out. */
  runMaintenance(): Promise<void>;
}

export interface DaemonSettings extends ScheduleSettings, NoticeSettings {
  request(sessionDate: string): MorningRequest;
}
