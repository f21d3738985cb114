import { z } from 'zod';
import type { LedgerFinding } from '../../../domain/ledger/finding.ts';
import type { StoredFinding } from '../../../ports/ledgerStore.ts';
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
export function createFindingReader({
  driver,
  withConnection,
}: Database): (from: string, through: string) => Promise<readonly StoredFinding[]> {
  const findings = driver.prepare<[string, string], StoredFinding>(
    `SELECT trader.name AS trader, session_date AS sessionDate, code, account, symbol, currency, weight,
            fills, text
       FROM ledger_finding JOIN trader ON trader.id = trader_id
      WHERE session_date BETWEEN ? AND ? ORDER BY session_date, trader.name, code, account, symbol, currency`,
  );
  return (from, through) =>
    withConnection(() =>
      findings
        .all(from, through)
        .map((row) => ({ ...row, code: codes.parse(row.code), weight: weights.parse(row.weight) })),
    );
}
