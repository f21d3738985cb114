import type { Database } from '../database.ts';

/** The step that ended last of all mornings. */
export interface LastStep {
  readonly sessionDate: string;
  readonly step: string;
  readonly status: 'running' | 'done' | 'failed';
  readonly at: string;
}

/** The step of any morning that ended last; null where none has. */
export async function lastStep({ connection }: Database): Promise<LastStep | null> {
  const last = await connection.get<LastStep>(
    `SELECT session_date AS "sessionDate", step, status, finished_at AS at FROM run_step
      WHERE finished_at IS NOT NULL ORDER BY finished_at DESC LIMIT 1`,
  );
  return last ?? null;
}

/** The newest session whose morning has begun; null where none has. */
export async function lastMorning({ queries }: Database): Promise<string | null> {
  const row = await queries
    .selectFrom('run_step')
    .select((e) => e.fn.max<string | null>('session_date').as('last'))
    .executeTakeFirst();
  return row?.last ?? null;
}
