import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CliResult } from './cli.ts';
import { compiledProgram } from './program.ts';

/** Runs the product with a umask of 000, under which new files are readable by every user. */
export function runWithOpenUmask(folder: string, ...args: string[]): Promise<CliResult> {
  const words = [process.execPath, compiledProgram(), ...args];
  return new Promise((resolve) => {
    execFile(
      '/bin/sh',
      ['-c', 'umask 000; exec "$@"', 'sh', ...words],
      { cwd: folder, env: { PATH: process.env['PATH'] ?? '' }, maxBuffer: 1 << 26 },
      (error, stdout, stderr) => resolve({ exitCode: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    );
  });
}

/** Files and folders that other users may read, write or enter, with their modes. */
export function openToOthers(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => [name, statSync(join(folder, name)).mode & 0o777] as const)
    .filter(([, mode]) => (mode & 0o077) !== 0)
    .map(([name, mode]) => `${name} ${mode.toString(8)}`);
}
