import type { Kysely } from 'kysely';
import type { MorningReport } from '../../../domain/report/report.ts';
import type { Schema } from './schema.ts';

/** Data quality notes that only the first morning with them has. */
const SAID_ONCE = ['multiplier_assumed', 'unknown_currency'];

/**
 * Records which of the notes that are said once this report has. Call it in the transaction of the report.
 */
export async function recordSaid(
  queries: Kysely<Schema>,
  { sessionDate, dataQuality }: MorningReport,
): Promise<void> {
  const said = dataQuality.filter(({ code }) => SAID_ONCE.includes(code));
  if (said.length === 0) return;
  await queries
    .insertInto('store_fact')
    .values(said.map(({ code }) => ({ name: nameOf(code), value: sessionDate })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function firstSaid(queries: Kysely<Schema>, code: string): Promise<string | null> {
  const row = await queries
    .selectFrom('store_fact')
    .select('value')
    .where('name', '=', nameOf(code))
    .executeTakeFirst();
  return row?.value ?? null;
}

function nameOf(code: string): string {
  return `said:${code}`;
}
