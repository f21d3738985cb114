/** Returns the time. The pipeline reads the time only here. */
export interface Clock {
  now(): Date;
  /**
   * Resolves after the time has passed, or as soon as the signal is aborted. Check the signal to see which.
   */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Writes one line to the log. Values are written unchanged, so never pass a secret. */
export interface Log {
  debug(message: string, details?: Readonly<Record<string, unknown>>): void;
  info(message: string, details?: Readonly<Record<string, unknown>>): void;
  warn(message: string, details?: Readonly<Record<string, unknown>>): void;
  error(message: string, details?: Readonly<Record<string, unknown>>): void;
}

/** Shows the progress of a long task. `total` is null if the length is not known. */
export interface Progress {
  start(label: string, total: number | null): void;
  advance(by: number): void;
  finish(): void;
}

/** Repeats work at an interval, during other work, until `stop` is called. The work must not throw. */
export interface Repeater {
  every(milliseconds: number, work: () => Promise<void>): { stop(): void };
}

/** Pings an external monitor. Never throws; a failed ping has no effect on the morning. */
export interface Heartbeat {
  ping(what: 'start' | 'success' | 'fail'): Promise<void>;
}
