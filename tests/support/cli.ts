import { execFile } from 'node:child_process';
import { compiledProgram } from './program.ts';

export interface CliResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the product as npm does, with these settings only: none from the developer's environment or `.env`.
 */
export function cli(
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
  cwd?: string,
): Promise<CliResult> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [compiledProgram(), ...args],
      {
        cwd: cwd ?? process.cwd(),
        env: { PATH: process.env['PATH'] ?? '', ...settings },
        maxBuffer: 1 << 26,
      },
      (error, stdout, stderr) => {
        const exitCode = error ? Number(error.code ?? 1) : 0;
        resolve({ exitCode, stdout, stderr });
      },
    );
  });
}
