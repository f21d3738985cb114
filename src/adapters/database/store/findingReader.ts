import { z } from 'zod';
import type { LedgerFinding } from '../../../domain/ledger/finding.ts';
import type { LedgerStore, StoredFinding } from '../../../ports/ledgerStore.ts';
import type { Database } from '../database.ts';
import type { SqlDialect } from '../sqlConnection.ts';
import { jsonItems } from '../sqlDialect.ts';

const codes = z.enum([
  'position_not_explained',
  'looks_like_split',
  'currency_without_rate',
  'multiplier_unknown',
  'multiplier_assumed',
  'currency_converted',
] as const satisfies readonly LedgerFinding['code'][]);
const weights = z.enum([
  'doubt',
  'note',
  'onShortSides',
] as const satisfies readonly LedgerFinding['weight'][]);

/** Reads the findings of a range of sessions, by session, then trader. */
export function createFindingReader({ connection, dialect }: Database): LedgerStore['findings'] {
  const findings = findingsSql(dialect);
  return async (from, through, wanted) => {
    const codesWanted = wanted === undefined ? null : JSON.stringify(wanted);
    const rows = await connection.all<StoredFinding>(findings, { from, through, codes: codesWanted });
    return rows.map((row) => ({ ...row, code: codes.parse(row.code), weight: weights.parse(row.weight) }));
  };
}

function findingsSql(dialect: SqlDialect): string {
  const wanted = jsonItems(dialect, 'CAST(:codes AS text)', [], 'wanted');
  return `SELECT trader.name AS trader, session_date AS "sessionDate", code, account, symbol, currency, weight,
      fills, text
    FROM ledger_finding JOIN trader ON trader.id = trader_id
   WHERE session_date BETWEEN :from AND :through
     AND (CAST(:codes AS text) IS NULL OR code IN (SELECT wanted.value FROM ${wanted}))
   ORDER BY session_date, trader.name, code, account, symbol, currency`;
}
