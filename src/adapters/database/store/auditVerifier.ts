import { setImmediate } from 'node:timers/promises';
import type { AuditCheck, AuditVerification } from '../../../ports/screens/auditPages.ts';
import { type AuditFault, type AuditRow, faultAfter, GENESIS } from '../auditChain.ts';
import type { Database } from '../database.ts';
import { entriesAfter, lastSequence } from './auditRows.ts';
import { tailFault } from './auditTrail.ts';

/** Entries of one slice: its hashes take a few milliseconds. */
const SLICE = 200;

export interface AuditVerifier {
  state(): AuditVerification;
  /** Begins a check, unless one is under way. */
  begin(): void;
}

/** Checks the chain of hashes in the background, and keeps the last result. */
export function createAuditVerifier(database: Database, now: () => Date): AuditVerifier {
  let state: AuditVerification = { progress: null, last: null, problem: null };
  const report = (progress: AuditVerification['progress']) => {
    state = { ...state, progress };
  };
  return {
    state: () => state,
    begin() {
      if (state.progress !== null) return;
      report({ checked: 0, of: 0 });
      check(database, now, report).then(
        (last) => {
          state = { progress: null, last, problem: null };
        },
        (error: unknown) => {
          const problem = error instanceof Error ? error.message : String(error);
          state = { ...state, progress: null, problem };
        },
      );
    },
  };
}

/** Entries that are written meanwhile are checked too. */
async function check(
  database: Database,
  now: () => Date,
  report: (progress: AuditVerification['progress']) => void,
): Promise<AuditCheck> {
  const began = now();
  const { connection } = database;
  const of = await lastSequence(connection);
  let last: Pick<AuditRow, 'sequence' | 'hash'> = GENESIS;
  let fault: AuditFault | null = null;
  let entries = 0;
  for (;;) {
    const rows: readonly AuditRow[] = await entriesAfter(connection, last.sequence, SLICE);
    fault = faultAfter(last, rows);
    entries += rows.length;
    last = rows.at(-1) ?? last;
    report({ checked: entries, of: Math.max(of, entries) });
    if (fault !== null || rows.length < SLICE) break;
    await setImmediate();
  }
  fault ??= await tailFault(database, connection);
  const checkedAt = now();
  return { entries, fault, checkedAt, seconds: (checkedAt.getTime() - began.getTime()) / 1000 };
}
