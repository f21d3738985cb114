import type { LimitEvent, NewLimitEvent } from '../domain/limits/limitEvent.ts';
import type { NewOverride, Override } from '../domain/limits/override.ts';

/** Limits on the platform and overrides. Every write is recorded in the audit trail with its author. */
export interface LimitStore {
  /** Every event whose session is not after `through`, by session, then time of recording. */
  events(through: string): Promise<readonly LimitEvent[]>;
  record(events: readonly NewLimitEvent[]): Promise<void>;
  /** The base limit of each trader's first stored decision, dollars. */
  firstBaseLimits(): Promise<ReadonlyMap<string, number>>;
  /** Every override, oldest first. */
  overrides(): Promise<readonly Override[]>;
  addOverride(override: NewOverride): Promise<Override>;
  approveOverride(id: number, by: string, at: Date): Promise<void>;
  /** The override no longer holds from a session on. */
  endOverride(id: number, from: string, by: string, at: Date): Promise<void>;
}
