import type { LimitEvent } from '../../domain/limits/limitEvent.ts';
import type { StoredMail, StoredStep } from './screenRecords.ts';

/** What a morning decided, in numbers. */
export interface DecidedMorning {
  readonly sessionDate: string;
  readonly engine: string;
  readonly traders: number;
  /** Traders whose limit is below their base limit. */
  readonly cuts: number;
  /** Changes that the mail asked for, against the limits in force. */
  readonly lowered: number;
  readonly raised: number;
  readonly set: number;
  readonly revision: number;
}

export type StepOfSession = StoredStep & { readonly sessionDate: string };

/** The records of past mornings; both dates of a range are included. */
export interface MonthRecords {
  /** Months with mornings that have begun or were decided, `2026-11`, newest first. */
  months(): Promise<readonly string[]>;
  decided(from: string, to: string): Promise<readonly DecidedMorning[]>;
  mails(from: string, to: string): Promise<readonly StoredMail[]>;
  steps(from: string, to: string): Promise<readonly StepOfSession[]>;
  /** Events that concern one trader. */
  events(from: string, to: string): Promise<readonly LimitEvent[]>;
  /** The first and the last session with a morning that has begun or was decided; null: none has. */
  range(): Promise<{ readonly first: string; readonly last: string } | null>;
}
