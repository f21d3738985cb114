import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { cleanLine } from '../../../../domain/text/outsideText.ts';

/** A program of Postgres ended with an error. Its text has no password. */
export class ProgramFailed extends Error {}

export interface ProgramRun {
  readonly program: string;
  readonly args: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** Called with each line of standard error. */
  readonly onLine: (line: string) => void;
}

/**
 * Runs a program without a shell until it ends.
 * @throws ProgramFailed with the error that it reported, or the signal that ended it.
 */
export async function runProgram({ program, args, variables, onLine }: ProgramRun): Promise<void> {
  const child = spawn(program, args, { env: variables, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<{ readonly code: number | null; readonly signal: string | null }>(
    (resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve({ code, signal }));
    },
  );
  // The error of a program that cannot be started is thrown below.
  ended.catch(() => undefined);
  let problem = '';
  for await (const line of createInterface({ input: child.stderr })) {
    if (/\berror:|\bfatal:/i.test(line) || problem === '') problem = line;
    onLine(line);
  }
  const { code, signal } = await ended;
  if (code !== 0)
    throw new ProgramFailed(withoutSecret(problem, variables['PGPASSWORD']) || `ended by ${signal ?? code}`);
}

function withoutSecret(text: string, secret: string | undefined): string {
  return cleanLine(secret ? text.replaceAll(secret, '***') : text);
}
