import { spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { compiledProgram } from './program.ts';

export interface RunningDaemon {
  /** Resolves once the process has logged these words; rejects when it ends without them. */
  waitForLog(words: string): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  output(): string;
  readonly ended: Promise<{ readonly exitCode: number | null; readonly signal: NodeJS.Signals | null }>;
}

/**
 * Runs the daemon, a worker, or a one-shot morning, as a process with these settings and no others of the
 * developer's. It has no web server unless WEB_PORT is given: tests run next to each other.
 */
export function runningDaemon(
  settings: Readonly<Record<string, string>>,
  cwd: string,
  command: 'start' | 'morning' | 'worker' = 'start',
): RunningDaemon {
  const child = spawn(process.execPath, [compiledProgram(), command], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', WEB_PORT: '0', ...settings },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  let listeners: (() => void)[] = [];
  const notifyListeners = () => {
    for (const listener of listeners) listener();
  };
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    notifyListeners();
  });
  let isOver = false;
  const ended = new Promise<{ exitCode: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.on('close', (exitCode, signal) => {
      isOver = true;
      notifyListeners();
      resolve({ exitCode, signal });
    });
  });
  return {
    ended,
    output: () => output,
    signal: (signal) => void child.kill(signal),
    waitForLog: (words) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (output.includes(words)) resolve();
          else if (isOver) reject(new Error(`it ended without logging "${words}":\n${output}`));
          else return;
          listeners = listeners.filter((each) => each !== look);
        };
        listeners.push(look);
        look();
      }),
  };
}
