export type AuditKind = 'run' | 'decision' | 'gate' | 'roster' | 'mail' | 'override' | 'restore' | 'backup';

/** What was decided, changed and sent, for whoever asks later: entries are added, never changed or removed. */
export interface AuditTrail {
  /**
   * Adds an entry, within the caller's transaction where there is one. `subject` is whom or what it is about (a trader,
   * a session, a Message-ID); `body` is plain JSON.
   */
  record(kind: AuditKind, subject: string, body: Readonly<Record<string, unknown>>, at: Date): void;
}
