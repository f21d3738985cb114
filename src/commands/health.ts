import { statfsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { type StoreFigures, storeFigures } from '../adapters/database/store/deskFigures.ts';
import { type LastStep, lastStep } from '../adapters/database/store/lastRun.ts';
import type { Health } from '../adapters/web/health/health.ts';
import type { DaemonLoop } from '../pipeline/daemon/daemonLoop.ts';
import { isTrouble } from '../pipeline/daemon/morningState.ts';
import { outcomeOf } from '../pipeline/outcome.ts';
import { codeVersion } from './codeVersion.ts';
import { lastBackupAt } from './dailyBackup.ts';
import { placeOf } from './deskDatabase.ts';
import type { Stores, World } from './world.ts';

/** A daemon that has not woken up for this long is not live, even if its process runs. */
const LONGEST_SILENCE_MS = 300_000;

export interface HealthReader {
  /** Reads the last run from the store, at each wake-up. */
  look(stores: Stores): Promise<void>;
  /** Sets the daemon whose status is reported. */
  reportOn(daemon: Pick<DaemonLoop, 'status'>): void;
  /** Sets where to ask whether the web server listens; until then there is none. */
  reportWeb(isUp: () => boolean | null): void;
  read(): Promise<Health>;
}

/** The health of the daemon as its last wake-up found it. Reading it does not use the database. */
export function createHealth(world: World): HealthReader {
  let daemon: Pick<DaemonLoop, 'status'> | null = null;
  let isWebUp: () => boolean | null = () => null;
  let lastRun: Health['lastRun'] = null;
  let stored = NOT_READ;
  let databaseBytes: number | null = null;
  const startedAt = world.clock.now().toISOString();
  const { dbPath } = world.config;
  // /health asks for no password, so it must not show where the files are.
  const place = placeOf(world.config);
  const unplaced = (text: string) => text.replaceAll(place, basename(place));
  return {
    async look(stores) {
      const step = await lastStep(stores.database);
      const run = step && {
        sessionDate: step.sessionDate,
        at: step.at,
        outcome: await outcomeAt(stores, step),
      };
      stored = await storeFigures(stores.database);
      databaseBytes = await stores.database.bytes();
      lastRun = run;
    },
    reportOn: (started) => {
      daemon = started;
    },
    reportWeb: (isUp) => {
      isWebUp = isUp;
    },
    async read() {
      const status = daemon?.status();
      const silentMs = world.clock.now().getTime() - (status?.wokenAt?.getTime() ?? 0);
      const databaseProblem = status?.databaseProblem ?? null;
      const problem = databaseProblem === null ? null : unplaced(databaseProblem);
      const morning = status?.morning ?? 'unknown';
      const isUp = status !== undefined && status.state !== 'starting' && status.state !== 'stopped';
      return {
        live: silentMs < LONGEST_SILENCE_MS,
        ready: isUp && problem === null,
        version: codeVersion,
        state: status?.state ?? 'starting',
        why: unplaced(status?.why ?? ''),
        morning: { state: morning, isTrouble: isTrouble(morning) },
        database: { writable: isUp && problem === null, problem },
        lastRun,
        nextRunAt: status?.nextRunAt?.toISOString() ?? null,
        backlog: status?.backlog ?? 0,
        undelivered: status?.undelivered ?? 0,
        leaseHolder: status?.holder ?? null,
        lastBackupAt: (await lastBackupAt(world).catch(() => null))?.toISOString() ?? null,
        figures: {
          ...stored,
          databaseBytes,
          diskFreeBytes: diskFreeBytes(dirname(dbPath)),
          isWebUp: isWebUp(),
          startedAt,
          residentBytes: process.memoryUsage.rss(),
        },
      };
    },
  };
}

const NOT_READ: StoreFigures = { decided: null, steps: [], newestSession: null, lastImportAt: null };

/** Null where the folder is not there. */
function diskFreeBytes(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

async function outcomeAt({ outbox }: Stores, { sessionDate, step, status }: LastStep): Promise<string> {
  if (status === 'failed') return `failed at ${step}`;
  return step === 'send'
    ? outcomeOf(await outbox.entries(sessionDate, 'morning'))
    : `under way after ${step}`;
}
