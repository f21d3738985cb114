import type { Database } from '../../src/adapters/database/database.ts';

/** The entries of one kind in the audit trail, oldest first, with their bodies parsed. */
export async function trailOf({ connection }: Pick<Database, 'connection'>, kind: string) {
  const entries = await connection.all<{ subject: string; body: string }>(
    'SELECT subject, body FROM audit_entry WHERE kind = ? ORDER BY sequence',
    kind,
  );
  return entries.map(({ subject, body }) => ({
    subject,
    body: JSON.parse(body) as Readonly<Record<string, unknown>>,
  }));
}
