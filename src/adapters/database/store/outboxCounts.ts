import type { Database } from '../database.ts';

export interface OutboxCounts {
  /** Mails of any session that can still be sent. */
  readonly waiting: number;
  /** Mails of the newest session that may not have arrived. */
  readonly unsure: number;
}

const WAITING = "SELECT count(*) FROM outbox WHERE status IN ('pending', 'claimed') AND expires_at > ?";
const UNSURE = `SELECT count(*) FROM outbox WHERE session_date = (SELECT max(session_date) FROM outbox)
  AND (status IN ('refused', 'ambiguous') OR status IN ('pending', 'claimed') AND expires_at <= ?)`;

/** How many mails wait, and how many of the newest session may not have arrived. */
export function outboxCounts({ withConnection }: Database, now: Date): Promise<OutboxCounts> {
  const at = now.toISOString();
  return withConnection(async (connection) => ({
    waiting: (await connection.value<number>(WAITING, at)) ?? 0,
    unsure: (await connection.value<number>(UNSURE, at)) ?? 0,
  }));
}
