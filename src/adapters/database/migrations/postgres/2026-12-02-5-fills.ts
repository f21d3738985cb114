import type { Kysely } from 'kysely';
import { executeAll } from './executeAll.ts';

/**
 * Fills as rows. fillPartitions.ts adds the partition of a month when its first fill is stored, and removes
 * it when all of its fills are pruned. `fill_block` has one row for each account and session with fills.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await executeAll(database, statements);
}

const statements = [
  `CREATE TABLE fill (
    session_date TEXT NOT NULL,
    account_id bigint NOT NULL,
    place integer NOT NULL,
    second_of_day integer,
    side TEXT NOT NULL,
    quantity double precision NOT NULL,
    symbol TEXT NOT NULL,
    price double precision NOT NULL,
    fees double precision NOT NULL,
    currency TEXT NOT NULL,
    order_id TEXT NOT NULL,
    status TEXT NOT NULL,
    identity TEXT NOT NULL,
    id_digest bigint NOT NULL,
    PRIMARY KEY (account_id, session_date, place)
  ) PARTITION BY RANGE (session_date)`,
  `COMMENT ON TABLE fill IS 'One row for each fill, in partitions by month. View fills has the same with names.'`,
  `COMMENT ON COLUMN fill.place IS 'Order of the fills of an account and session, from 0'`,
  `COMMENT ON COLUMN fill.second_of_day IS 'Second after midnight in New York; null: the source has no time'`,
  `COMMENT ON COLUMN fill.side IS 'B buy, S sell, T short sale, C purchase that covers a short sale'`,
  `COMMENT ON COLUMN fill.currency IS 'Empty: the currency of the desk'`,
  `COMMENT ON COLUMN fill.status IS 'As the source wrote it; CXLD, BUSTED and the like do not count'`,
  `COMMENT ON COLUMN fill.identity IS 'The id of the source: P:<id>, F:<date>:<id>, or N:<content> where it has none'`,
  `COMMENT ON COLUMN fill.id_digest IS 'Digest of a second id of the fill; 0: it has none'`,
  `CREATE VIEW fills AS
    SELECT fill.session_date::date AS session_date, trader.name AS trader, account.code AS account,
           make_interval(secs => second_of_day) AS time_of_day, side, quantity, symbol, price, fees, currency,
           order_id, status, identity
      FROM fill JOIN account ON account.id = fill.account_id JOIN trader ON trader.id = account.trader_id`,
];
