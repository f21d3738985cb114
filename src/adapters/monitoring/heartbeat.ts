import { request } from 'undici';
import type { Heartbeat, Log } from '../../ports/runtime.ts';

const PATIENCE_MS = 10_000;
const PATHS = { start: '/start', success: '', fail: '/fail' } as const;

/**
 * Pings a URL by the convention of healthchecks.io: `/start`, plain, `/fail`. The address is a secret, so that no line
 * names it. Without one nothing is pinged.
 */
export function createHeartbeat(url: string | null, log: Log): Heartbeat {
  return {
    async ping(what) {
      if (url === null) return;
      try {
        const { statusCode, body } = await request(withPath(url, PATHS[what]), {
          signal: AbortSignal.timeout(PATIENCE_MS),
        });
        await body.dump();
        if (statusCode >= 400) log.warn('the heartbeat was not taken', { what, status: statusCode });
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : (error as Error).name;
        log.warn('the heartbeat could not be sent', { what, code });
      }
    },
  };
}

function withPath(url: string, path: string): URL {
  const address = new URL(url);
  address.pathname = `${address.pathname.replace(/\/$/, '')}${path}`;
  return address;
}
