import type { ListedCheck } from '../../ports/screens/operationsReader.ts';
import { DaybreakError } from '../../shared/errors.ts';
import { checks } from '../doctorChecks.ts';
import type { Check, CheckResult } from '../doctorResult.ts';
import { newestBackup } from '../doctorStore.ts';
import type { World } from '../world.ts';

/**
 * Checks of `doctor` that a page can wait for, in its order. The others log in to another machine, ask it
 * for the time, or read the whole database, audit trail or backup.
 */
const QUICK_CHECKS = [
  'node',
  'permissions',
  'history',
  'imports',
  'backups',
  'alerts',
  'calendar',
  'disk',
  'log',
  'daemon',
  'last run',
  'outbox',
  'limits',
] as const;

const own: Readonly<Partial<Record<string, Check>>> = { backups: newestBackup };

/** Runs the checks one after the other: each opens the database for itself. */
export async function runQuickChecks(world: World): Promise<readonly ListedCheck[]> {
  const found: ListedCheck[] = [];
  for (const check of QUICK_CHECKS) found.push({ check, ...(await runCheck(world, check)) });
  return found;
}

/** A check that throws is red. */
async function runCheck(world: World, name: (typeof QUICK_CHECKS)[number]): Promise<CheckResult> {
  const check = own[name] ?? checks[name];
  if (check === undefined) throw new Error(`doctor has no check ${name}`);
  try {
    return await check(world);
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    const todo = error instanceof DaybreakError ? error.hint : 'Run `npm run doctor`.';
    return { status: 'red', found, todo };
  }
}
