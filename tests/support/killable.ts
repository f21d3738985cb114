import { spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';
import type { CliResult } from './cli.ts';
import { compiledProgram } from './program.ts';

export interface KillableCli {
  /** Ends the process at once, as a power cut would. */
  kill(): void;
  readonly ended: Promise<CliResult & { readonly killed: boolean }>;
}

/** Runs the product as a process that a test can kill, at any time or as soon as it logs some words. */
export function killableCli(
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
  cwd: string,
  killAt?: string,
): KillableCli {
  const child = spawn(process.execPath, [compiledProgram(), ...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    if (killAt !== undefined && stderr.includes(killAt)) child.kill('SIGKILL');
  });
  const ended = new Promise<CliResult & { killed: boolean }>((resolve) => {
    child.on('close', (code, signal) =>
      resolve({ exitCode: code ?? 1, stdout, stderr, killed: signal === 'SIGKILL' }),
    );
  });
  return { kill: () => void child.kill('SIGKILL'), ended };
}
