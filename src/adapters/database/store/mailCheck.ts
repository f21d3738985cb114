import { z } from 'zod';
import type { SqlConnection } from '../sqlConnection.ts';
import { sha256OfBytes } from '../sqlDialect.ts';
import { bodyOf, differing, type TableCheck, type TableFinding, trailBegan } from './tableFinding.ts';

const entryBody = z.object({
  sessionDate: z.string(),
  kind: z.string(),
  recipient: z.string(),
  sha256: z.string(),
  status: z.string(),
});
type Body = z.infer<typeof entryBody>;

interface MailRow extends Body {
  readonly messageId: string;
  readonly queuedAt: string;
}

/** Without the bytes: those of a year of mails do not fit into memory. */
const rowsSql = ({
  dialect,
}: SqlConnection) => `SELECT message_id AS "messageId", session_date AS "sessionDate", kind, recipient, status,
  ${sha256OfBytes(dialect, 'bytes')} AS sha256, queued_at AS "queuedAt" FROM outbox ORDER BY id`;

/** Statuses of the table that the last entry of a mail allows; a claim has no entry. */
const OPEN = ['pending', 'claimed'];
const ALLOWED: Readonly<Record<string, readonly string[]>> = { queued: OPEN, reopened: OPEN };

/** Compares each mail with its last entry: its status, its recipient, and the SHA-256 of its bytes. */
export function mailCheck(): TableCheck {
  const entries = new Map<string, Body>();
  return {
    kind: 'mail',
    observe(row) {
      const body = bodyOf(row, entryBody);
      if (body !== null) entries.set(row.subject, body);
      return [];
    },
    async *compare(connection) {
      const missing = new Set(entries.keys());
      const since = (await trailBegan(connection)) ?? '';
      for (const row of await connection.all<MailRow>(rowsSql(connection))) {
        missing.delete(row.messageId);
        const entry = entries.get(row.messageId);
        if (entry !== undefined) yield* compareRow(row, entry);
        else if (row.queuedAt >= since)
          yield { ...placeOf(row), trail: 'no such mail', found: `${row.messageId} ${row.status}` };
      }
      for (const messageId of missing) yield* gone(messageId, entries.get(messageId));
    },
  };
}

function* compareRow(row: MailRow, { status, ...entry }: Body): Iterable<TableFinding> {
  const { sessionDate, kind, recipient, sha256 } = row;
  const other = differing(entry, { sessionDate, kind, recipient, sha256 });
  if (other !== null) yield { ...placeOf(row), ...other };
  if (!(ALLOWED[status] ?? [status]).includes(row.status))
    yield { ...placeOf(row), trail: `status ${status}`, found: `status ${row.status}` };
}

function* gone(messageId: string, entry: Body | undefined): Iterable<TableFinding> {
  if (entry === undefined) return;
  yield { ...placeOf(entry), trail: `${messageId} ${entry.status}`, found: 'no row' };
}

function placeOf({ sessionDate, kind, recipient }: Pick<Body, 'sessionDate' | 'kind' | 'recipient'>) {
  return { table: 'outbox', key: `${sessionDate} ${kind} ${recipient}` };
}
