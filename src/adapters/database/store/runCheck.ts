import { z } from 'zod';
import { bodyOf, type TableCheck, type TableFinding } from './tableFinding.ts';

const STEP = 'SELECT 1 AS found FROM run_step WHERE session_date = ? AND step = ?';
const RESTORE = 'SELECT 1 AS found FROM restored_backup WHERE restored_at = ?';

const stepBody = z.object({ step: z.string(), status: z.string() });

/** Each recorded step of a morning still has its row in the run ledger. */
export function runCheck(): TableCheck {
  const steps = new Map<string, string>();
  return {
    kind: 'run',
    observe(row) {
      const body = bodyOf(row, stepBody);
      if (body !== null) steps.set(`${row.subject}\n${body.step}`, body.status);
      return [];
    },
    async *compare(connection) {
      for (const [key, status] of steps) {
        const [session = '', step = ''] = key.split('\n');
        if ((await connection.get(STEP, session, step)) === undefined)
          yield gone('run_step', `${session} ${step}`, status);
      }
    },
  };
}

/** Each recorded restore still has its row: without it, a morning could mail what was mailed before. */
export function restoreCheck(): TableCheck {
  const restores: string[] = [];
  return {
    kind: 'restore',
    observe({ at }) {
      restores.push(at);
      return [];
    },
    async *compare(connection) {
      for (const at of restores)
        if ((await connection.get(RESTORE, at)) === undefined) yield gone('restored_backup', at, 'a restore');
    },
  };
}

function gone(table: string, key: string, trail: string): TableFinding {
  return { table, key, trail, found: 'no row' };
}
