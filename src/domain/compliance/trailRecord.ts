import type { LimitEventKind } from '../limits/limitEvent.ts';
import type { DeskFacts } from './deskFacts.ts';

/** Place and time of an entry of the audit trail. */
interface Stamp {
  readonly sequence: number;
  /** RFC 3339, UTC, with milliseconds: times compare as texts. */
  readonly at: string;
  /** The date of `at` in the time zone of the market. */
  readonly date: string;
}

export interface DecisionEntry extends Stamp {
  readonly kind: 'decision';
  readonly trader: string;
  readonly sessionDate: string;
  readonly action: string;
  /** Daily loss limits, dollars. */
  readonly baseLimit: number;
  readonly newLimit: number;
}

export interface MailEntry extends Stamp {
  readonly kind: 'mail';
  readonly sessionDate: string;
  /** morning, correction, late, failed, … */
  readonly mail: string;
  readonly status: string;
}

export interface RunEntry extends Stamp {
  readonly kind: 'run';
  readonly sessionDate: string;
  readonly step: string;
  readonly status: string;
  readonly error: string | null;
}

export interface LimitEntry extends Stamp {
  readonly kind: 'limit';
  readonly event: LimitEventKind;
  /** null: every trader. */
  readonly trader: string | null;
  readonly sessionDate: string;
  readonly dollars: number | null;
  readonly baseLimit: number | null;
  readonly reason: string | null;
  readonly by: string;
  readonly through: string;
}

export interface OverrideGiven extends Stamp {
  readonly kind: 'override';
  readonly change: 'given';
  readonly id: number;
  readonly trader: string;
  readonly dollars: number;
  readonly firstSession: string;
  readonly lastSession: string;
  readonly reason: string;
  readonly note: string | null;
  readonly by: string;
  readonly baseLimit: number;
  readonly recommended: number | null;
  readonly renewals: number;
}

export interface OverrideApproved extends Stamp {
  readonly kind: 'override';
  readonly change: 'approved';
  readonly id: number;
  readonly by: string;
}

export interface OverrideEnded extends Stamp {
  readonly kind: 'override';
  readonly change: 'ended';
  readonly id: number;
  /** The first session for which it no longer holds. */
  readonly from: string;
  readonly by: string;
}

export interface AcceptanceEntry extends Stamp {
  readonly kind: 'acceptance';
  /** null: the desk did not trade. */
  readonly trader: string | null;
  readonly sessionDate: string;
  readonly reason: string;
  readonly by: string;
}

/** An answer that was kept without effect. */
export interface UnconfirmedEntry extends Stamp {
  readonly kind: 'answer';
  readonly trader: string;
  readonly sessionDate: string;
  readonly by: string;
  readonly because: string;
}

export interface RestoreEntry extends Stamp {
  readonly kind: 'restore';
  readonly backup: string;
  /** The last entry of the database that was replaced; null: not known. */
  readonly replacedSequence: number | null;
  /** null: not recorded by the version that restored. */
  readonly by: string | null;
}

/** A change of the data or of the roster by an individual. */
export interface ChangeEntry extends Stamp {
  readonly kind: 'roster' | 'correction' | 'import' | 'access';
  readonly subject: string;
  readonly what: string;
  readonly by: string | null;
}

export interface EngineEntry extends Stamp {
  readonly kind: 'gate';
  readonly sessionDate: string;
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

export interface FactsEntry extends Stamp {
  readonly kind: 'desk-facts';
  readonly facts: DeskFacts;
}

/** An entry that this version cannot read. */
export interface UnreadableEntry extends Stamp {
  readonly kind: 'unreadable';
  readonly of: string;
}

/** One entry of the audit trail, as far as the compliance report reads it. */
export type TrailRecord =
  | DecisionEntry
  | MailEntry
  | RunEntry
  | LimitEntry
  | OverrideGiven
  | OverrideApproved
  | OverrideEnded
  | AcceptanceEntry
  | UnconfirmedEntry
  | RestoreEntry
  | ChangeEntry
  | EngineEntry
  | FactsEntry
  | UnreadableEntry;

export type RecordOf<Kind extends TrailRecord['kind']> = Extract<TrailRecord, { readonly kind: Kind }>;
