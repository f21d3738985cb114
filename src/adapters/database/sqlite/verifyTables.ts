import type Driver from 'better-sqlite3';
import type { AuditRow } from '../auditChain.ts';
import { acceptanceCheck } from './acceptanceCheck.ts';
import { accessCheck } from './accessCheck.ts';
import { decisionCheck } from './decisionCheck.ts';
import { limitCheck } from './limitCheck.ts';
import { mailCheck } from './mailCheck.ts';
import { atOnePoint } from './oneConnection.ts';
import type { Database } from './open.ts';
import { overrideCheck } from './overrideCheck.ts';
import { rosterCheck } from './rosterCheck.ts';
import { restoreCheck, runCheck } from './runCheck.ts';
import { readSchemaState } from './schemaDifferences.ts';
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
export async function verifyTables({ driver, withConnection }: Database): Promise<TablesVerdict> {
  const { differences } = await readSchemaState(driver);
  const schema = differences.map(
    ({ object, found, expected }): TableFinding => ({
      table: 'sqlite_schema',
      key: object,
      trail: expected,
      found,
    }),
  );
  const found = await withConnection(() => atOnePoint(driver, () => firstFindings(driver)));
  const findings = [...schema, ...found].slice(0, MOST_FINDINGS);
  return { findings, isCut: schema.length + found.length > MOST_FINDINGS };
}

/** One more than the most shows that there are more. */
function firstFindings(driver: Driver.Database): readonly TableFinding[] {
  const findings: TableFinding[] = [];
  for (const finding of allFindings(driver)) {
    findings.push(finding);
    if (findings.length > MOST_FINDINGS) break;
  }
  return findings;
}

function* allFindings(driver: Driver.Database): Iterable<TableFinding> {
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
  const trail = driver.prepare<[], AuditRow>('SELECT * FROM audit_entry ORDER BY sequence');
  for (const row of trail.iterate()) yield* byKind.get(row.kind)?.observe(row) ?? [];
  for (const check of checks) yield* check.compare(driver);
}
