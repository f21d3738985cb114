import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type Driver from 'better-sqlite3';
import { type AuditHead, GENESIS } from '../auditChain.ts';

/**
 * A note beside the database of how far its audit trail went, so that entries cut off at the end are missed: within the
 * database nothing tells a chain that ends early from one that never was longer. Who can write both files can deceive
 * both; only a head noted elsewhere (a log, a mail, a printout of `audit --verify`) binds them.
 */
export function auditHeadPath(databasePath: string): string {
  return `${databasePath}.audit-head`;
}

/** The noted head; null where there is no note; 'unreadable' where there is one that says nothing. */
export function readAuditHead(databasePath: string): AuditHead | 'unreadable' | null {
  try {
    const [, sequence, hash] = /^(\d+) ([0-9a-f]{64})\n$/.exec(
      readFileSync(auditHeadPath(databasePath), 'utf8'),
    ) ?? [undefined, undefined, undefined];
    return hash === undefined ? 'unreadable' : { sequence: Number(sequence), hash };
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? null : 'unreadable';
  }
}

/** The last entry of the chain as stored. */
export function storedHead(driver: Driver.Database): AuditHead {
  const last = driver.prepare<[], AuditHead>(
    'SELECT sequence, hash FROM audit_entry ORDER BY sequence DESC LIMIT 1',
  );
  return last.get() ?? GENESIS;
}

/**
 * Notes the chain's head. The note begins with the empty chain and only moves forward along the chain that it names:
 * where that is not what is stored, the old note (or its absence) stays, for it is the evidence.
 */
export function noteAuditHead(driver: Driver.Database): void {
  if (driver.memory || driver.readonly) return;
  const noted = readAuditHead(driver.name);
  const head = storedHead(driver);
  if (noted === 'unreadable' || head.sequence === noted?.sequence) return;
  if (noted === null ? head.sequence === 0 : isInChain(driver, noted)) writeAuditHead(driver.name, head);
}

function isInChain(driver: Driver.Database, { sequence, hash }: AuditHead): boolean {
  if (sequence === 0) return true;
  const stored = driver.prepare('SELECT 1 FROM audit_entry WHERE sequence = ? AND hash = ?');
  return stored.get(sequence, hash) !== undefined;
}

/**
 * Notes this head whatever was noted: for a database put in another's place on purpose. Written aside and renamed, so that
 * a crash leaves the old note or the new one.
 */
export function writeAuditHead(databasePath: string, { sequence, hash }: AuditHead): void {
  const path = auditHeadPath(databasePath);
  const aside = `${path}.${process.pid}.part`;
  try {
    writeFileSync(aside, `${sequence} ${hash}\n`, { mode: 0o600 });
    renameSync(aside, path);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}
