import type { Health } from '../../adapters/web/health/health.ts';
import { addDays } from '../../domain/session/isoDate.ts';
import type {
  DaemonHealth,
  ListedCheck,
  ListedRun,
  OperationsReader,
} from '../../ports/screens/operationsReader.ts';
import type { ScreenRecords } from '../../ports/screens/screenRecords.ts';
import { DaybreakError } from '../../shared/errors.ts';
import { checks } from '../doctorChecks.ts';
import { askDaemon } from '../doctorDaemon.ts';
import type { World } from '../world.ts';

/**
 * Checks of `doctor` that a page can wait for. The others log in to another machine, or read the whole
 * database or audit trail.
 */
const QUICK_CHECKS = [
  'permissions',
  'imports',
  'history',
  'backups',
  'alerts',
  'calendar',
  'disk',
  'log',
  'clock',
  'daemon',
  'last run',
  'outbox',
  'limits',
] as const;

/** The checks open files and ask the daemon: readers within this time get the last result. */
const KEPT_MS = 30_000;

export function createOperationsReader(
  world: World,
  records: () => Promise<ScreenRecords>,
): OperationsReader {
  const { clock, config } = world;
  let last: { readonly at: number; readonly checks: Promise<readonly ListedCheck[]> } | null = null;
  return {
    checks() {
      const at = clock.now().getTime();
      if (last === null || at - last.at > KEPT_MS || at < last.at) last = { at, checks: runChecks(world) };
      return last.checks;
    },
    async daemon() {
      const health = await askDaemon(config);
      return health === null || typeof health.state !== 'string' ? null : daemonHealth(health);
    },
    async runs(most) {
      const { lastBegun, steps, mails } = await records();
      const runs: ListedRun[] = [];
      for (let session = await lastBegun('9999-12-31'); session !== null && runs.length < most; ) {
        runs.push({ sessionDate: session, steps: await steps(session), mails: await mails(session) });
        session = await lastBegun(addDays(session, -1));
      }
      return runs;
    },
  };
}

async function runChecks(world: World): Promise<readonly ListedCheck[]> {
  const found: ListedCheck[] = [];
  for (const check of QUICK_CHECKS) found.push({ check, ...(await runCheck(world, check)) });
  return found;
}

/** A check that throws is red. */
async function runCheck(world: World, name: string): Promise<Omit<ListedCheck, 'check'>> {
  const check = checks[name];
  if (check === undefined) throw new Error(`doctor has no check ${name}`);
  try {
    return await check(world);
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    const todo = error instanceof DaybreakError ? error.hint : 'Run `npm run doctor`.';
    return { status: 'red', found, todo };
  }
}

/** Another version of the daemon may leave a value out. */
function daemonHealth(health: Partial<Health>): DaemonHealth {
  const { figures } = health;
  return {
    state: health.state ?? 'unknown',
    why: health.why ?? '',
    morning: health.morning?.state ?? 'unknown',
    isTrouble: health.morning?.isTrouble ?? false,
    nextRunAt: instant(health.nextRunAt),
    backlog: health.backlog ?? 0,
    undelivered: health.undelivered ?? 0,
    lastBackupAt: instant(health.lastBackupAt),
    version: health.version ?? 'unknown',
    databaseBytes: figures?.databaseBytes ?? null,
    diskFreeBytes: figures?.diskFreeBytes ?? null,
  };
}

function instant(text: string | null | undefined): Date | null {
  return text == null || Number.isNaN(Date.parse(text)) ? null : new Date(text);
}
