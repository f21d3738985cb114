import { type LastStep, lastStep } from '../adapters/database/lastRun.ts';
import { type Health, type HealthServer, startHealthServer } from '../adapters/web/health/healthServer.ts';
import type { Config } from '../config.ts';
import type { Watch } from '../pipeline/daemon/watch.ts';
import { outcomeOf } from '../pipeline/outcome.ts';
import type { Log } from '../ports/runtime.ts';
import { codeVersion } from './codeVersion.ts';
import { lastBackupAt } from './dailyBackup.ts';
import type { Stores, World } from './world.ts';

/** A daemon that has not woken up for so long is not alive, whatever its process says. */
const LONGEST_SILENCE_MS = 300_000;

export interface HealthReader {
  /** Takes note of what the store says, at each wake-up. */
  look(stores: Stores): Promise<void>;
  watches(watch: Watch): void;
  read(): Promise<Health>;
}

/** How the daemon is, as its last wake-up found it: asking costs the database nothing. */
export function createHealth(world: World): HealthReader {
  let watch: Watch | null = null;
  let lastRun: Health['lastRun'] = null;
  return {
    async look(stores) {
      const step = lastStep(stores.database);
      lastRun = step && {
        sessionDate: step.sessionDate,
        at: step.at,
        outcome: await outcomeAt(stores, step),
      };
    },
    watches: (watched) => {
      watch = watched;
    },
    async read() {
      const status = watch?.status();
      const silentMs = world.clock.now().getTime() - (status?.wokenAt?.getTime() ?? 0);
      const problem = status?.databaseProblem ?? null;
      const isUp = status !== undefined && status.state !== 'starting' && status.state !== 'stopped';
      return {
        live: silentMs < LONGEST_SILENCE_MS,
        ready: isUp && problem === null,
        version: codeVersion,
        state: status?.state ?? 'starting',
        why: status?.why ?? '',
        database: { writable: isUp && problem === null, problem },
        lastRun,
        nextRunAt: status?.nextRunAt?.toISOString() ?? null,
        backlog: status?.backlog ?? 0,
        leaseHolder: status?.holder ?? null,
        lastBackupAt: (await lastBackupAt(world).catch(() => null))?.toISOString() ?? null,
      };
    },
  };
}

/** A port that is taken, by another daemon on this host for one, must not keep mornings from running. */
export async function listen(
  { healthPort: port, healthHost: host }: Config,
  health: HealthReader,
  log: Log,
): Promise<HealthServer | null> {
  if (port === null) return null;
  try {
    const server = await startHealthServer(() => health.read(), { host, port });
    log.info('answering /health', { host, port: server.port });
    return server;
  } catch (error) {
    log.warn('/health cannot be answered: HEALTH_PORT is taken or not ours', {
      host,
      port,
      problem: error instanceof Error ? error.message : String(error),
    });
    return null;
  }
}

async function outcomeAt({ outbox }: Stores, { sessionDate, step, status }: LastStep): Promise<string> {
  if (status === 'failed') return `failed at ${step}`;
  return step === 'send'
    ? outcomeOf(await outbox.entries(sessionDate, 'morning'))
    : `under way after ${step}`;
}
