import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { AuditHead } from './auditChain.ts';

/**
 * The head that a file records; null where there is no file; 'unreadable' where it holds no head.
 *
 * Example: the file `5 9f86…0a08` gives `{ sequence: 5, hash: '9f86…0a08' }`.
 */
export function readHeadFile(path: string): AuditHead | 'unreadable' | null {
  try {
    const [, sequence, hash] = /^(\d+) ([0-9a-f]{64})\n$/.exec(readFileSync(path, 'utf8')) ?? [];
    return hash === undefined ? 'unreadable' : { sequence: Number(sequence), hash };
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? null : 'unreadable';
  }
}

/**
 * Records a head. The file is flushed and renamed into place, so a crash or a power cut leaves the old record
 * or the new one.
 */
export function writeHeadFile(path: string, { sequence, hash }: AuditHead): void {
  const aside = `${path}.${process.pid}.part`;
  try {
    writeFileSync(aside, `${sequence} ${hash}\n`, { mode: 0o600, flush: true });
    renameSync(aside, path);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}
