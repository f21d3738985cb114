import { request } from 'undici';
import type { Health } from '../adapters/web/health/health.ts';
import { clockWords } from '../domain/report/viewNotice.ts';
import { type CheckResult, green, note, red } from './doctorResult.ts';
import type { World } from './world.ts';

const PATIENCE_MS = 3_000;

/** Whether the daemon answers, and what it says of itself. */
export async function daemon({ config }: World): Promise<CheckResult> {
  const { healthPort: port } = config;
  if (port === null) return note('HEALTH_PORT is 0', 'Give it a port, so that the daemon can be asked.');
  // An address that stands for all of them is none to call.
  const host = ['0.0.0.0', '::'].includes(config.healthHost) ? '127.0.0.1' : config.healthHost;
  const health = await ask(`http://${host.includes(':') ? `[${host}]` : host}:${port}/health`);
  if (health === null)
    return note(`none answers on ${host}:${port}`, '`npm start`, unless cron or a timer runs the mornings.');
  if (typeof health.state !== 'string')
    return note(`${host}:${port} is answered by something else`, 'Set another HEALTH_PORT.');
  const nextRun = health.nextRunAt
    ? clockWords(new Date(health.nextRunAt), config.timezone, null)
    : 'unknown';
  const found = `${health.state}: ${health.why}; next run ${nextRun}`;
  if (health.live && health.ready) return morningOf(health, found);
  const todo =
    (health.database?.problem ?? null) === null
      ? 'See its log, and start it again.'
      : 'Put the database right: see above.';
  return red(found, todo);
}

/** A daemon that is well itself may have a morning that is not. */
function morningOf({ morning }: Partial<Health>, found: string): CheckResult {
  return morning?.isTrouble
    ? red(`${found}; today's morning: ${morning.state}`, 'See the last run below, and its log.')
    : green(found);
}

async function ask(url: string): Promise<Partial<Health> | null> {
  try {
    const { body } = await request(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return (await body.json()) as Health;
  } catch {
    return null;
  }
}
