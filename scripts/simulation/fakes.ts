import type { Clock, Log, Progress, Repeater } from '../../src/ports/runtime.ts';

export const noProgress: Progress = {
  start: () => undefined,
  advance: () => undefined,
  finish: () => undefined,
};

/** A log that keeps its lines for a test. */
export function recordingLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const line = (level: string) => (message: string, details?: Readonly<Record<string, unknown>>) => {
    lines.push(`${level} ${message} ${JSON.stringify(details ?? {})}`);
  };
  return { lines, debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
}

/** A clock that advances only by `wait`, which returns at once and is recorded. */
export function fakeClock(start: string): Clock & { readonly waits: number[]; set(instant: string): void } {
  let now = Date.parse(start);
  const waits: number[] = [];
  return {
    waits,
    now: () => new Date(now),
    set: (instant) => {
      now = Date.parse(instant);
    },
    wait: async (milliseconds) => {
      waits.push(milliseconds);
      now += milliseconds;
    },
  };
}

/** A timer that a test fires. */
export function manualRepeater(): Repeater & { fire(): Promise<void>; readonly running: number } {
  const works = new Set<() => Promise<void>>();
  return {
    every: (_, work) => {
      works.add(work);
      return { stop: () => works.delete(work) };
    },
    fire: async () => {
      for (const work of works) await work();
    },
    get running() {
      return works.size;
    },
  };
}
