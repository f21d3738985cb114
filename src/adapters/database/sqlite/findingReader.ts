import { z } from 'zod';
import type { LedgerFinding } from '../../../domain/ledger/finding.ts';
import type { LedgerStore, StoredFinding } from '../../../ports/ledgerStore.ts';
import type { Database } from './open.ts';

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
export function createFindingReader({ driver, withConnection }: Database): LedgerStore['findings'] {
  const findings = driver.prepare<{ from: string; through: string; codes: string | null }, StoredFinding>(
    `SELECT trader.name AS trader, session_date AS sessionDate, code, account, symbol, currency, weight, fills,
            text
       FROM ledger_finding JOIN trader ON trader.id = trader_id
      WHERE session_date BETWEEN :from AND :through AND (:codes IS NULL OR code IN (SELECT value FROM json_each(:codes)))
      ORDER BY session_date, trader.name, code, account, symbol, currency`,
  );
  return (from, through, wanted) =>
    withConnection(() =>
      findings
        .all({ from, through, codes: wanted === undefined ? null : JSON.stringify(wanted) })
        .map((row) => ({ ...row, code: codes.parse(row.code), weight: weights.parse(row.weight) })),
    );
}
