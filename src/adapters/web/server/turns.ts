import { setImmediate } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { callerOf } from './caller.ts';
import { WebError } from './webError.ts';

/** Costly requests of one key that run or wait: as many tabs of a browser are all answered. */
const MOST_OF_ONE_KEY = 10;

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Does costly work of a request when its turn comes. Reading and drawing a large page holds the process
     * for tenths of a second, so such work is done one after the other, and other requests are answered in
     * between.
     * @throws WebError `too_many_requests` where the key already has ten such requests.
     */
    inTurn<T>(request: Pick<FastifyRequest, 'caller'>, work: () => Promise<T>): Promise<T>;
  }
}

/** Gives the server `inTurn`. Register it before the routes. */
export function addTurns(server: FastifyInstance): void {
  const open = new Map<string, number>();
  let last: Promise<unknown> = Promise.resolve();
  server.decorate('inTurn', async (request, work) => {
    const { keyId } = callerOf(request);
    const before = open.get(keyId) ?? 0;
    if (before >= MOST_OF_ONE_KEY) throw tooManyAtOnce();
    open.set(keyId, before + 1);
    // An immediate runs after the requests that have arrived meanwhile.
    const own = last.then(() => setImmediate()).then(work);
    last = own.catch(() => undefined);
    try {
      return await own;
    } finally {
      leave(open, keyId);
    }
  });
}

function leave(open: Map<string, number>, keyId: string): void {
  const left = (open.get(keyId) ?? 0) - 1;
  if (left > 0) open.set(keyId, left);
  else open.delete(keyId);
}

function tooManyAtOnce(): WebError {
  return new WebError(
    'too_many_requests',
    `More than ${MOST_OF_ONE_KEY} costly requests of this key came at the same time.`,
    { hint: 'Wait for the answers before you send more.', retryAfter: 1 },
  );
}
