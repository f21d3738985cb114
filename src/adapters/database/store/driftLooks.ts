import type { DriftLooks } from '../../../ports/driftLooks.ts';
import type { Database } from '../database.ts';
import { driftLookJson } from '../driftLookJson.ts';
import { byPlace, upsertSql } from '../upsertSql.ts';

const LAST = `SELECT session_date AS session, look FROM drift_look
  WHERE session_date <= ? ORDER BY session_date DESC LIMIT 1`;
const SAVE = upsertSql('drift_look', ['session_date'], ['look'], byPlace);

/** The weekly looks at drift. */
export function createDriftLooks({ connection, transaction }: Database): DriftLooks {
  return {
    async last(through) {
      const row = await connection.get<{ session: string; look: string }>(LAST, through);
      return row === undefined ? null : driftLookJson.read(row.look, row.session);
    },

    save: (look) =>
      transaction(async (open) => {
        await open.connection.run(SAVE, look.session, driftLookJson.write(look));
      }),
  };
}
