import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { freemem } from 'node:os';
import { join } from 'node:path';

/** Where Linux keeps files in memory. */
const MEMORY = '/dev/shm';
const GIBIBYTE = 2 ** 30;
/** Set for all processes of a test run, so that they share one folder. */
const FOLDER = 'DAYBREAK_TEST_MEMORY_FOLDER';
/** The files of the tests that run at one time were seen to need half a GiB. */
const LEAST_ROOM_BYTES = 4 * GIBIBYTE;
const LEAST_FREE_MEMORY_BYTES = 8 * GIBIBYTE;

/**
 * Puts the temporary files of all tests in memory where that is possible. Each commit of a store waits for
 * the disk: on a slow one, tests of the pipeline wait as long as they compute.
 */
export function setup(): void {
  // Each project of the configuration calls this once.
  if (process.env[FOLDER] !== undefined) return;
  const folder = memoryFolder();
  process.env[FOLDER] = folder ?? '';
  if (folder !== null) process.env['TMPDIR'] = folder;
}

/** Makes a folder in memory that is removed when this process ends; null where the files have no place. */
export function memoryFolder(memory = MEMORY): string | null {
  if (!existsSync(memory) || !hasRoom(memory)) return null;
  const folder = mkdtempSync(join(memory, 'daybreak-tests-'));
  // The server of the Postgres tests runs as another user.
  chmodSync(folder, 0o755);
  if (canRunPrograms(folder)) {
    removeWith(process.pid, folder);
    return folder;
  }
  rmSync(folder, { recursive: true });
  return null;
}

function hasRoom(memory: string): boolean {
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize >= LEAST_ROOM_BYTES && freemem() >= LEAST_FREE_MEMORY_BYTES;
}

/** Tests write programs and run them. Containers often forbid it there. */
function canRunPrograms(folder: string): boolean {
  const program = join(folder, 'program');
  writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
  const { status } = spawnSync(program);
  rmSync(program);
  return status === 0;
}

/** A small process of its own: nothing in a killed process could clean up. */
function removeWith(owner: number, folder: string): void {
  const watch = `while kill -0 ${owner} 2>&-; do sleep 1; done; sleep 3; until rm -rf '${folder}'; do sleep 1; done`;
  spawn('/bin/sh', ['-c', watch], { detached: true, stdio: 'ignore' }).unref();
}
