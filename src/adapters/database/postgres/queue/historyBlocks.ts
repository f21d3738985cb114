import type { HistoryBlocks } from '../../../../ports/historyJobs.ts';
import type { Database } from '../../database.ts';
import { columnsOf, OWNER_NAME } from './historyRows.ts';

/** One block, as long as the owner of the run is connected. A job that is done twice stores the same. */
const SAVE = `INSERT INTO daybreak_work.history_block (run, span, block, heads, numbers)
  SELECT CAST(:run AS text), CAST(:span AS integer), CAST(:block AS integer), CAST(:heads AS text),
         CAST(:numbers AS bytea)
   WHERE EXISTS (SELECT 1 FROM pg_stat_activity
                  WHERE datname = current_database() AND application_name = CAST(:owner AS text))
  ON CONFLICT (run, block, span) DO UPDATE SET heads = excluded.heads, numbers = excluded.numbers`;

/** Stores the blocks of jobs in a Postgres database. */
export function createHistoryBlocks({ connection }: Pick<Database, 'connection'>): HistoryBlocks {
  return {
    async save({ run, span }, block, pasts) {
      const { heads, numbers } = columnsOf(pasts);
      return (
        (await connection.run(SAVE, { run, span, block, heads, numbers, owner: OWNER_NAME + run })) === 1
      );
    },
  };
}
