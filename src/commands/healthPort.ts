import { type HealthServer, startHealthServer } from '../adapters/web/health/healthServer.ts';
import type { Config } from '../config/config.ts';
import type { Log } from '../ports/runtime.ts';
import type { HealthReader } from './health.ts';

export interface HealthPort {
  /** Listens, unless it listens already or HEALTH_PORT is not set. Never throws. */
  open(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Answers `/health` for a daemon. A port that is in use must not stop mornings from running, so each wake-up
 * tries again: another daemon on this host may use the port until it ends.
 */
export function createHealthPort(
  { healthPort: port, healthHost: host }: Pick<Config, 'healthPort' | 'healthHost'>,
  health: Pick<HealthReader, 'read'>,
  log: Log,
): HealthPort {
  let server: HealthServer | null = null;
  let opening: Promise<void> | null = null;
  let isRefused = false;

  async function listen(wanted: number): Promise<void> {
    try {
      server = await startHealthServer(() => health.read(), { host, port: wanted });
      log.info('answering /health', { host, port: server.port });
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      const details = { host, port: wanted, problem };
      if (!isRefused)
        log.warn(
          '/health cannot be answered yet: HEALTH_PORT is taken or not ours; it is tried again',
          details,
        );
      isRefused = true;
    }
  }

  return {
    async open() {
      if (port === null || server !== null) return;
      opening ??= listen(port).finally(() => {
        opening = null;
      });
      await opening;
    },
    async close() {
      await opening;
      await server?.close();
    },
  };
}
