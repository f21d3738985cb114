import { contractLookup } from '../../../domain/roster/contracts.ts';
import type { MultiplierRule } from '../../../domain/roster/roster.ts';
import type { FillBlocks } from '../fillBlocks.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import { jsonItems } from '../sqlDialect.ts';
import { prunedSymbols } from './rosterFacts.ts';

/**
 * Marks the days as stale that a change of the multipliers concerns: days with fills, or with open lots, in a
 * symbol that now counts otherwise. Pruned days are marked too. They cannot be computed, and the report names
 * them.
 */
export async function markChangedContracts(
  connection: SqlConnection,
  fillBlocks: FillBlocks,
  before: readonly MultiplierRule[],
  after: readonly MultiplierRule[],
): Promise<void> {
  const [was, is] = [contractLookup(before), contractLookup(after)];
  const changed = (await symbolsIn(connection, fillBlocks)).filter(
    (symbol) =>
      was(symbol).multiplier !== is(symbol).multiplier || was(symbol).isAssumed !== is(symbol).isAssumed,
  );
  if (changed.length === 0) return;
  for (const days of daysWithListed(connection, fillBlocks))
    await connection.run(`INSERT INTO stale_day (trader_id, session_date) ${days} ON CONFLICT DO NOTHING`, {
      list: JSON.stringify(changed),
    });
}

/** Every symbol that was traded or carried. */
function symbolsIn(connection: SqlConnection, fillBlocks: FillBlocks): Promise<readonly string[]> {
  return connection.values<string>(
    `SELECT own.value FROM fill_block, ${fillBlocks.symbolsOfBlock('own')}
     UNION SELECT own.value FROM pruned_block, ${prunedSymbols(connection, 'own')}
     UNION SELECT symbol FROM open_lot`,
  );
}

/** Selections of the days with a symbol of `:list`. */
function daysWithListed(connection: SqlConnection, fillBlocks: FillBlocks): readonly string[] {
  const listed = `IN (SELECT listed.value FROM ${jsonItems(connection.dialect, ':list', [], 'listed')})`;
  const ofBlocks = (table: string, symbols: string) =>
    `SELECT DISTINCT trader_id, session_date FROM ${table} JOIN account ON account.id = account_id
      WHERE EXISTS (SELECT 1 FROM ${symbols} WHERE own.value ${listed})`;
  return [
    ofBlocks('fill_block', fillBlocks.symbolsOfBlock('own')),
    ofBlocks('pruned_block', prunedSymbols(connection, 'own')),
    // The notional of a position that was not traded that day depends on its multiplier too.
    `SELECT DISTINCT trader_id, session_date FROM open_lot WHERE symbol ${listed}`,
  ];
}
