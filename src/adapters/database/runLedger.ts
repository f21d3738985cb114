import type { RunLedger, StepName } from '../../ports.ts';
import type { Database } from './open.ts';

/** Which step of which morning was begun, done or failed. */
export function createRunLedger({ queries }: Database): RunLedger {
  return {
    async begin(sessionDate, step, at) {
      const begun = { status: 'running', started_at: at.toISOString(), finished_at: null, error: null };
      await queries
        .insertInto('run_step')
        .values({ session_date: sessionDate, step, attempts: 1, ...begun })
        .onConflict((conflict) =>
          conflict
            .columns(['session_date', 'step'])
            .doUpdateSet((e) => ({ ...begun, attempts: e('run_step.attempts', '+', 1) })),
        )
        .execute();
    },
    done: (sessionDate, step, at) => finish(sessionDate, step, { status: 'done', at, error: null }),
    failed: (sessionDate, step, at, error) => finish(sessionDate, step, { status: 'failed', at, error }),

    async steps(sessionDate) {
      const rows = await queries
        .selectFrom('run_step')
        .select(['step', 'status'])
        .where('session_date', '=', sessionDate)
        .orderBy('started_at')
        .execute();
      return rows.map((row) => ({
        step: row.step as StepName,
        status: row.status as 'running' | 'done' | 'failed',
      }));
    },
  };

  async function finish(
    sessionDate: string,
    step: StepName,
    end: { readonly status: string; readonly at: Date; readonly error: string | null },
  ): Promise<void> {
    await queries
      .updateTable('run_step')
      .set({ status: end.status, finished_at: end.at.toISOString(), error: end.error })
      .where('session_date', '=', sessionDate)
      .where('step', '=', step)
      .execute();
  }
}
