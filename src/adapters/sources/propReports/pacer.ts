import { setTimeout as sleepFor } from 'node:timers/promises';

export interface PacingOptions {
  /** Requests allowed in any window. */
  readonly requests?: number;
  readonly windowMs?: number;
  /** Milliseconds on a clock that only goes forward. */
  readonly now?: () => number;
  readonly sleep?: (ms: number) => Promise<unknown>;
}

/** Keeps to the server's request limit without ever waiting below it. */
export interface Pacer {
  /** Runs the request when there is room, first come first served. */
  pace<T>(request: () => Promise<T>): Promise<T>;
  /** The server says that it was too fast: nothing goes out for a whole window. */
  holdOff(): void;
}

interface Slot {
  /** Until when the request counts; unknown while it is unanswered. */
  until: number;
}

/**
 * Sliding window, bursts allowed. A request counts until a window after its answer has begun: only then is it certain
 * that the server has seen it, so that delays on the way can never squeeze 41 requests into the server's own window.
 * Default: the vendor's 40 requests in any 4 seconds.
 */
export function createPacer(options: PacingOptions = {}): Pacer {
  const { requests = 40, windowMs = 4_000, now = () => performance.now(), sleep = sleepFor } = options;
  let slots: Slot[] = [];
  let heldUntil = Number.NEGATIVE_INFINITY;
  let queue: Promise<unknown> = Promise.resolve();
  let wake: (() => void) | null = null;

  async function admit(): Promise<Slot> {
    for (let wait = waitMs(); wait > 0; wait = waitMs())
      await (wait === Infinity ? nextAnswer() : sleep(wait));
    const slot = { until: Number.POSITIVE_INFINITY };
    slots.push(slot);
    return slot;
  }

  function waitMs(): number {
    slots = slots.filter((slot) => slot.until > now());
    const forRoom = slots.length < requests ? 0 : Math.min(...slots.map((slot) => slot.until)) - now();
    return Math.max(forRoom, heldUntil - now());
  }

  function nextAnswer(): Promise<void> {
    return new Promise((resolve) => {
      wake = resolve;
    });
  }

  return {
    async pace(request) {
      const admitted = queue.then(admit);
      queue = admitted;
      const slot = await admitted;
      try {
        return await request();
      } finally {
        slot.until = now() + windowMs;
        wake?.();
      }
    },
    holdOff() {
      heldUntil = now() + windowMs;
    },
  };
}

/** For servers without a limit. */
export const unpaced: Pacer = { pace: (request) => request(), holdOff: () => {} };
