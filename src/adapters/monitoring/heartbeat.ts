import { request } from 'undici';
import type { Heartbeat, Log } from '../../ports/runtime.ts';

const TIMEOUT_MS = 10_000;
const PATHS = { start: '/start', success: '', fail: '/fail' } as const;

/**
 * Pings a URL by the convention of healthchecks.io: `/start`, the URL itself on success, `/fail`. The URL is
 * a secret, so log lines do not contain it. Without a URL, `ping` does nothing. `ping` never throws.
 */
export function createHeartbeat(url: string | null, log: Log): Heartbeat {
  return {
    async ping(what) {
      if (url === null) return;
      try {
        const { statusCode, body } = await request(withPath(url, PATHS[what]), {
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        await body.dump();
        if (statusCode >= 400) log.warn('the heartbeat was refused', { what, status: statusCode });
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
