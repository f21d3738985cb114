import { execFile } from 'node:child_process';

/** A copy over a slow line may take its time; a line that is dead must not hold the process for ever. */
const LONGEST_MS = 30 * 60_000;

/**
 * Copies the folder of backups elsewhere with rsync, without a shell in between. Nothing is ever deleted there: what
 * happens to this machine must not happen to the copies. Returns what went wrong, or null.
 */
export function mirror(folder: string, target: string): Promise<string | null> {
  const args = ['-a', '--exclude=.work-*', '--', `${folder}/`, target];
  return new Promise((resolve) => {
    execFile('rsync', args, { timeout: LONGEST_MS }, (error, _, stderr) => {
      if (error === null) return resolve(null);
      if (error.code === 'ENOENT') return resolve('rsync is not installed');
      const said = stderr.trim().split('\n').at(-1);
      resolve(said || (error.killed ? 'it took more than 30 minutes' : `rsync ended with ${error.code}`));
    });
  });
}
