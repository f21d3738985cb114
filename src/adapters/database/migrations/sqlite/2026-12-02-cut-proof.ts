import { type Kysely, sql } from 'kysely';

/**
 * What cuts would have made of each learned session, and what its morning knew of them. Sessions that an
 * earlier version learned have neither: they are learned again.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(database);
}

const STATEMENTS = [
  // Float64 numbers: the net of the cuts in dollars, each trader-day under the base limit, then each under
  // the cut, in S of the trader.
  'ALTER TABLE learned_session ADD COLUMN cut_outcomes BLOB',
  // JSON; null before the first decision.
  'ALTER TABLE learned_session ADD COLUMN cut_proof TEXT',
];
