import { spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';
import type { CliResult } from './cli.ts';
import { compiledProgram } from './program.ts';

export interface KillableCli {
  /** Ends the process at once, as a power cut would. */
  kill(): void;
  /** Asks it to end, with SIGTERM. */
  terminate(): void;
  /** Resolves once it has logged these words, or has ended. */
  logged(words: string): Promise<void>;
  readonly ended: Promise<CliResult & { readonly killed: boolean }>;
}

/** What to do, once, as soon as the process logs some words. */
export interface LogTrigger {
  readonly words: string;
  readonly act: () => void;
}

/** Runs the product as a process that a test can kill, at any time or as soon as it logs some words. */
export function killableCli(
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
  cwd: string,
  killAt?: string,
  trigger?: LogTrigger,
): KillableCli {
  const child = spawn(process.execPath, [compiledProgram(), ...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  let waiting: LogTrigger[] = [];
  if (killAt !== undefined) waiting.push({ words: killAt, act: () => void child.kill('SIGKILL') });
  if (trigger !== undefined) waiting.push(trigger);
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    const due = waiting.filter(({ words }) => stderr.includes(words));
    waiting = waiting.filter((each) => !due.includes(each));
    for (const { act } of due) act();
  });
  const ended = new Promise<CliResult & { killed: boolean }>((resolve) => {
    child.on('close', (code, signal) =>
      resolve({ exitCode: code ?? 1, stdout, stderr, killed: signal === 'SIGKILL' }),
    );
  });
  return {
    kill: () => void child.kill('SIGKILL'),
    terminate: () => void child.kill('SIGTERM'),
    logged: (words) =>
      Promise.race([
        ended.then(() => undefined),
        new Promise<void>((resolve) => {
          if (stderr.includes(words)) resolve();
          else waiting.push({ words, act: resolve });
        }),
      ]),
    ended,
  };
}
