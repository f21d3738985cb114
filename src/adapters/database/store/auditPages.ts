import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import type { AuditPages, AuditQuestion, TrailEntry, TrailPage } from '../../../ports/screens/auditPages.ts';
import { type AuditRow, auditBody } from '../auditChain.ts';
import type { Database } from '../database.ts';
import type { SqlDialect } from '../sqlConnection.ts';
import { positionIn } from '../sqlDialect.ts';
import { lastSequence } from './auditRows.ts';
import { createAuditVerifier } from './auditVerifier.ts';

/** Entries that one query looks through; other requests are answered between two of them. */
const SLICE = 10_000;
/** A search for a rare text ends after so many entries, and goes on with the next page. */
const SEARCHED = 200_000;

/** The audit trail in pages. */
export function createAuditPages(database: Database, now: () => Date): AuditPages {
  const verifier = createAuditVerifier(database, now);
  return {
    async entries(question) {
      const head = await lastSequence(database.connection);
      const newest = Math.min(question.before ?? Number.MAX_SAFE_INTEGER, head + 1);
      return search(database, question, newest);
    },
    verification: async () => verifier.state(),
    verify: async () => verifier.begin(),
  };
}

async function search(database: Database, question: AuditQuestion, newest: number): Promise<TrailPage> {
  const entries: TrailEntry[] = [];
  let before = newest;
  while (before > 1 && newest - before < SEARCHED) {
    const oldest = Math.max(1, before - SLICE);
    const rows = await slice(database, question, { oldest, before, most: question.most - entries.length });
    entries.push(...rows.map(entryOf));
    if (entries.length === question.most) return page(entries, rows.at(-1)?.sequence ?? oldest);
    before = oldest;
    await setImmediate();
  }
  return page(entries, before);
}

function page(entries: readonly TrailEntry[], reached: number): TrailPage {
  return { entries, next: reached > 1 ? reached : null };
}

interface Range {
  readonly oldest: number;
  readonly before: number;
  readonly most: number;
}

function slice({ queries, dialect }: Database, question: AuditQuestion, { oldest, before, most }: Range) {
  const { kind, author, trader, from, until } = question;
  let query = queries
    .selectFrom('audit_entry')
    .selectAll()
    .where('sequence', '>=', oldest)
    .where('sequence', '<', before)
    .orderBy('sequence', 'desc')
    .limit(most);
  if (kind !== null) query = query.where('kind', '=', kind);
  if (from !== null) query = query.where('at', '>=', from.toISOString());
  if (until !== null) query = query.where('at', '<', until.toISOString());
  // The body is canonical JSON, so a name stands in it in one way only.
  if (author !== null) query = query.where(has(dialect, `"by":${JSON.stringify(author)}`));
  if (trader !== null)
    query = query.where((e) =>
      e.or([sql<boolean>`lower(subject) = lower(${trader})`, has(dialect, JSON.stringify(trader))]),
    );
  return query.execute();
}

function has(dialect: SqlDialect, text: string) {
  return sql<boolean>`${sql.raw(positionIn(dialect))}(body, ${text}) > 0`;
}

function entryOf(row: AuditRow): TrailEntry {
  const { sequence, at, kind, subject, hash } = row;
  return { sequence, at: new Date(at), kind, subject, body: auditBody(row), hash };
}
