import type { IncompleteDay, IngestCounts, RejectedDay, StreamRejects } from '../../../ports/fillStore.ts';
import type { SqlConnection, SqlStatement } from '../sqlConnection.ts';
import { jsonItems } from '../sqlDialect.ts';
import type { SessionCounts, WholeRange } from './ingestCounts.ts';

/** What one stream brought and rejected. */
export interface StreamResult {
  readonly rejects: StreamRejects;
  readonly counts: IngestCounts;
  readonly sessions: readonly SessionCounts[];
  readonly wholeRange: WholeRange | null;
}

/** Records which days lack rows of the stream, and which no longer lack those of an earlier one. */
export async function recordIncompleteDays(connection: SqlConnection, stream: StreamResult): Promise<void> {
  const { rejects, sessions, wholeRange } = stream;
  const days = incompleteDaysOf(stream);
  if (wholeRange !== null)
    await connection.run(forgetRange(connection), rangeOf(wholeRange, stream.counts.accounts));
  const whole = sessions.filter((session) => !days.has(dayKey(session)));
  await connection.batch([
    ...whole.flatMap((session) => settled(session, rejects.key)),
    ...[...days.values()].map((day) => recorded(day, rejects.key)),
  ]);
}

function settled(session: SessionCounts, key: string): readonly SqlStatement[] {
  const { account, sessionDate, inserted } = session;
  const bringsAll = hasAllStored(session) ? 1 : 0;
  return [
    [FORGET, account, sessionDate, key],
    [SETTLE, { account, sessionDate, inserted, bringsAll }],
  ];
}

function recorded(day: DatedDay, key: string): SqlStatement {
  const { account, sessionDate, rows, where, reason } = day;
  return [RECORD, { key, account, sessionDate, rows, place: where, reason }];
}

/** The incomplete days of a range of sessions. */
export function incompleteDays(
  connection: SqlConnection,
  from: string,
  through: string,
): Promise<readonly IncompleteDay[]> {
  return connection.all<IncompleteDay>(
    `SELECT trader.name AS trader, account, session_date AS "sessionDate", rows - settled_rows AS rows,
            place AS "where", reason
       FROM incomplete_day JOIN account ON account.code = incomplete_day.account
       JOIN trader ON trader.id = account.trader_id
      WHERE session_date BETWEEN ? AND ? AND rows > settled_rows
      ORDER BY session_date, trader.name, account, place`,
    from,
    through,
  );
}

type DatedDay = RejectedDay & { readonly sessionDate: string };

/** Rejected rows and fills in conflict, by account and session. */
function incompleteDaysOf({ rejects, counts, sessions, wholeRange }: StreamResult): Map<string, DatedDay> {
  const days = new Map<string, DatedDay>();
  const add = (day: DatedDay) => {
    const known = days.get(dayKey(day));
    days.set(dayKey(day), known === undefined ? day : { ...known, rows: known.rows + day.rows });
  };
  for (const day of rejects.days) {
    const isInRange =
      wholeRange === null ||
      (day.sessionDate !== null && day.sessionDate >= wholeRange.from && day.sessionDate <= wholeRange.to);
    const readable = isInRange ? day.sessionDate : null;
    const sessionDate =
      readable ?? newestSession(sessions, day.account) ?? wholeRange?.to ?? counts.sessions.at(-1);
    if (sessionDate !== undefined) add({ ...day, sessionDate });
  }
  for (const { account, sessionDate, identity } of counts.conflicting)
    add({
      account,
      sessionDate,
      rows: 1,
      where: rejects.where,
      reason: `several fills have the id ${identity}`,
    });
  return days;
}

function newestSession(sessions: readonly SessionCounts[], account: string): string | null {
  const own = sessions.filter((session) => session.account === account);
  return own.reduce<string | null>(
    (newest, { sessionDate }) => (newest === null || sessionDate > newest ? sessionDate : newest),
    null,
  );
}

/** Whether every fill that was stored before came again. */
function hasAllStored({ stored, duplicates, repeated, changed }: SessionCounts): boolean {
  return duplicates - repeated + changed === stored;
}

function rangeOf({ from, to, accounts }: WholeRange, sent: readonly string[]) {
  return { from, to, accounts: accounts === null ? null : JSON.stringify([...accounts, ...sent]) };
}

function dayKey({
  account,
  sessionDate,
}: {
  readonly account: string;
  readonly sessionDate: string;
}): string {
  return `${account}\n${sessionDate}`;
}

function forgetRange({ dialect }: SqlConnection): string {
  const listed = jsonItems(dialect, 'CAST(:accounts AS text)', [], 'listed');
  return `DELETE FROM incomplete_day WHERE session_date BETWEEN :from AND :to
    AND (CAST(:accounts AS text) IS NULL OR account IN (SELECT listed.value FROM ${listed}))`;
}

const FORGET = 'DELETE FROM incomplete_day WHERE account = ? AND session_date = ? AND key = ?';
// As many new fills are the missing ones. More of them are, where the stream has all stored fills too: else
// it may be another part of the day.
const SETTLE = `UPDATE incomplete_day SET settled_rows = rows
  WHERE account = :account AND session_date = :sessionDate AND rows - settled_rows <= :inserted
    AND (:bringsAll = 1 OR rows - settled_rows = :inserted)`;
// The rows that another stream brought stay settled when the faulty file comes again.
const RECORD = `INSERT INTO incomplete_day (key, account, session_date, rows, place, reason)
  VALUES (:key, :account, :sessionDate, :rows, :place, :reason)
  ON CONFLICT (session_date, account, key) DO UPDATE
    SET rows = excluded.rows, place = excluded.place, reason = excluded.reason`;
