import type Driver from 'better-sqlite3';
import { z } from 'zod';
import { bodyOf, type TableCheck, type TableFinding } from './tableFinding.ts';

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
    *compare(driver) {
      const find = driver.prepare('SELECT 1 FROM run_step WHERE session_date = ? AND step = ?');
      for (const [key, status] of steps) {
        const [session, step] = key.split('\n');
        if (find.get(session, step) === undefined) yield gone('run_step', `${session} ${step}`, status);
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
    *compare(driver: Driver.Database) {
      const find = driver.prepare('SELECT 1 FROM restored_backup WHERE restored_at = ?');
      for (const at of restores)
        if (find.get(at) === undefined) yield gone('restored_backup', at, 'a restore');
    },
  };
}

function gone(table: string, key: string, trail: string): TableFinding {
  return { table, key, trail, found: 'no row' };
}
