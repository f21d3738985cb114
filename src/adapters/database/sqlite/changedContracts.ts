import type Driver from 'better-sqlite3';
import { contractLookup } from '../../../domain/roster/contracts.ts';
import type { MultiplierRule } from '../../../domain/roster/roster.ts';

/**
 * Marks the days as stale that a change of the multipliers concerns: days with fills, or with open lots, in a
 * symbol that now counts otherwise. Pruned days are marked too. They cannot be computed, and the report names
 * them.
 */
export function markChangedContracts(
  driver: Driver.Database,
  before: readonly MultiplierRule[],
  after: readonly MultiplierRule[],
): void {
  const [was, is] = [contractLookup(before), contractLookup(after)];
  const changed = symbolsIn(driver).filter(
    (symbol) =>
      was(symbol).multiplier !== is(symbol).multiplier || was(symbol).isAssumed !== is(symbol).isAssumed,
  );
  if (changed.length === 0) return;
  const list = JSON.stringify(changed);
  for (const statement of markStatements) driver.prepare(statement).run({ list });
}

/** Every symbol that was traded or carried. */
function symbolsIn(driver: Driver.Database): readonly string[] {
  return driver
    .prepare<[], string>(
      `SELECT value FROM fill_block, json_each(texts, '$.symbols')
       UNION SELECT value FROM pruned_block, json_each(symbols)
       UNION SELECT symbol FROM open_lot`,
    )
    .pluck()
    .all();
}

const hasChanged = (symbols: string) =>
  `EXISTS (SELECT 1 FROM ${symbols} AS own WHERE own.value IN (SELECT value FROM json_each(:list)))`;

const markStatements = [
  `INSERT OR IGNORE INTO stale_day (trader_id, session_date)
   SELECT DISTINCT trader_id, session_date FROM fill_block JOIN account ON account.id = account_id
    WHERE ${hasChanged("json_each(texts, '$.symbols')")}`,
  `INSERT OR IGNORE INTO stale_day (trader_id, session_date)
   SELECT DISTINCT trader_id, session_date FROM pruned_block JOIN account ON account.id = account_id
    WHERE ${hasChanged('json_each(symbols)')}`,
  // The notional of a position that was not traded that day depends on its multiplier too.
  `INSERT OR IGNORE INTO stale_day (trader_id, session_date)
   SELECT DISTINCT trader_id, session_date FROM open_lot
    WHERE symbol IN (SELECT value FROM json_each(:list))`,
];
