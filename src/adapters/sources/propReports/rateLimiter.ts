import { setTimeout as sleepFor } from 'node:timers/promises';

export interface RateLimitOptions {
  /** Requests allowed in any window of `windowMs`. */
  readonly requests?: number;
  readonly windowMs?: number;
  /** A monotonic clock in milliseconds. */
  readonly now?: () => number;
  readonly sleep?: (ms: number) => Promise<unknown>;
}

/** Keeps requests within the server's limit; it delays a request only when the limit is reached. */
export interface RateLimiter {
  /** Runs the request as soon as the limit allows, in the order of the calls. */
  run<T>(request: () => Promise<T>): Promise<T>;
  /** Sends no request for a whole window; call it when the server reports that the limit was exceeded. */
  pause(): void;
}

interface Slot {
  /** The request counts until this time; infinite while it has no answer. */
  until: number;
}

/**
 * A sliding-window rate limiter that allows bursts. A request counts until one window after its answer
 * begins, because the server has certainly received it by then. Counted from sending, network delays could
 * put 41 requests into one window of the server. Default: the vendor's limit of 40 requests in any 4 seconds.
 */
export function createRateLimiter(options: RateLimitOptions = {}): RateLimiter {
  const { requests = 40, windowMs = 4_000, now = () => performance.now(), sleep = sleepFor } = options;
  let slots: Slot[] = [];
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let queue: Promise<unknown> = Promise.resolve();
  let wake: (() => void) | null = null;

  async function takeSlot(): Promise<Slot> {
    for (let wait = waitMs(); wait > 0; wait = waitMs())
      await (wait === Infinity ? nextAnswer() : sleep(wait));
    const slot = { until: Number.POSITIVE_INFINITY };
    slots.push(slot);
    return slot;
  }

  function waitMs(): number {
    slots = slots.filter((slot) => slot.until > now());
    const forFreeSlot = slots.length < requests ? 0 : Math.min(...slots.map((slot) => slot.until)) - now();
    return Math.max(forFreeSlot, pausedUntil - now());
  }

  function nextAnswer(): Promise<void> {
    return new Promise((resolve) => {
      wake = resolve;
    });
  }

  return {
    async run(request) {
      const admitted = queue.then(takeSlot);
      queue = admitted;
      const slot = await admitted;
      try {
        return await request();
      } finally {
        slot.until = now() + windowMs;
        wake?.();
      }
    },
    pause() {
      pausedUntil = now() + windowMs;
    },
  };
}

/** For servers without a limit. */
export const unlimited: RateLimiter = { run: (request) => request(), pause: () => {} };
