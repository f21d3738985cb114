import type Driver from 'better-sqlite3';
import { type AuditHead, GENESIS } from '../auditChain.ts';
import { readHeadFile, writeHeadFile } from '../headFile.ts';
import { STORED_HEAD } from '../store/auditRows.ts';
import { persist } from './persist.ts';

/**
 * Path of the file next to the database that records the head of its audit trail. It shows that entries were
 * cut off at the end: a shortened chain is valid by itself. Someone who can write both files can forge both;
 * only a head recorded elsewhere (a log, a mail, the output of `audit --verify`) proves more.
 */
export function auditHeadPath(databasePath: string): string {
  return `${databasePath}.audit-head`;
}

/** The recorded head; null where there is no file; 'unreadable' where it holds no head. */
export function readAuditHead(databasePath: string): AuditHead | 'unreadable' | null {
  return readHeadFile(auditHeadPath(databasePath));
}

/** Sequence and hash of the last entry of a file. The caller must hold the connection. */
export function headOfFile(driver: Driver.Database): AuditHead {
  return driver.prepare<[], AuditHead>(STORED_HEAD).get() ?? GENESIS;
}

/**
 * Records the head of the chain. The record starts with the empty chain and moves forward only along the
 * chain that it names. Where the stored chain is another one, the old record (or its absence) stays as
 * evidence. It is never ahead of the database file: the loss of the write-ahead log must not look like a
 * replaced database.
 */
export function noteAuditHead(driver: Driver.Database): void {
  if (driver.memory || driver.readonly) return;
  const noted = readAuditHead(driver.name);
  const head = headOfFile(driver);
  if (noted === 'unreadable' || head.hash === noted?.hash) return;
  if (noted === null ? head.sequence !== 0 : !followsHead(driver, noted)) return;
  if (head.sequence === 0 || persist(driver)) writeAuditHead(driver.name, head);
}

/**
 * Whether the stored trail goes on from a recorded head: it is an entry of the trail, or of a database that a
 * restore has replaced by this one. The caller must hold the connection.
 */
export function followsHead(driver: Driver.Database, noted: AuditHead): boolean {
  return isInChain(driver, noted) || wasReplaced(driver, noted);
}

function isInChain(driver: Driver.Database, { sequence, hash }: AuditHead): boolean {
  if (sequence === 0) return true;
  const stored = driver.prepare('SELECT 1 FROM audit_entry WHERE sequence = ? AND hash = ?');
  return stored.get(sequence, hash) !== undefined;
}

/**
 * Whether a restore replaced the database of this head: the entry of the restore names it. A restore that is
 * killed between its last two steps leaves the old record next to the restored database.
 */
function wasReplaced(driver: Driver.Database, { sequence, hash }: AuditHead): boolean {
  const restores = driver.prepare(
    `SELECT 1 FROM audit_entry WHERE kind = 'restore' AND sequence =
       (SELECT max(sequence) FROM audit_entry WHERE kind = 'restore')
       AND json_extract(body, '$.replacedHead.sequence') = ? AND json_extract(body, '$.replacedHead.hash') = ?`,
  );
  return restores.get(sequence, hash) !== undefined;
}

/** Records this head whatever was recorded, for a database that replaces another on purpose. */
export function writeAuditHead(databasePath: string, head: AuditHead): void {
  writeHeadFile(auditHeadPath(databasePath), head);
}
