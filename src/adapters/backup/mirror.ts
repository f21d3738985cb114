import { execFile } from 'node:child_process';

/** Long enough for a slow connection; a dead connection must not block the process forever. */
const LONGEST_MS = 30 * 60_000;

/**
 * Copies the folder of backups to `target` with rsync, without a shell. It never deletes files at the target,
 * so that damage on this machine does not spread to the copies. Returns a description of the error, or null.
 */
export function mirror(folder: string, target: string): Promise<string | null> {
  const args = ['-a', '--exclude=.work-*', '--', `${folder}/`, target];
  return new Promise((resolve) => {
    execFile('rsync', args, { timeout: LONGEST_MS }, (error, _, stderr) => {
      if (error === null) return resolve(null);
      if (error.code === 'ENOENT') return resolve('rsync is not installed');
      const lastLine = stderr.trim().split('\n').at(-1);
      resolve(lastLine || (error.killed ? 'it took more than 30 minutes' : `rsync ended with ${error.code}`));
    });
  });
}
