import type { AuditReader } from '../../../ports/auditReader.ts';
import { type AuditRow, auditBody } from '../auditChain.ts';
import { canonicalJson } from '../canonicalJson.ts';
import type { Database } from '../database.ts';
import { entriesAfter, storedHead } from './auditRows.ts';

/** Reads the audit trail in pages. */
export function createAuditReader({ snapshot }: Database): AuditReader {
  return {
    after: (sequence, limit) =>
      snapshot(async (connection) => {
        const head = await storedHead(connection);
        return { entries: (await entriesAfter(connection, sequence, limit)).map(entryOf), head };
      }),
  };
}

function entryOf(row: AuditRow) {
  const { sequence, at, kind, subject, previous_hash: previousHash, hash } = row;
  const hashed = { sequence, at, kind, subject, body: auditBody(row) };
  return { ...hashed, canonical: canonicalJson(hashed), previousHash, hash };
}
