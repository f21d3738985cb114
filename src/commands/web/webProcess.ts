import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Config } from '../../config/config.ts';
import type { Log } from '../../ports/runtime.ts';
import { type ChildMessage, childMessage } from './parentProcess.ts';

/** The web server as a child process of the daemon, which it never holds up. */
export interface WebProcess {
  /** Starts it, and again whenever it ends, until `stop`. */
  start(): void;
  /** Whether it listens; null: WEB_PORT is 0. */
  isUp(): boolean | null;
  stop(): Promise<void>;
}

/** Pauses before a restart. */
export interface Pauses {
  /** The first one; each further one is twice as long. */
  readonly shortestMs: number;
  readonly longestMs: number;
}

const usual: Pauses = { shortestMs: 1_000, longestMs: 30_000 };
/** A child that ran this long did start: the pauses begin with the shortest again. */
const STEADY_MS = 60_000;
const STOP_MS = 10_000;

/** @param launch starts the child with an IPC channel and a pipe for its standard error. */
export function createWebProcess(
  { web }: Pick<Config, 'web'>,
  log: Log,
  launch: () => ChildProcess = launchServe,
  pauses: Pauses = usual,
): WebProcess {
  let child: ChildProcess | null = null;
  let restart: NodeJS.Timeout | null = null;
  let isStopping = false;
  let isListening = false;
  let isRefused = false;
  let pauseMs = pauses.shortestMs;

  function run(): void {
    restart = null;
    const startedAt = performance.now();
    const started = launch();
    child = started;
    started.on('message', (message) => receive(message));
    started.on('error', (error) => log.warn('the web server cannot be started', { problem: error.message }));
    logErrors(started, log, () => isRefused);
    started.on('close', (code, signal) => {
      child = null;
      isListening = false;
      if (isStopping) return;
      if (performance.now() - startedAt > STEADY_MS) pauseMs = pauses.shortestMs;
      if (!isRefused) log.warn('the web server ended, and is started again', { code, signal, pauseMs });
      restart = setTimeout(run, pauseMs);
      pauseMs = Math.min(pauseMs * 2, pauses.longestMs);
    });
  }

  function receive(message: unknown): void {
    const read = childMessage.safeParse(message);
    if (read.success) note(read.data);
  }

  function note(message: ChildMessage): void {
    if (message.kind === 'log') log[message.level](message.message, { process: 'web', ...message.details });
    if (message.kind === 'listening') {
      isListening = true;
      isRefused = false;
    }
    if (message.kind !== 'refused') return;
    if (!isRefused)
      log.warn('the web server cannot listen: WEB_PORT is taken or not ours; it is tried again', {
        problem: message.problem,
      });
    isRefused = true;
  }

  return {
    start() {
      if (web.port !== null && child === null && restart === null && !isStopping) run();
    },
    isUp: () => (web.port === null ? null : isListening),
    async stop() {
      isStopping = true;
      if (restart !== null) clearTimeout(restart);
      if (child !== null) await ended(child);
    },
  };
}

/** Runs this program with the command `serve`, in a process of its own. */
function launchServe(): ChildProcess {
  return fork(process.argv[1] ?? '', ['serve'], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
}

/** What a crash prints. A refused port has been reported, with its reason. */
function logErrors({ stderr }: ChildProcess, log: Log, isKnown: () => boolean): void {
  if (stderr === null) return;
  createInterface({ input: stderr }).on('line', (line) => {
    if (line.trim() !== '' && !isKnown()) log.error('the web server wrote an error', { line });
  });
}

async function ended(child: ChildProcess): Promise<void> {
  const end = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await end;
  clearTimeout(kill);
}
