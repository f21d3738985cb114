import type { Database } from './open.ts';

const FACT = 'base_currency';
/** The base currency of a store that never had one. */
const FIRST = 'USD';

/** The base currency in which the figures of a store are computed. The caller must hold the connection. */
export interface BaseCurrency {
  current(): string;
  /**
   * Marks every day with fills, or positions, in a named currency, if the setting differs from the figures.
   */
  apply(): void;
}

/**
 * @param setting BASE_CURRENCY; null for a process that does not know it, which keeps that of the figures.
 */
export function createBaseCurrency(driver: Database['driver'], setting: string | null): BaseCurrency {
  const read = driver.prepare<[string], string>('SELECT value FROM store_fact WHERE name = ?').pluck();
  const write = driver.prepare('REPLACE INTO store_fact (name, value) VALUES (?, ?)');
  const markStale = driver.prepare(
    `INSERT OR IGNORE INTO stale_day (trader_id, session_date)
     SELECT trader_id, session_date FROM fill_block JOIN account ON account.id = account_id
      WHERE EXISTS (SELECT 1 FROM json_each(texts, '$.currencies') WHERE value <> '')
      UNION SELECT trader_id, session_date FROM open_lot WHERE currency <> ''
      UNION SELECT trader_id, session_date FROM ledger_finding WHERE currency <> ''`,
  );
  const current = () => setting ?? read.get(FACT) ?? FIRST;
  return {
    current,
    apply() {
      if (read.get(FACT) === current()) return;
      if (read.get(FACT) !== undefined || current() !== FIRST) markStale.run();
      write.run(FACT, current());
    },
  };
}
