import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'undici';

/** Clients that ask at fixed times, as browsers that refresh a page do. */
export interface SteadyLoad {
  readonly origin: string;
  /** Taken in turn. */
  readonly requests: readonly { readonly path: string; readonly headers: Readonly<Record<string, string>> }[];
  /** Each has a connection of its own. */
  readonly clients: number;
  /** Requests a second of all clients together. */
  readonly perSecond: number;
}

/** Begins a load. @returns a function that ends it, and returns the time of each answer. */
export function beginLoad(load: SteadyLoad): () => Promise<readonly number[]> {
  const end = new AbortController();
  setMaxListeners(load.clients, end.signal);
  const clients = Promise.all(
    Array.from({ length: load.clients }, (_, at) => askSteadily(load, at, end.signal)),
  );
  // A failure is thrown at the end, after the caller has stopped what it runs meanwhile.
  clients.catch(() => undefined);
  return async () => {
    end.abort();
    return (await clients).flat();
  };
}

/**
 * A late answer delays the next request, and that delay is part of its time: a server that stops for a while
 * cannot hide it.
 */
async function askSteadily(
  { origin, requests, clients, perSecond }: SteadyLoad,
  first: number,
  end: AbortSignal,
): Promise<readonly number[]> {
  const client = new Client(origin);
  const milliseconds: number[] = [];
  const begun = performance.now();
  for (let turn = 0; ; turn += 1) {
    const at = first + turn * clients;
    const due = begun + (1_000 * at) / perSecond;
    await until(due, end);
    if (end.aborted) break;
    const { path, headers } = requests[at % requests.length]!;
    const { statusCode, body } = await client.request({ method: 'GET', path, headers });
    await body.dump({ limit: Number.POSITIVE_INFINITY });
    if (statusCode !== 200) throw new Error(`${path}: status ${statusCode}`);
    milliseconds.push(performance.now() - due);
  }
  await client.close();
  return milliseconds;
}

/** Waits until an instant of `performance.now`, or until the load ends. */
async function until(due: number, signal: AbortSignal): Promise<void> {
  const milliseconds = due - performance.now();
  if (milliseconds > 0) await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
