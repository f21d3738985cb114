import type { Database } from './open.ts';

/** The step that ended last of all mornings. */
export interface LastStep {
  readonly sessionDate: string;
  readonly step: string;
  readonly status: 'running' | 'done' | 'failed';
  readonly at: string;
}

export function lastStep({ driver }: Pick<Database, 'driver'>): LastStep | null {
  const row = driver
    .prepare<[], LastStep>(
      `SELECT session_date AS sessionDate, step, status, finished_at AS at FROM run_step
        WHERE finished_at IS NOT NULL ORDER BY finished_at DESC LIMIT 1`,
    )
    .get();
  return row ?? null;
}
