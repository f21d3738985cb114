import type { DriftLooks } from '../../../ports/driftLooks.ts';
import { driftLookJson } from '../driftLookJson.ts';
import type { Database } from './open.ts';

/** The weekly looks at drift, on SQLite. */
export function createDriftLooks({ driver, withConnection, transaction }: Database): DriftLooks {
  const last = driver.prepare<[string], { session: string; look: string }>(
    `SELECT session_date AS session, look FROM drift_look
      WHERE session_date <= ? ORDER BY session_date DESC LIMIT 1`,
  );
  const save = driver.prepare('REPLACE INTO drift_look (session_date, look) VALUES (?, ?)');
  return {
    last: (through) =>
      withConnection(() => {
        const row = last.get(through);
        return row === undefined ? null : driftLookJson.read(row.look, row.session);
      }),

    save: (look) =>
      transaction(async () => {
        save.run(look.session, driftLookJson.write(look));
      }),
  };
}
