import { type AuditRow, auditBody } from '../adapters/database/auditChain.ts';
import { type AuditVerdict, auditEntries, verifyAudit } from '../adapters/database/store/auditTrail.ts';
import type { TableFinding } from '../adapters/database/store/tableFinding.ts';
import { type TablesVerdict, verifyTables } from '../adapters/database/store/verifyTables.ts';
import { textTable } from '../adapters/terminal/table.ts';
import { BROKEN_TRAIL_HINT, brokenTrail } from '../domain/compliance/brokenTrail.ts';
import { auditWords } from '../domain/report/screens/auditWords.ts';
import { shownName } from '../domain/text/outsideText.ts';
import { count } from '../domain/text/words.ts';
import { StoreError } from '../shared/errors.ts';
import { auditAsOf } from './auditAsOf.ts';
import type { AuditOptions, ExitCode } from './commandOptions.ts';
import { type DeskFiles, hasDatabase } from './deskDatabase.ts';
import { requireRange } from './sessionDates.ts';
import { deskToShow, withShownStores } from './shownStores.ts';
import { openStores, type Stores, type World, withExistingStores } from './world.ts';

/**
 * `audit`: lists the audit trail; with `--verify` checks its hashes and compares it with the tables that it
 * describes; with `--as-of` shows decisions as they stood. Returns 1 if an entry does not match its hash, or
 * a table does not match the trail.
 */
export async function auditCommand(world: World, options: AuditOptions): Promise<ExitCode> {
  const { asOf } = options;
  if (asOf !== undefined) return auditAsOf(world, { ...options, asOf });
  return options.verify ? verify(world, options.json) : list(world, options);
}

async function verify(world: World, json: boolean): Promise<ExitCode> {
  const { output } = world;
  const { audit, tables, vanished } = await verdictOf(await deskToShow(world, json));
  const { entries, head, fault } = audit;
  const { findings, isCut } = tables;
  const ok = fault === null && findings.length === 0;
  if (json) {
    output.json({ ok, entries, head, fault, findings, isCut });
    return ok ? 0 : 1;
  }
  if (findings.length > 0) output.line(findingsTable(findings));
  if (fault !== null)
    throw brokenTrail(
      fault,
      vanished === null ? undefined : `Mornings stop with ${vanished.code}: ${vanished.hint}`,
    );
  if (findings.length > 0) throw mismatch(tables);
  output.line(`The audit trail holds: ${count(entries, 'entry', 'entries')}.`);
  if (entries > 0) output.line(`Its head is entry ${head.sequence}, ${head.hash}.`);
  output.line('Decisions, mails, roster and schema are as the trail says.');
  return 0;
}

function findingsTable(findings: readonly TableFinding[]): string {
  return textTable(
    [
      { head: 'TABLE' },
      { head: 'ROW', width: 40 },
      { head: 'TRAIL', width: 48 },
      { head: 'FOUND', width: 48 },
    ],
    findings.map(({ table, key, trail, found }) => [table, key, trail, found]),
  );
}

function mismatch({ findings: [first, ...others], isCut }: TablesVerdict): StoreError {
  const more = others.length === 0 ? '' : `, and ${isCut ? 'more than ' : ''}${others.length} more`;
  return new StoreError(
    'audit_mismatch',
    `Table ${first?.table}, ${first?.key} · found ${first?.found} · expected ${first?.trail}, as in the audit trail${more}`,
    { hint: BROKEN_TRAIL_HINT },
  );
}

interface Verdict {
  readonly audit: AuditVerdict;
  readonly tables: TablesVerdict;
  /** The database is not the desk's own; null: it is. */
  readonly vanished: StoreError | null;
}

/**
 * The verdict on the database as it is. Another desk's database or an older copy is verified too: the verdict
 * shows from which entry on it differs.
 */
async function verdictOf(config: DeskFiles): Promise<Verdict> {
  const verify = async ({ database }: Stores) => ({
    audit: await verifyAudit(database),
    tables: await verifyTables(database),
  });
  try {
    return { ...(await withExistingStores(config, verify)), vanished: null };
  } catch (error) {
    const isThere = error instanceof StoreError && (await hasDatabase(config));
    if (!isThere || error.code !== 'database_vanished') throw error;
    const stores = await openStores(config.dbPath);
    const found = await verify(stores).finally(() => stores.database.close());
    // A trail that is too short for the newest backup has no fault of its own.
    if (found.audit.fault === null) throw error;
    return { ...found, vanished: error };
  }
}

async function list(world: World, { from, to, json }: AuditOptions): Promise<ExitCode> {
  requireRange({ option: '--from', date: from }, { option: '--to', date: to });
  const rows = await withShownStores(world, json, ({ database }) => auditEntries(database, from, to));
  if (json) world.output.json({ entries: rows.map(document) });
  else print(world, rows);
  return 0;
}

function document(row: AuditRow) {
  const { sequence, at, kind, subject, hash } = row;
  return { sequence, at, kind, subject, body: auditBody(row), hash };
}

function print({ output }: World, rows: readonly AuditRow[]): void {
  if (rows.length > 0)
    output.line(
      textTable(
        [
          { head: '#', align: 'right' },
          { head: 'AT' },
          { head: 'KIND' },
          { head: 'SUBJECT', width: 42 },
          { head: 'WHAT', width: 72 },
        ],
        rows.map((row) => [
          String(row.sequence),
          row.at,
          row.kind,
          shownName(row.subject),
          auditWords(auditBody(row)),
        ]),
      ),
    );
  output.line(`${count(rows.length, 'entry', 'entries')}.`);
}
