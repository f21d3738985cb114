/** One entry of the audit trail, as it is hashed. */
export interface AuditEntry {
  readonly sequence: number;
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly kind: string;
  readonly subject: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Canonical JSON (RFC 8785) of the fields above: its hash is SHA-256(previousHash ‖ canonical). */
  readonly canonical: string;
  /** SHA-256, hexadecimal. */
  readonly previousHash: string;
  readonly hash: string;
}

export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** The last entry of the trail; 0 and a hash of zeros where it has none. */
  readonly head: { readonly sequence: number; readonly hash: string };
}

export interface AuditReader {
  /** At most `limit` entries after a sequence number, oldest first. */
  after(sequence: number, limit: number): Promise<AuditPage>;
}
