import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder, and those above it that are missing, for this user alone.
 *
 * Not by `mkdir` with `recursive`: where a file system answers "no such file" to making a folder in one that exists, as /proc does,
 * Node goes from the folder to its parent and back for ever.
 * @throws the system's error where one cannot be made.
 */
export function makeFolder(folder: string): void {
  const missing: string[] = [];
  for (let place = resolve(folder); !isFolder(place); place = dirname(place)) missing.push(place);
  for (const place of missing.reverse()) makeOne(place);
}

function makeOne(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have been quicker.
    if (!isFolder(folder)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
