import { dirname } from 'node:path';
import { makeFolder } from '../../../shared/folders.ts';
import { type AuditHead, GENESIS } from '../auditChain.ts';
import type { HeadRecord } from '../database.ts';
import { readHeadFile, writeHeadFile } from '../headFile.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import { STORED_HEAD } from '../store/auditRows.ts';

/** A write of the head after each transaction of a ledger would cost more than the transaction. */
const PAUSE_MS = 1_000;

/** Records on this host how far the audit trail of a server went. */
export interface HeadRecorder extends HeadRecord {
  /** Records the head as it is now or later. Callers that wait at the same time share one record. */
  note(): Promise<void>;
  /** Records the head now, or one second after the last record. Closing the store records the rest. */
  noteSoon(): Promise<void>;
}

/**
 * Each host keeps a record of its own, which shows that the server lost entries or has another trail: a
 * shortened chain is valid by itself. A host that joins a desk begins with the head that it finds. The record
 * moves forward only along the chain that it names, or past a restore that the trail records.
 *
 * An error is not reported: the old record stays true, and finished work must not look failed.
 */
export function createHeadRecorder(path: string, connection: SqlConnection): HeadRecorder {
  let notedAt = Number.NEGATIVE_INFINITY;
  let later: NodeJS.Timeout | undefined;
  const record = shared(async () => {
    notedAt = performance.now();
    try {
      await noteHead(path, connection);
    } catch {
      // The next transaction, opening or closing records it.
    }
  });
  const note = () => {
    clearTimeout(later);
    later = undefined;
    return record();
  };
  return {
    read: () => readHeadFile(path),
    note,
    noteSoon: async () => {
      const left = notedAt + PAUSE_MS - performance.now();
      if (left <= 0) await note();
      // The process may end without it: then the store is closed first.
      else later ??= setTimeout(note, left).unref();
    },
  };
}

/**
 * Runs the work once at a time: a slow record must not replace a newer one. A caller gets a run that begins
 * after its call, the same as the others that wait for it.
 */
function shared(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | null = null;
  return () => {
    waiting ??= running.then(() => {
      waiting = null;
      running = work();
      return running;
    });
    return waiting;
  };
}

async function noteHead(path: string, connection: SqlConnection): Promise<void> {
  const noted = readHeadFile(path);
  const head = (await connection.get<AuditHead>(STORED_HEAD)) ?? GENESIS;
  if (noted === 'unreadable' || head.hash === noted?.hash) return;
  if (noted !== null && !(await follows(connection, noted))) return;
  makeFolder(dirname(path));
  writeHeadFile(path, head);
}

async function follows(connection: SqlConnection, { sequence, hash }: AuditHead): Promise<boolean> {
  if (sequence === 0) return true;
  return (await connection.value(GOES_ON, { sequence, hash })) !== undefined;
}

// The head is an entry of the trail, or that of the database which the last restore replaced.
const GOES_ON = `SELECT 1 FROM audit_entry WHERE sequence = :sequence AND hash = :hash
  UNION ALL
  SELECT 1 FROM audit_entry WHERE kind = 'restore'
     AND sequence = (SELECT max(sequence) FROM audit_entry WHERE kind = 'restore')
     AND CAST(body AS jsonb) #>> '{replacedHead,sequence}' = CAST(:sequence AS text)
     AND CAST(body AS jsonb) #>> '{replacedHead,hash}' = :hash`;
