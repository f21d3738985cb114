import type { Health } from '../../adapters/web/health/health.ts';
import { sendDeadline, startOfMorning } from '../../domain/session/due.ts';
import { addDays } from '../../domain/session/isoDate.ts';
import type {
  DaemonHealth,
  DeskState,
  ListedRun,
  OperationsReader,
} from '../../ports/screens/operationsReader.ts';
import type { ScreenRecords } from '../../ports/screens/screenRecords.ts';
import { askDaemon } from '../doctorDaemon.ts';
import { nextMorningSession } from '../nextMorning.ts';
import type { Stores, World } from '../world.ts';
import { readDeskStorage } from './deskStorage.ts';
import { runQuickChecks } from './quickChecks.ts';

/** Readers within this time get the last result. */
const KEPT_MS = 30_000;

/** The state of the installation, as `doctor`, the daemon and the store give it. */
export function createOperationsReader(
  world: World,
  stores: () => Promise<Stores>,
  records: () => Promise<ScreenRecords>,
): OperationsReader {
  const { clock } = world;
  let last: { readonly at: number; readonly state: Promise<DeskState> } | null = null;
  return {
    state() {
      const at = clock.now().getTime();
      if (last !== null && at - last.at <= KEPT_MS && at >= last.at) return last.state;
      const state = readState(world, stores);
      last = { at, state };
      state.catch(() => {
        last = null;
      });
      return state;
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
    waiting: async (most) => (await records()).waiting(most),
  };
}

async function readState(world: World, stores: () => Promise<Stores>): Promise<DeskState> {
  const { clock, config } = world;
  const health = await askDaemon(config);
  const sessionDate = await nextMorningSession(world);
  return {
    checkedAt: clock.now(),
    checks: await runQuickChecks(world),
    daemon: health === null || typeof health.state !== 'string' ? null : daemonHealth(health),
    next: {
      sessionDate,
      begins: startOfMorning(sessionDate, config.runAt, config.timezone),
      deadline: sendDeadline(sessionDate, config.sendDeadline, config.timezone),
    },
    storage: await readDeskStorage(world, stores),
  };
}

/** Another version of the daemon may leave a value out. */
function daemonHealth(health: Partial<Health>): DaemonHealth {
  return {
    state: health.state ?? 'unknown',
    why: health.why ?? '',
    morning: health.morning?.state ?? 'unknown',
    isTrouble: health.morning?.isTrouble ?? false,
    nextRunAt: instant(health.nextRunAt),
    backlog: health.backlog ?? 0,
    undelivered: health.undelivered ?? 0,
    version: health.version ?? 'unknown',
  };
}

function instant(text: string | null | undefined): Date | null {
  return text == null || Number.isNaN(Date.parse(text)) ? null : new Date(text);
}
