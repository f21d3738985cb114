import type { Database } from './open.ts';

export interface OutboxCounts {
  /** Mails of any session that can still be sent. */
  readonly waiting: number;
  /** Mails of the newest session that may not have arrived. */
  readonly unsure: number;
}

/** How many mails wait, and how many of the newest session may not have arrived. */
export function outboxCounts({ driver, withConnection }: Database, now: Date): Promise<OutboxCounts> {
  const waiting = driver
    .prepare<[string], number>(
      "SELECT count(*) FROM outbox WHERE status IN ('pending', 'claimed') AND expires_at > ?",
    )
    .pluck();
  const unsure = driver
    .prepare<[string], number>(
      `SELECT count(*) FROM outbox WHERE session_date = (SELECT max(session_date) FROM outbox)
         AND (status IN ('refused', 'ambiguous') OR status IN ('pending', 'claimed') AND expires_at <= ?)`,
    )
    .pluck();
  const at = now.toISOString();
  return withConnection(() => ({ waiting: waiting.get(at) ?? 0, unsure: unsure.get(at) ?? 0 }));
}
