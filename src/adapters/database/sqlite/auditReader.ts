import type { AuditReader } from '../../../ports/auditReader.ts';
import { type AuditRow, auditBody } from '../auditChain.ts';
import { canonicalJson } from '../canonicalJson.ts';
import { storedHead } from './auditHead.ts';
import { atOnePoint } from './oneConnection.ts';
import type { Database } from './open.ts';

/** Reads the audit trail in pages. */
export function createAuditReader({ driver, withConnection }: Database): AuditReader {
  const rows = driver.prepare<[number, number], AuditRow>(
    'SELECT * FROM audit_entry WHERE sequence > ? ORDER BY sequence LIMIT ?',
  );
  return {
    after: (sequence, limit) =>
      withConnection(() =>
        atOnePoint(driver, () => {
          const head = storedHead(driver);
          return { entries: rows.all(sequence, limit).map(entryOf), head };
        }),
      ),
  };
}

function entryOf(row: AuditRow) {
  const { sequence, at, kind, subject, previous_hash: previousHash, hash } = row;
  const hashed = { sequence, at, kind, subject, body: auditBody(row) };
  return { ...hashed, canonical: canonicalJson(hashed), previousHash, hash };
}
