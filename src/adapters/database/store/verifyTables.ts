import type { Database } from '../database.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import { acceptanceCheck } from './acceptanceCheck.ts';
import { accessCheck } from './accessCheck.ts';
import { auditSlices } from './auditRows.ts';
import { decisionCheck } from './decisionCheck.ts';
import { limitCheck } from './limitCheck.ts';
import { mailCheck } from './mailCheck.ts';
import { overrideCheck } from './overrideCheck.ts';
import { rosterCheck } from './rosterCheck.ts';
import { restoreCheck, runCheck } from './runCheck.ts';
import { shadowCheck } from './shadowCheck.ts';
import type { TableFinding } from './tableFinding.ts';
import { unconfirmedCheck } from './unconfirmedCheck.ts';

/** A table that was emptied has a finding for each of its rows. */
const MOST_FINDINGS = 1000;

export interface TablesVerdict {
  /** At most 1000. */
  readonly findings: readonly TableFinding[];
  /** Whether there are more. */
  readonly isCut: boolean;
}

/**
 * Compares the tables with the audit trail that describes them, and the schema with the one of this version.
 * Trail and tables are read row by row, at one point in time.
 */
export async function verifyTables(database: Database): Promise<TablesVerdict> {
  const differences = await database.schemaDifferences();
  const schema = differences.map(
    ({ object, found, expected }): TableFinding => ({
      table: 'sqlite_schema',
      key: object,
      trail: expected,
      found,
    }),
  );
  const found = await database.snapshot(firstFindings);
  const findings = [...schema, ...found].slice(0, MOST_FINDINGS);
  return { findings, isCut: schema.length + found.length > MOST_FINDINGS };
}

/** One more than the most shows that there are more. */
async function firstFindings(connection: SqlConnection): Promise<readonly TableFinding[]> {
  const findings: TableFinding[] = [];
  for await (const finding of allFindings(connection)) {
    findings.push(finding);
    if (findings.length > MOST_FINDINGS) break;
  }
  return findings;
}

async function* allFindings(connection: SqlConnection): AsyncIterable<TableFinding> {
  const checks = [
    decisionCheck(),
    mailCheck(),
    rosterCheck(),
    acceptanceCheck(),
    limitCheck(),
    overrideCheck(),
    unconfirmedCheck(),
    accessCheck(),
    shadowCheck(),
    runCheck(),
    restoreCheck(),
  ];
  const byKind = new Map(checks.map((check) => [check.kind, check]));
  for await (const rows of auditSlices(connection))
    for (const row of rows) yield* byKind.get(row.kind)?.observe(row) ?? [];
  for (const check of checks) yield* check.compare(connection);
}
