/** One entry of the audit trail. */
export interface TrailEntry {
  readonly sequence: number;
  readonly at: Date;
  readonly kind: string;
  readonly subject: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface AuditQuestion {
  /** Entries before this number; null: the newest. */
  readonly before: number | null;
  /** null: every kind. */
  readonly kind: string | null;
  /** Part of the subject or the body, such as a trader; null: all. */
  readonly text: string | null;
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

/** The audit trail in pages, and whether its chain holds. */
export interface AuditPages {
  entries(question: AuditQuestion): Promise<TrailPage>;
  kinds(): Promise<readonly string[]>;
  /** Checks the chain in slices, so that other requests are answered in between. One check at a time. */
  check(): Promise<AuditCheck>;
}
