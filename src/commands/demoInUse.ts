import { readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigurationError } from '../shared/errors.ts';
import { makeFolder } from '../shared/folders.ts';
import { replaceFile } from '../shared/newFile.ts';

/** Marks the demo store as used by this process, so that no other one deletes it. @returns ends the use. */
export function markServed(path: string): () => void {
  requireNotServed(path);
  const mark = markOf(path);
  makeFolder(dirname(path));
  replaceFile(mark, `${process.pid}\n`);
  return () => rmSync(mark, { force: true });
}

/** @throws ConfigurationError `demo_in_use` where another running process serves the demo store. */
export function requireNotServed(path: string): void {
  const server = servedBy(path);
  if (server === null || server === process.pid) return;
  throw new ConfigurationError(
    'demo_in_use',
    `Demo desk ${path} · process ${server} serves it · expected a database that no one uses`,
    { hint: 'Stop `serve --demo`, or set another DB_PATH for this run.' },
  );
}

/** The running process that serves the store; null: none does, or it has ended without removing its mark. */
function servedBy(path: string): number | null {
  try {
    const pid = Number(readFileSync(markOf(path), 'utf8'));
    if (!Number.isSafeInteger(pid) || pid <= 0) return null;
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    // EPERM: it runs, as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM' ? -1 : null;
  }
}

function markOf(path: string): string {
  return `${path}.served`;
}
