import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** A process of the product. */
export interface Program {
  /** Resolves once it has logged these words. @throws Error where it ends without them. */
  hasLogged(words: string): Promise<void>;
  kill(): void;
  readonly ended: Promise<{ readonly exitCode: number | null; readonly output: string }>;
}

/** Runs a command of the product with these settings only. */
export function startProgram(
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
  folder: string,
): Program {
  const root = join(import.meta.dirname, '../..');
  const [loader, main] = [join(root, 'node_modules/tsx/dist/loader.mjs'), join(root, 'src/main.ts')];
  const child = spawn(process.execPath, ['--import', loader, main, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', ...settings },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  const ended = new Promise<{ exitCode: number | null; output: string }>((resolve) => {
    child.once('close', (exitCode) => resolve({ exitCode, output }));
  });
  child.stderr.on('data', (bytes: Buffer) => {
    output += bytes.toString();
  });
  return {
    ended,
    kill: () => void child.kill('SIGKILL'),
    hasLogged: async (words) => {
      const logged = new Promise<void>((resolve) => {
        const look = () => void (output.includes(words) && resolve());
        child.stderr.on('data', look);
        look();
      });
      await Promise.race([logged, ended]);
      if (!output.includes(words)) throw new Error(`it ended without logging "${words}":\n${output}`);
    },
  };
}
