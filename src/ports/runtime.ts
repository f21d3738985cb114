/** Tells the time; the only way the pipeline learns it. */
export interface Clock {
  now(): Date;
  /** Comes true after that long, or as soon as the signal is aborted: whoever wants to know which asks the signal. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Takes one line of what happened. Values are shown as they are, so never hand it a secret. */
export interface Log {
  debug(message: string, details?: Readonly<Record<string, unknown>>): void;
  info(message: string, details?: Readonly<Record<string, unknown>>): void;
  warn(message: string, details?: Readonly<Record<string, unknown>>): void;
  error(message: string, details?: Readonly<Record<string, unknown>>): void;
}

/** Shows how far a long task has come; a task of unknown length reports a total of null. */
export interface Progress {
  start(label: string, total: number | null): void;
  advance(by: number): void;
  finish(): void;
}

/** Does something every so often beside other work, until it is told to stop. What it does must not throw. */
export interface Repeater {
  every(milliseconds: number, work: () => Promise<void>): { stop(): void };
}

/** Tells a watcher elsewhere that the daemon lives; never throws, and a ping that fails changes nothing. */
export interface Heartbeat {
  ping(what: 'start' | 'success' | 'fail'): Promise<void>;
}
