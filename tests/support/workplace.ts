import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cli } from './cli.ts';
import { temporaryFolder } from './stores.ts';

/**
 * A folder for one test, and the product run inside it.
 * @param command `residentCli` where all commands of a test file may share a process.
 */
export function workplace(folder = temporaryFolder(), command: typeof cli = cli) {
  const run = (...args: string[]) => command(args, {}, folder);
  return {
    folder,
    run,
    /** Writes a file of lines; creates the folders in its name. */
    write(name: string, ...lines: string[]): string {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
      return name;
    },
    /** The command's JSON document. */
    json: async (...args: string[]) => JSON.parse((await run(...args, '--json')).stdout),
  };
}
