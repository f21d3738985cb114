import { request } from 'undici';
import type { Health } from '../adapters/web/health/health.ts';
import type { Config } from '../config/config.ts';
import { clockWords } from '../domain/report/noticeView.ts';
import { type CheckResult, green, note, red } from './doctorResult.ts';
import type { World } from './world.ts';

const TIMEOUT_MS = 3_000;

/** Checks that the daemon answers on its health port, and that it reports no problem. */
export async function daemon({ config }: World): Promise<CheckResult> {
  const { healthPort: port } = config;
  if (port === null) return note('HEALTH_PORT is 0', 'Set a port, so that the daemon can be checked.');
  const host = calledHost(config);
  const health = await askDaemon(config);
  if (health === null)
    return note(`no answer on ${host}:${port}`, 'Run `npm start`, unless cron or a timer runs the mornings.');
  if (typeof health.state !== 'string')
    return note(`another program answers on ${host}:${port}`, 'Set another HEALTH_PORT.');
  const nextRun = health.nextRunAt
    ? clockWords(new Date(health.nextRunAt), config.timezone, null)
    : 'unknown';
  const found = `${health.state}: ${health.why}; next run ${nextRun}`;
  if (health.live && health.ready) return morningOf(health, found);
  const todo =
    (health.database?.problem ?? null) === null
      ? 'Read its log, and restart it.'
      : 'Repair the database: see the check above.';
  return red(found, todo);
}

/** A daemon can be healthy while its morning has failed or is late. */
function morningOf({ morning }: Partial<Health>, found: string): CheckResult {
  return morning?.isTrouble
    ? red(`${found}; today's morning: ${morning.state}`, 'See the last run below, and the log.')
    : green(found);
}

/** What the daemon reports on its health port; null: HEALTH_PORT is 0, or nothing answers there. */
export async function askDaemon(
  config: Pick<Config, 'healthPort' | 'healthHost'>,
): Promise<Partial<Health> | null> {
  if (config.healthPort === null) return null;
  const host = calledHost(config);
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${config.healthPort}/health`;
  try {
    const { body } = await request(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return (await body.json()) as Health;
  } catch {
    return null;
  }
}

/** 0.0.0.0 and :: mean every address. They cannot be called, so use the loopback address. */
function calledHost({ healthHost }: Pick<Config, 'healthHost'>): string {
  return ['0.0.0.0', '::'].includes(healthHost) ? '127.0.0.1' : healthHost;
}
