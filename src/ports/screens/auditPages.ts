/** One entry of the audit trail. */
export interface TrailEntry {
  readonly sequence: number;
  readonly at: Date;
  readonly kind: string;
  readonly subject: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** SHA-256 of this entry and the hash before it, hexadecimal. */
  readonly hash: string;
}

/** What entries to list; null: no condition. */
export interface AuditQuestion {
  /** Entries before this number. */
  readonly before: number | null;
  readonly kind: string | null;
  /** Who did it, as the entry names them. */
  readonly author: string | null;
  /** The trader whom the subject is, or whom the entry names. */
  readonly trader: string | null;
  readonly from: Date | null;
  /** Not included. */
  readonly until: Date | null;
  readonly most: number;
}

/** Newest first. */
export interface TrailPage {
  readonly entries: readonly TrailEntry[];
  /** The question goes on before this number; null: the first entry of the trail was reached. */
  readonly next: number | null;
}

/** The result of checking the chain of hashes from its first entry. */
export interface AuditCheck {
  /** The number of entries that were checked. */
  readonly entries: number;
  /** The first bad entry; null: the chain holds. */
  readonly fault: { readonly sequence: number; readonly found: string; readonly expected: string } | null;
  readonly checkedAt: Date;
  readonly seconds: number;
}

export interface AuditVerification {
  /** How far the check under way is; null: none is. */
  readonly progress: { readonly checked: number; readonly of: number } | null;
  /** The last check of this process; null: none has ended. */
  readonly last: AuditCheck | null;
  /** Why the last check could not end; null: it ended. */
  readonly problem: string | null;
}

/** The audit trail in pages, and whether its chain holds. */
export interface AuditPages {
  entries(question: AuditQuestion): Promise<TrailPage>;
  verification(): Promise<AuditVerification>;
  /**
   * Begins to check the chain, unless a check is under way. It goes on in the background, in slices, so that
   * other requests are answered in between.
   */
  verify(): Promise<void>;
}
