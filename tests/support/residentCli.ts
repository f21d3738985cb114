import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { CliResult, cli } from './cli.ts';
import { compiledProgram } from './program.ts';

/** Both streams of the process end the output of each command with it. */
const END_OF_OUTPUT = '<<end of output>>';

let resident: Resident | null = null;
let last: Promise<unknown> = Promise.resolve();

afterAll(async () => {
  await resident?.end();
  resident = null;
});

/**
 * Runs the product as `cli` does, in one process for all commands of a test file: it loads the program once,
 * and a command then takes a tenth of the time. For tests of what commands do, not of how a process starts
 * and ends.
 */
export const residentCli: typeof cli = (args, settings, cwd = process.cwd()) => {
  const result = last.then(() => {
    resident ??= new Resident();
    return resident.run({ args, settings: { PATH: process.env['PATH'] ?? '', ...settings }, cwd });
  });
  last = result.catch(() => undefined);
  return result;
};

interface Command {
  readonly args: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
  readonly cwd: string;
}

class Resident {
  readonly #child: ChildProcess = spawn(
    process.execPath,
    [join(import.meta.dirname, 'residentProgram.mjs'), compiledProgram(), END_OF_OUTPUT],
    { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env: { PATH: process.env['PATH'] ?? '' } },
  );

  readonly #died = once(this.#child, 'exit').then(([code, signal]): never => {
    throw new Error(`the process of the commands ended: ${code ?? signal}`);
  });

  constructor() {
    // Where no command waits, the end is expected.
    this.#died.catch(() => undefined);
  }

  async run(command: Command): Promise<CliResult> {
    const ended = once(this.#child, 'message');
    const stdout = outputOf(this.#child.stdout);
    const stderr = outputOf(this.#child.stderr);
    this.#child.send(command);
    const [[{ exitCode }], out, err] = await Promise.race([Promise.all([ended, stdout, stderr]), this.#died]);
    return { exitCode, stdout: out, stderr: err };
  }

  async end(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    await this.#died.catch(() => undefined);
  }
}

/** What a stream prints until the end of the command. */
function outputOf(stream: NodeJS.ReadableStream | null): Promise<string> {
  return new Promise((resolve) => {
    let output = '';
    const take = (chunk: string) => {
      output += chunk;
      if (!output.endsWith(END_OF_OUTPUT)) return;
      stream?.off('data', take);
      resolve(output.slice(0, -END_OF_OUTPUT.length));
    };
    stream?.setEncoding('utf8').on('data', take);
  });
}
