import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import type { AuditCheck, AuditPages, TrailEntry } from '../../../ports/screens/auditPages.ts';
import { type AuditFault, type AuditRow, auditBody, faultAfter, GENESIS } from '../auditChain.ts';
import { tailFault } from './auditTrail.ts';
import type { Database } from './open.ts';

/** Entries that one question looks through: a search for a rare text must not hold up other requests. */
const SEARCHED = 20_000;
/** Entries of one slice: its hashes take a few milliseconds. */
const SLICE = 200;

/** The audit trail in pages, on SQLite. */
export function createAuditPages(database: Database, now: () => Date): AuditPages {
  const { queries } = database;
  let running: Promise<AuditCheck> | null = null;
  return {
    async entries({ before, kind, text, most }) {
      const newest = before ?? Number.MAX_SAFE_INTEGER;
      const head = await headOf(database);
      const oldest = Math.max(0, Math.min(newest, head + 1) - SEARCHED);
      let query = queries
        .selectFrom('audit_entry')
        .selectAll()
        .where('sequence', '<', newest)
        .where('sequence', '>=', oldest)
        .orderBy('sequence', 'desc')
        .limit(most);
      if (kind !== null) query = query.where('kind', '=', kind);
      if (text !== null)
        query = query.where(sql<boolean>`(instr(subject, ${text}) > 0 OR instr(body, ${text}) > 0)`);
      const rows = await query.execute();
      const last = rows.length === most ? (rows.at(-1)?.sequence ?? oldest) : oldest;
      return { entries: rows.map(entryOf), next: last > 1 ? last : null };
    },

    async kinds() {
      const rows = await queries
        .selectFrom('audit_entry')
        .select('kind')
        .distinct()
        .orderBy('kind')
        .execute();
      return rows.map(({ kind }) => kind);
    },

    check() {
      running ??= check(database, now).finally(() => {
        running = null;
      });
      return running;
    },
  };
}

async function headOf({ driver, withConnection }: Database): Promise<number> {
  const head = driver.prepare<[], number>('SELECT coalesce(max(sequence), 0) FROM audit_entry').pluck();
  return (await withConnection(() => head.get())) ?? 0;
}

function entryOf(row: AuditRow): TrailEntry {
  const { sequence, at, kind, subject } = row;
  return { sequence, at: new Date(at), kind, subject, body: auditBody(row) };
}

async function check({ driver, withConnection }: Database, now: () => Date): Promise<AuditCheck> {
  const began = now();
  const slice = driver.prepare<[number, number], AuditRow>(
    'SELECT * FROM audit_entry WHERE sequence > ? ORDER BY sequence LIMIT ?',
  );
  let last: Pick<AuditRow, 'sequence' | 'hash'> = GENESIS;
  let fault: AuditFault | null = null;
  let entries = 0;
  for (;;) {
    const rows: readonly AuditRow[] = await withConnection(() => slice.all(last.sequence, SLICE));
    fault = faultAfter(last, rows);
    entries += rows.length;
    last = rows.at(-1) ?? last;
    if (fault !== null || rows.length < SLICE) break;
    await setImmediate();
  }
  if (fault === null && !driver.memory) fault = await withConnection(() => tailFault(driver));
  const checkedAt = now();
  return { entries, fault, checkedAt, seconds: (checkedAt.getTime() - began.getTime()) / 1000 };
}
