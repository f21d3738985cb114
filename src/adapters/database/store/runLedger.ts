import type { RunLease, RunLedger, StepName, StepRecord } from '../../../ports/runLedger.ts';
import type { Database } from '../database.ts';
import { withoutNul } from '../storableText.ts';
import { withLeaseGuard } from './leaseGuard.ts';
import { createRunLeases } from './runLease.ts';

/** Which step of which morning was begun, done or failed, and by which owner. */
export function createRunLedger(database: Database): RunLedger {
  const { queries } = database;
  return {
    ...createRunLeases(database),

    begin: (lease, step, at) =>
      withLeaseGuard(database, lease, async (transaction) => {
        const { sessionDate, owner, fence } = lease;
        const begun = { status: 'running', started_at: at.toISOString(), finished_at: null, error: null };
        await transaction.queries
          .insertInto('run_step')
          .values({ session_date: sessionDate, step, attempts: 1, owner, fence, ...begun })
          .onConflict((conflict) =>
            conflict
              .columns(['session_date', 'step'])
              .doUpdateSet((e) => ({ ...begun, owner, fence, attempts: e('run_step.attempts', '+', 1) })),
          )
          .execute();
      }),
    done: (lease, step, at) => finish(lease, step, { status: 'done', at, error: null }),
    failed: (lease, step, at, error) =>
      finish(lease, step, { status: 'failed', at, error: withoutNul(error) }),

    async steps(sessionDate) {
      const rows = await queries
        .selectFrom('run_step')
        .select(['step', 'status', 'attempts', 'owner', 'error'])
        .where('session_date', '=', sessionDate)
        .orderBy('started_at')
        .execute();
      return rows.map((row) => ({
        ...row,
        step: row.step as StepName,
        status: row.status as StepRecord['status'],
      }));
    },
  };

  function finish(
    lease: RunLease,
    step: StepName,
    end: { readonly status: string; readonly at: Date; readonly error: string | null },
  ): Promise<void> {
    return withLeaseGuard(database, lease, async (transaction) => {
      await transaction.queries
        .updateTable('run_step')
        .set({ status: end.status, finished_at: end.at.toISOString(), error: end.error })
        .where('session_date', '=', lease.sessionDate)
        .where('step', '=', step)
        .execute();
    });
  }
}
