import type { Clock, Repeater } from '../../ports/runtime.ts';
import type { FillBatch, FillSource } from '../../ports/source.ts';
import { SourceError } from '../../shared/errors.ts';

export interface TimeLimitPorts {
  readonly clock: Clock;
  readonly repeater: Repeater;
}

/** How often the clock is read: a suspended host must not make the limit late. */
const LOOK_EVERY_MS = 1_000;

/**
 * Calls `work` with a source that fails at an instant, whatever the server does by then: a server that never
 * answers, sends a byte now and then, or always has one more page. The next try begins with a new connection.
 * @param stop ends the work earlier, with its reason, within a second.
 * @throws SourceError `source_timeout`, retryable, at the instant; whatever the work throws.
 */
export async function fetchWithin<T>(
  { clock, repeater }: TimeLimitPorts,
  source: FillSource,
  until: Date,
  work: (source: FillSource) => Promise<T>,
  stop?: AbortSignal,
): Promise<T> {
  const limit = new AbortController();
  const look = repeater.every(LOOK_EVERY_MS, async () => {
    if (limit.signal.aborted) return;
    if (stop?.aborted) limit.abort(stop.reason);
    else if (clock.now() >= until) limit.abort(tookTooLong(source, until));
  });
  try {
    return await work(withSignal(source, limit.signal));
  } catch (error) {
    // The adapter reports the request that was aborted. What matters is that the time was over.
    throw limit.signal.aborted ? limit.signal.reason : error;
  } finally {
    look.stop();
  }
}

/** The source, whose answers are awaited only until the signal is aborted, even if it ignores the signal. */
function withSignal(source: FillSource, signal: AbortSignal): FillSource {
  return {
    name: source.name,
    accounts: () => orAborted(source.accounts(signal), signal),
    totals: (accounts, from, to) => orAborted(source.totals(accounts, from, to, signal), signal),
    fills: (from, to) => batchesUntil(source.fills(from, to, signal), signal),
    close: () => source.close(),
  };
}

async function* batchesUntil(
  batches: AsyncIterable<FillBatch>,
  signal: AbortSignal,
): AsyncGenerator<FillBatch> {
  const iterator = batches[Symbol.asyncIterator]();
  for (;;) {
    const next = await orAborted(iterator.next(), signal);
    if (next.done === true) return;
    yield next.value;
  }
}

/** The result of the request, or the signal's reason once it is aborted. */
async function orAborted<T>(request: Promise<T>, signal: AbortSignal): Promise<T> {
  // Once the signal has won, no caller awaits the request.
  request.catch(() => undefined);
  signal.throwIfAborted();
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([request, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function tookTooLong({ name }: FillSource, until: Date): SourceError {
  return new SourceError(
    'source_timeout',
    `Source ${name} · found no complete answer by ${until.toISOString()} · expected all fills and totals by then`,
    {
      hint: 'The server answers too slowly or never ends: call the vendor. Daybreak tries again by itself until SEND_DEADLINE.',
      retryable: true,
    },
  );
}
