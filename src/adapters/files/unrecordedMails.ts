import { closeSync, existsSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { UnrecordedMails } from '../../ports/mail.ts';
import { makeFolder } from '../../shared/folders.ts';

const KEPT_MS = 30 * 86_400_000;

/**
 * One empty file for each mail, named by its Message-ID: an empty file needs no space on a full disk. Where
 * the folder cannot be written either, the record lasts as long as the process.
 * @param folder created at once, while there may still be space.
 */
export function createUnrecordedMails(folder: string, now: Date): UnrecordedMails {
  const inMemory = new Set<string>();
  ignoringErrors(() => {
    makeFolder(folder);
    removeOld(folder, now);
  });
  return {
    has: (messageId) => inMemory.has(messageId) || existsSync(join(folder, fileName(messageId))),
    add(messageId) {
      inMemory.add(messageId);
      ignoringErrors(() => closeSync(openSync(join(folder, fileName(messageId)), 'a', 0o600)));
    },
  };
}

function fileName(messageId: string): string {
  return messageId.replace(/[^\w.@-]/g, '').slice(0, 200);
}

function removeOld(folder: string, now: Date): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (now.getTime() - statSync(file).mtimeMs > KEPT_MS) rmSync(file, { force: true });
  }
}

function ignoringErrors(work: () => void): void {
  try {
    work();
  } catch {
    // The record in memory remains.
  }
}
